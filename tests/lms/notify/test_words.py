"""Mails read as people write: days in the reader's language, and signs as they are."""

from datetime import date

import pytest
from django.conf import settings

from lms.notify.actions import subject_and_body
from lms.notify.models import Notice
from lms.notify.rules import worded

PARAMETERS = (
    "alias",
    "trainee",
    "title",
    "when",
    "until",
    "other",
    "who",
    "cohort",
    "name",
    "lesson",
    "supervisor",
    "asked_by",
    "by",
    "scenario",
)
OF_THEIR_OWN = {"invitation", "application_declined", "address_code", "address_moved", "address_taken"}  # written without a notice
KINDS = sorted({file.stem for file in (settings.ROOT / "templates" / "emails").glob("*.txt")} - OF_THEIR_OWN)


def test_only_whole_days_are_put_into_words():
    params = {"until": "2026-11-26", "title": "2026-11-26 again", "never": "2026-13-40", "n": 4}
    assert worded(params, lambda day: f"day {day.day}") == {**params, "until": "day 26"}
    assert worded({}, date.isoformat) == {}


def test_the_mail_says_the_day_in_the_language_of_its_reader(cast):
    notice = Notice(person=cast.siv, kind="calibration_due", params={"until": "2026-11-26"})
    assert "26. november 2026" in subject_and_body(notice)[1]


@pytest.mark.parametrize("kind", KINDS)
def test_a_mail_is_plain_text_and_no_sign_in_it_is_turned_into_markup(cast, kind):
    notice = Notice(person=cast.siv, kind=kind, params=dict.fromkeys(PARAMETERS, "Ro & mot <3 'nå'"))
    subject, body = subject_and_body(notice)
    assert not [sign for sign in ("&amp;", "&lt;", "&#x27;", "&quot;") if sign in subject + body]
    assert subject
    assert "\n" not in subject
    assert body.strip()
