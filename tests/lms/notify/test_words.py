"""Days in notices read as people write them, in the reader's language."""

from datetime import date

from lms.notify.actions import subject_and_body
from lms.notify.models import Notice
from lms.notify.rules import worded


def test_only_whole_days_are_put_into_words():
    params = {"until": "2026-11-26", "title": "2026-11-26 again", "never": "2026-13-40", "n": 4}
    assert worded(params, lambda day: f"day {day.day}") == {**params, "until": "day 26"}
    assert worded({}, date.isoformat) == {}


def test_the_mail_says_the_day_in_the_language_of_its_reader(cast):
    notice = Notice(person=cast.siv, kind="calibration_due", params={"until": "2026-11-26"})
    assert "26. november 2026" in subject_and_body(notice)[1]
