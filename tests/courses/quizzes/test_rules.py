from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.quizzes.blueprint import Blueprint, Row, needed
from courses.quizzes.rules import (
    Candidate,
    Mark,
    TooFew,
    allowed_minutes,
    door,
    draw,
    grade,
    short_rows,
    shuffled,
    spoken,
)

AREAS = ["role", "listening", "safety"]
rows = st.lists(st.builds(Row, st.sampled_from(AREAS), st.booleans(), st.integers(1, 4)), min_size=1, max_size=5)
seeds = st.integers(0, 2**62)


@st.composite
def banks(draw_from):
    """A pool that fills the rows, with a little more, and how often each question was seen."""
    asked = draw_from(rows)
    there = []
    for row in asked:
        for number in range(row.count + draw_from(st.integers(0, 3))):
            there.append(Candidate(f"{len(there)}-{number}", row.area, row.critical))
    seen = draw_from(st.dictionaries(st.sampled_from([one.key for one in there]), st.integers(1, 3)))
    return asked, there, seen


@given(banks(), seeds)
def test_a_draw_fills_every_row_from_its_own_pool_and_asks_nothing_twice(bank, seed):
    asked, there, seen = bank
    drawn = draw(asked, there, seen, seed)
    kind_of = {one.key: (one.area, one.critical) for one in there}
    wanted = Counter()
    for row in asked:
        wanted[row.area, row.critical] += row.count
    assert len(drawn) == len(set(drawn))
    assert Counter(kind_of[key] for key in drawn) == wanted


@given(banks(), seeds)
def test_what_was_seen_least_is_drawn_first(bank, seed):
    asked, there, seen = bank
    drawn = set(draw(asked, there, seen, seed))
    for area in AREAS:
        for critical in (True, False):
            pool = [one.key for one in there if (one.area, one.critical) == (area, critical)]
            taken = [seen.get(key, 0) for key in pool if key in drawn]
            left = [seen.get(key, 0) for key in pool if key not in drawn]
            if taken and left:
                assert max(taken) <= min(left)


@given(banks(), seeds)
def test_the_same_seed_draws_the_same_in_the_same_order_whatever_order_the_pool_comes_in(bank, seed):
    asked, there, seen = bank
    assert draw(asked, there, seen, seed) == draw(asked, list(reversed(there)), seen, seed)


def test_different_seeds_draw_differently():
    there = [Candidate(str(number), "role", False) for number in range(10)]
    assert len({tuple(draw([Row("role", False, 3)], there, {}, seed)) for seed in range(30)}) > 10


def test_a_pool_that_is_too_small_is_refused_rather_than_thinned():
    there = [Candidate("1", "role", False), Candidate("2", "safety", True)]
    with pytest.raises(TooFew) as short:
        draw([Row("role", False, 1), Row("safety", True, 2)], there, {}, 1)
    assert (short.value.row, short.value.there) == (Row("safety", True, 2), 1)


def test_two_rows_of_one_pool_share_it():
    there = [Candidate(str(number), "role", False) for number in range(3)]
    twice = [Row("role", False, 2), Row("role", False, 2)]
    assert short_rows(twice, there) == [(Row("role", False, 2), 1)]


def of_modules(**counts):
    """A pool of questions on role: so many about the lessons of each module."""
    return [Candidate(f"{module}-{number}", "role", False, module) for module, count in counts.items() for number in range(count)]


@given(st.integers(0, 3), st.integers(1, 3), seeds)
def test_a_row_about_certain_modules_asks_about_nothing_else(elsewhere, count, seed):
    there = of_modules(one=3, two=elsewhere)
    assert {key.split("-")[0] for key in draw([Row("role", False, count, ("one",))], there, {}, seed)} == {"one"}


@given(seeds)
def test_a_row_about_anything_leaves_a_narrow_row_what_it_needs(seed):
    drawn = draw([Row("role", False, 2), Row("role", False, 2, ("one",))], of_modules(one=2, two=2), {}, seed)
    assert Counter(key.split("-")[0] for key in drawn) == {"one": 2, "two": 2}


def test_a_module_with_too_few_questions_is_refused_though_the_area_has_enough():
    row = Row("role", False, 2, ("one",))
    assert short_rows([row], of_modules(one=1, two=9)) == [(row, 1)]


def test_a_row_without_modules_is_kept_as_it_always_was():
    rows = (Row("role", False, 2), Row("role", False, 1, ("one",)))
    kept = Blueprint(rows, "0.8", 20, (24,), 3).as_json()
    assert kept["draw"][0] == {"area": "role", "critical": False, "count": 2}
    assert Blueprint.of_json(kept).rows == rows


@given(st.lists(st.text(min_size=1), unique=True), seeds, st.text())
def test_shuffling_keeps_every_option_and_is_the_same_every_time(options, seed, key):
    order = shuffled(options, seed, key)
    assert sorted(order) == sorted(options)
    assert order == shuffled(options, seed, key)


marks = st.lists(st.builds(Mark, st.sampled_from([0, 50, 75, 100]), st.booleans()), min_size=1, max_size=40)
shares = st.integers(0, 100).map(lambda n: f"{n / 100:g}")


