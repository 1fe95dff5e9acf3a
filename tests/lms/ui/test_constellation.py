"""The constellation is a picture of the way: always the same, always honest, never a way in for markup."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.ui.constellation import FEWEST, MOST, Item, constellation, figure
from lms.ui.stars import STATES, star

BOX = (42, 44, 278, 236)
COUNTS = range(FEWEST, MOST + 1)


def way(count: int, state: str = "closed") -> list[Item]:
    return [{"id": f"k{n}", "name": f"Step {n}", "state": state} for n in range(count)]


def draw(items: list[Item], **options: object) -> ElementTree.Element:
    return ElementTree.fromstring(f"<svg>{constellation(items, BOX, **options)}</svg>")  # type: ignore[arg-type]


@pytest.mark.parametrize("count", COUNTS)
def test_same_input_gives_the_same_picture(count: int) -> None:
    assert constellation(way(count), BOX) == constellation(way(count), BOX)


@pytest.mark.parametrize("count", COUNTS)
def test_every_requirement_has_its_own_place_near_the_square(count: int) -> None:
    points = figure(count)
    assert len(set(points)) == count
    assert all(0 <= x <= 100 and 0 <= y <= 100 for x, y in points)


@pytest.mark.parametrize("count", COUNTS)
def test_the_tail_comes_first_and_the_guiding_star_last(count: int) -> None:
    points = figure(count)
    assert points[0] == (19, 99)
    assert points[-1] == (50, 42)


@pytest.mark.parametrize("count", [0, FEWEST - 1, MOST + 1])
def test_a_way_that_would_not_be_a_bubble_is_refused(count: int) -> None:
    with pytest.raises(ValueError, match="5 to 24"):
        figure(count)


def test_another_seed_gives_another_sky() -> None:
    assert figure(16, "lykt") != figure(16, "chatvert")


@given(states=st.lists(st.sampled_from(STATES), min_size=FEWEST, max_size=MOST), names=st.text(max_size=60))
def test_any_states_and_any_name_give_well_formed_svg(states: list[str], names: str) -> None:
    names = re.sub(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd]", "", names)  # what XML can hold at all
    items: list[Item] = [{"id": f"k{n}", "name": names, "state": s} for n, s in enumerate(states)]
    assert len(draw(items, links=True, label=True).findall("a")) == len(items)


def test_names_and_ids_are_escaped() -> None:
    items = way(5)
    items[1] = {"id": '"><script>', "name": "</text><script>alert(1)</script>", "state": "next"}
    drawn = constellation(items, BOX, links=True, label=True)
    assert "<script" not in drawn
    assert "&lt;script&gt;" in drawn


def test_lines_shine_only_between_finished_stars() -> None:
    items = way(8)
    for item in items[:3]:
        item["state"] = "done"
    items[3]["state"] = "next"
    lines = [p.get("class") for p in draw(items).findall("path") if str(p.get("class")).startswith("ln-")]
    assert lines == ["ln-done", "ln-done", "ln-next", "ln-faint", "ln-faint", "ln-faint", "ln-faint"]


def test_the_guiding_star_is_lit_only_when_all_is_done_or_the_certificate_says_so() -> None:
    assert "gs-faint" in constellation(way(6), BOX)
    assert "gs-ray" in constellation(way(6, "done"), BOX)
    assert "gs-faint" in constellation(way(6, "done"), BOX, complete=False)
    assert "gs-ray" in constellation(way(6), BOX, complete=True)


def test_optional_requirements_hang_outside_and_do_not_count() -> None:
    extra: Item = {"id": "x", "name": "Extra", "state": "open", "optional": True, "after": "k2"}
    drawn = constellation([*way(6, "done"), extra], BOX)
    assert drawn.count("ln-opt") == 1
    assert "gs-ray" in drawn


def test_a_long_name_breaks_into_two_lines_inside_the_bubble() -> None:
    items = way(16)
    items[4] = {"id": "k4", "name": "Lov, grenser og egenomsorg", "state": "next"}
    label = draw(items, label=True).find("text")
    assert label is not None
    assert [t.text for t in label.findall("tspan")] == ["Lov, grenser", "og egenomsorg"]


def test_an_unknown_state_is_refused() -> None:
    with pytest.raises(ValueError, match="no such state"):
        star("finished", 0, 0)
