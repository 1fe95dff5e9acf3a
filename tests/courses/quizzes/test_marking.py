from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.quizzes.marking import (
    accepted,
    closeness,
    exactly,
    in_order,
    is_provisional,
    moved,
    numbers_in,
    panel_mean,
    plain,
    rated,
)

orders = st.lists(st.text(min_size=1), unique=True, min_size=1)


@pytest.mark.parametrize(
    ("written", "answer", "fits"),
    [
        ("Åpent spørsmål", "åpent  spørsmål.", True), ("«speiling»", "speiling", True), ("speil", "speiling", False), ("", "", False),
        ("116 123", "116123", True), ("2,50", "2.5", True), ("1.000", "1000", True), ("1.000", "1", True), ("-3", "3", False),
        ("don’t", "don't", True), ("e\u0301n", "én", True), ("…", "...", False), ("12a", "12", False), ("½", "0,5", False),
    ],
)  # fmt: skip
def test_what_does_not_matter_in_a_written_answer_does_not_matter(written, answer, fits):
    assert accepted(written, answer) == fits


@pytest.mark.parametrize(("written", "fits"), [("17", True), ("18", True), ("18,0", True), ("18,1", False), ("about 17", False)])
def test_a_number_may_be_a_little_off(written, fits):
    assert accepted(written, "17", 1) == fits


@given(st.text())
def test_what_is_plain_stays_as_it_is(text):
    assert plain(plain(text)) == plain(text)


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_can_be_compared_with_any_other(written, answer):
    assert accepted(written, answer) == accepted(answer, written)


def test_numbers_are_exact():
    assert numbers_in("0,1") == {Fraction(1, 10)}
    assert numbers_in("elleve") == set()


@given(orders, st.data())
def test_a_move_loses_nobody_and_the_way_back_leads_back(order, data):
    place = data.draw(st.integers(0, len(order) - 1))
    for by in (-1, 1):
        there = moved(order, place, by)
        assert sorted(there) == sorted(order)
        if 0 <= place + by < len(order):
            assert there[place + by] == order[place]
            assert moved(there, place + by, -by) == order
        else:
            assert there == order


def test_an_order_is_right_only_as_a_whole():
    assert in_order(["a", "b", "c"], ["a", "b", "c"]) == 100
    assert in_order(["b", "a", "c"], ["a", "b", "c"]) == 0
    assert in_order([], []) == exactly([], []) == 0


PANEL = {"professionals": [5, 4, 5, 4, 5], "youth": [4, 5, 4]}  # mean 4.5


@pytest.mark.parametrize(("given_step", "points"), [(5, 100), (4, 100), (3, 50), (2, 0), (None, 0)])
def test_points_come_from_how_near_one_is_to_the_panel(given_step, points):
    assert panel_mean(PANEL) == Fraction(36, 8)
    assert closeness(given_step, panel_mean(PANEL)) == points


def test_two_ratings_share_the_points_of_a_question():
    other = {"professionals": [1, 1, 1, 1, 1], "youth": [1, 1, 1]}
    assert rated({"a": 5, "b": 1}, {"a": PANEL, "b": other}) == 100
    assert rated({"a": 5, "b": 3}, {"a": PANEL, "b": other}) == 75
    assert rated({"a": 5}, {"a": PANEL, "b": other}) == 50
    assert rated({}, {}) == 0


@pytest.mark.parametrize(
    ("professionals", "youth", "provisional"), [(5, 3, False), (4, 3, True), (5, 2, True), (9, 9, False), (0, 0, True)]
)
def test_a_panel_speaks_with_five_professionals_and_three_young_people(professionals, youth, provisional):
    assert is_provisional([PANEL, {"professionals": [3] * professionals, "youth": [3] * youth}]) == provisional


def test_nobody_on_the_panel_is_no_mean():
    assert panel_mean({}) is None
    assert closeness(3, None) == 0
