from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from certification.practice.times.rules import (
    Day,
    Partner,
    Span,
    Window,
    chosen,
    fits_load,
    instant,
    merged,
    quarters,
    shared,
    spans,
    starts,
    theme_key,
)

OSLO = ZoneInfo("Europe/Oslo")
SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)  # Sundays on which Oslo's clock is moved
MONDAY = date(2026, 11, 23)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def week(weekday, begins, ends):
    return Window(weekday, time.fromisoformat(begins), time.fromisoformat(ends))


def test_an_hour_on_the_wall_is_another_instant_in_summer():
    winter, summer = (spans([day], [week(0, "17:00", "19:00")], [], OSLO) for day in (MONDAY, date(2027, 6, 7)))
    assert winter == [Span(at("2026-11-23T16:00"), at("2026-11-23T18:00"))]
    assert summer == [Span(at("2027-06-07T15:00"), at("2027-06-07T17:00"))]


@pytest.mark.parametrize(("day", "hours", "chats"), [(SPRING, 3, 5), (AUTUMN, 5, 9), (MONDAY + timedelta(days=6), 4, 7)])
def test_a_day_of_23_or_25_hours_counts_the_hours_there_really_are(day, hours, chats):
    (span,) = spans([day], [week(6, "01:00", "05:00")], [], OSLO)
    assert span.ends - span.begins == timedelta(hours=hours)
    found = starts([span], after=at("2026-01-01T00:00"))
    assert len(found) == len(set(found)) == chats


def test_an_hour_that_the_clock_skips_begins_when_it_jumps_and_one_that_comes_twice_comes_first():
    assert instant(SPRING, time(2, 30), OSLO) == at("2027-03-28T01:30")
    assert instant(AUTUMN, time(2, 30), OSLO) == at("2027-10-31T00:30")


def test_a_day_off_wins_over_the_week_and_over_more_time():
    hours = [week(0, "17:00", "19:00")]
    extra, off = Day(MONDAY, time(20), time(21)), Day(MONDAY)
    assert len(spans([MONDAY], hours, [extra], OSLO)) == 2
    assert spans([MONDAY], hours, [extra, off], OSLO) == []


def test_what_touches_is_one_stretch_and_what_is_shared_lies_in_both():
    a, b, c = Span(at("2026-11-23T16:00"), at("2026-11-23T18:00")), Span(at("2026-11-23T18:00"), at("2026-11-23T19:00")), None
    c = Span(at("2026-11-23T17:30"), at("2026-11-23T20:00"))
    assert merged([b, a]) == [Span(a.begins, b.ends)]
    assert shared([a, b], [c]) == [Span(c.begins, b.ends)]
    assert shared([a], [b]) == []


def test_chats_begin_on_whole_and_half_hours_with_room_for_all_of_it():
    span = Span(at("2026-11-23T16:10"), at("2026-11-23T18:00"))
    assert starts([span], after=at("2026-11-23T00:00")) == [at("2026-11-23T16:30"), at("2026-11-23T17:00")]
    assert starts([span], after=at("2026-11-23T16:31")) == [at("2026-11-23T17:00")]
    assert starts([span], after=at("2026-11-24T00:00")) == []


def test_two_chats_that_overlap_share_a_quarter_and_neighbours_share_none():
    first = quarters(at("2026-11-23T16:00"))
    assert len(first) == 4
    assert set(first) & set(quarters(at("2026-11-23T16:59")))
    assert not set(first) & set(quarters(at("2026-11-23T17:00")))
    assert len(quarters(at("2026-11-23T16:07"))) == 5


def test_one_a_day_and_three_a_week_by_the_clock_on_the_wall():
    monday = at("2026-11-23T17:00")
    assert fits_load(monday, [], OSLO)
    assert not fits_load(monday, [at("2026-11-23T10:00")], OSLO)
    late_on_sunday = at("2026-11-22T22:30")  # 23:30 in Oslo, and still Sunday
    early_on_monday = at("2026-11-22T23:30")  # 00:30 in Oslo, and Monday
    assert fits_load(monday, [late_on_sunday], OSLO)
    assert not fits_load(monday, [early_on_monday], OSLO)
    three = [at(f"2026-11-{day}T17:00") for day in (24, 25, 26)]
    assert not fits_load(monday, three, OSLO)
    assert fits_load(monday, three[:2], OSLO)
    assert fits_load(monday + timedelta(days=7), three, OSLO)


def partner(pk, **fields):
    return Partner(pk, **{"languages": frozenset({"nb"}), "spared": frozenset(), **fields})


@pytest.mark.parametrize(
    ("partners", "who", "why"),
    [
        ([partner(1, met=1), partner(2)], 2, "new"),
        ([partner(1, met=2), partner(2, met=1)], 2, "least"),
        ([partner(1, met=2)], 1, "only"),
        ([partner(1, this_week=2), partner(2, this_week=1)], 2, "new"),
        ([partner(1, played=9), partner(2, played=3)], 2, "new"),
        ([partner(1, languages=frozenset({"da"})), partner(2, met=3)], 2, "only"),
        ([partner(1, spared=frozenset({"ensomhet"})), partner(2, met=3)], 2, "only"),
        ([partner(1, spared=frozenset({"tag:risk"}))], None, ""),
        ([], None, ""),
    ],
)
def test_who_plays_and_why(partners, who, why):
    best, reason = chosen(partners, language="nb", themes={"ensomhet", "tag:risk"})
    assert (best.id if best else None, reason) == (who, why)


def test_a_theme_is_the_same_however_it_is_written():
    assert theme_key("Vold i hjemmet") == theme_key("  vold, i HJEMMET! ") == "vold-i-hjemmet"
    assert theme_key("Ensomhet") != theme_key("Grenser")
