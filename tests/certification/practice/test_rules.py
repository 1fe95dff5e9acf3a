from datetime import UTC, date, datetime, timedelta

import pytest

from certification.practice import rules

BEGAN = datetime(2026, 3, 1, 18, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("given", "kept"),
    [("  hei \n", "hei"), ("a\x00b", "ab"), ("a\r\nb", "a\nb"), ("hei \ud83d", "hei \ufffd"), ("\ud83d\ude00", "😀"), (" \t\n", "")],
)
def test_what_is_written_can_always_be_stored(given, kept):
    assert rules.plain_text(given) == kept
    kept.encode()


@pytest.mark.parametrize(("text", "fault"), [("", "empty"), ("x", ""), ("x" * 4000, ""), ("x" * 4001, "long"), ("x" * 100_000, "long")])
def test_a_line_holds_between_one_and_four_thousand_characters(text, fault):
    assert rules.fault_in(text) == fault


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("7", 7), ("2147483647", 2147483647)])
def test_a_cursor_is_a_number(text, number):
    assert rules.cursor(text) == number


@pytest.mark.parametrize("text", ["-1", "2147483648", "9" * 30, "x", "", "1.5", "٣", " 1", "1e3", "+1", "0x1"])
def test_what_is_no_cursor_is_refused(text):
    assert rules.cursor(text) is None


def test_the_clock_rests_in_a_pause():
    paused_at = BEGAN + timedelta(minutes=10)
    much_later = BEGAN + timedelta(minutes=90)
    assert rules.seconds_left(much_later, BEGAN, 40, 0, paused_at) == 30 * 60
    assert rules.seconds_left(paused_at, BEGAN, 40, 120, None) == 32 * 60
    assert rules.seconds_left(much_later, BEGAN, 40, 0, None) == 0
    assert rules.seconds_left(much_later, None, 40, 0, None) == 40 * 60


def test_a_sentence_in_flight_gets_a_moment_of_grace():
    last = BEGAN + timedelta(minutes=40)
    assert not rules.is_over(last + timedelta(seconds=19), BEGAN, 40, 0, None)
    assert rules.is_over(last + timedelta(seconds=21), BEGAN, 40, 0, None)


def test_a_pause_does_not_last_for_ever():
    paused_at = BEGAN + timedelta(minutes=39)
    assert not rules.is_over(paused_at + timedelta(minutes=29), BEGAN, 40, 0, paused_at)
    assert rules.is_over(paused_at + timedelta(minutes=31), BEGAN, 40, 0, paused_at)


def test_the_clock_does_not_notice_daylight_saving():
    before = datetime(2026, 3, 29, 0, 45, tzinfo=UTC)  # 01:45 in Oslo; at 02:00 the clocks jump to 03:00
    assert rules.seconds_left(before + timedelta(minutes=30), before, 40, 0, None) == 600


def test_a_transcript_goes_thirty_days_after_feedback_and_after_ninety_at_the_latest():
    assert rules.purge_on(date(2026, 1, 1)) == date(2026, 4, 1)
    assert rules.purge_on(date(2026, 1, 1), date(2026, 1, 5)) == date(2026, 2, 4)
    assert rules.purge_on(date(2026, 1, 1), date(2026, 3, 30)) == date(2026, 4, 1)


def test_a_partner_is_credited_the_chat_and_a_quarter_of_an_hour():
    assert rules.credited_minutes(BEGAN, BEGAN + timedelta(minutes=39, seconds=30)) == 55
    assert rules.credited_minutes(None, BEGAN) == 0
