"""Bars around the shore line: one scale above and below."""

import pytest

from lms.ui.distribution import HEIGHT, SHORE, chart


def test_solid_ground_stands_above_the_line_and_the_rest_below() -> None:
    column = chart([("Sep", (1, 2, 3, 4))]).columns[0]
    assert {b.level for b in column.blocks if b.y + b.height <= SHORE} == {3, 4}
    assert {b.level for b in column.blocks if b.y >= SHORE} == {1, 2}


def test_shares_are_told_in_one_scale() -> None:
    few, many = chart([("Sep", (0, 0, 4, 0)), ("Oct", (0, 0, 40, 0))]).columns
    assert few.blocks[0].height == many.blocks[0].height == HEIGHT - 1
    assert (few.total, many.total) == (4, 40)


def test_nothing_rated_draws_nothing() -> None:
    assert chart([("Sep", (0, 0, 0, 0))]).columns[0].blocks == ()


def test_one_rating_among_many_can_still_be_seen() -> None:
    blocks = chart([("Sep", (1, 0, 99, 0))]).columns[0].blocks
    assert min(b.height for b in blocks) >= 0.8


@pytest.mark.parametrize("months", [0, 1, 3, 12])
def test_the_picture_is_as_wide_as_its_months(months: int) -> None:
    assert chart([("m", (0, 1, 1, 0))] * months).width == max(months, 1) * 56