@given(marks, shares)
def test_one_critical_wrong_is_not_yet_whatever_the_score(given_marks, share):
    result = grade([*given_marks, Mark(points=50, critical=True)], share)
    assert not result.passed
    assert result.critical_missed >= 1


@given(marks, shares)
def test_passed_means_the_share_and_every_critical_one(given_marks, share):
    result = grade(given_marks, share)
    assert 0 <= result.score <= result.total == len(given_marks)
    assert result.passed == (result.critical_missed == 0 and result.score * 100 >= float(share) * 100 * result.total - 1e-6)


@given(marks, shares)
def test_another_right_answer_never_makes_it_worse(given_marks, share):
    wrong = next((n for n, mark in enumerate(given_marks) if not mark.right), None)
    if wrong is not None:
        better = [*given_marks[:wrong], Mark(100, given_marks[wrong].critical), *given_marks[wrong + 1 :]]
        assert grade(better, share).passed or not grade(given_marks, share).passed
        assert grade(better, share).score >= grade(given_marks, share).score


def test_nothing_asked_is_never_passed():
    assert not grade([], "0").passed


@pytest.mark.parametrize(
    ("total", "share", "least"), [(12, "0.8", 10), (10, "0.8", 8), (5, "0.8", 4), (10, "0.7", 7), (3, "1", 3), (3, "0", 0)]
)
def test_the_share_is_rounded_up_without_floating_points(total, share, least):
    assert needed(total, share) == least


NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def hours(*back):
    return [NOW - timedelta(hours=one) for one in back]


@pytest.mark.parametrize(
    ("misses", "talks", "state", "at"),
    [
        ([], [], "open", None),
        (hours(1), [], "wait", NOW + timedelta(hours=23)),
        (hours(24), [], "open", NOW),
        (hours(100, 1), [], "wait", NOW + timedelta(hours=71)),
        (hours(200, 73), [], "open", NOW - timedelta(hours=1)),
        (hours(300, 200, 100), [], "talk", None),
        (hours(300, 200, 100), hours(1), "open", NOW - timedelta(hours=1)),
        (hours(300, 200, 100, 1), hours(50), "talk", None),
        (hours(300, 200, 100, 3), hours(50, 2), "open", NOW - timedelta(hours=2)),
    ],
)
def test_after_24_hours_then_72_then_a_talk(misses, talks, state, at):
    where = door(misses, talks, (24, 72), 3, NOW)
    assert (where.state, where.at) == (state, at)


def test_without_limits_one_may_go_on_at_once_for_ever():
    assert door(hours(*range(1, 50)), [], (), None, NOW).state == "open"


def test_the_last_pause_repeats_when_there_is_no_end():
    assert door(hours(500, 400, 300, 1), [], (24, 72), None, NOW).at == NOW + timedelta(hours=71)


@pytest.mark.parametrize(
    ("minutes", "extra", "allowed"), [(20, 0, 20), (20, 25, 25), (30, 50, 45), (7, 25, 9), (20, 100, 40), (None, 50, None)]
)
def test_extra_time_is_rounded_up(minutes, extra, allowed):
    assert allowed_minutes(minutes, extra) == allowed


@pytest.mark.parametrize(
    ("stem", "parts"),
    [
        ("Hva gjør du?", [("say", "Hva gjør du?")]),
        ("Svarene blir kortere: «ok» … «ja kanskje» …", [("say", "Svarene blir kortere:"), ("line", "ok"), ("line", "ja kanskje")]),
        ("»jeg kan ikke mere«", [("line", "jeg kan ikke mere")]),
        ("She writes: “hi, is it ok?” What now?", [("say", "She writes:"), ("line", "hi, is it ok?"), ("say", "What now?")]),
        ("«uferdig", [("say", "«uferdig")]),
    ],
)
def test_what_somebody_wrote_is_taken_out_of_a_stem(stem, parts):
    assert spoken(stem) == parts


def test_marks_that_close_a_line_do_not_stand_alone_after_its_bubble():
    asked = "Hun skriver: «Ja. Det kan jeg prøve». Så stille. Hva svarer du på «Hva nå, da»?"
    assert spoken(asked) == [
        ("say", "Hun skriver:"), ("line", "Ja. Det kan jeg prøve"), ("say", "Så stille. Hva svarer du på"), ("line", "Hva nå, da"),
    ]  # fmt: skip


def test_a_name_in_quotation_marks_is_not_a_message():
    assert spoken("Kartet begynner med «Møte» og «Utforske». Hva så?", least_words=3) == [
        ("say", "Kartet begynner med «Møte» og «Utforske». Hva så?")
    ]


@given(rows, shares, st.none() | st.integers(1, 90), st.lists(st.integers(0, 100), max_size=3), st.none() | st.integers(1, 5))
def test_a_blueprint_survives_being_kept(asked, share, minutes, retry, attempts):
    kept = Blueprint(tuple(asked), share, minutes, tuple(retry), attempts)
    assert Blueprint.of_json(kept.as_json()) == kept
