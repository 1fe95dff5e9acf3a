import io
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from certification.practice.actions import arrange_practice, cancel_practice, move_practice, remind_due
from certification.practice.models import PracticeChat
from certification.practice.times.actions import close_feed, feed_token, renew_feed, wish
from certification.practice.times.rules import european_summer_time, last_sunday, reminder_due
from lms.notify.models import Notice
from lms.people.models import Person
from tests.builders import a_scenario, an_enrolment, an_evening, can_always

OSLO = ZoneInfo("Europe/Oslo")


@pytest.fixture
def chat(cast):
    can_always(cast.pia, organisation=cast.fjordvik)
    can_always(cast.siv, organisation=cast.fjordvik, duty="supervisor")
    enrolment = an_enrolment(person=cast.tuva, organisation=cast.fjordvik)
    scenario = a_scenario(title="CANARY-TITLE", theme="CANARY-THEME", situation="CANARY-SITUATION", persona_name="CANARY-NAME")
    return arrange_practice(enrolment, starts_at=an_evening(), scenario=scenario, mode="formative", by=cast.tuva)


def feed(person):
    return Client().get(reverse("practice_feed", args=[feed_token(renew_feed(by=person))]))


def events(answer):
    return Calendar.from_ical(answer.content).walk("VEVENT")


def test_the_feed_says_when_and_nothing_of_what_or_with_whom(cast, chat):
    said = {who: feed(getattr(cast, who)) for who in ("tuva", "pia", "siv")}
    for answer in said.values():
        assert answer["Content-Type"] == "text/calendar; charset=utf-8"
        (event,) = events(answer)
        assert event["dtstart"].dt == chat.starts_at
        assert (event["dtend"].dt - event["dtstart"].dt) == timedelta(minutes=chat.minutes)
        text = answer.content.decode()
        assert "CANARY" not in text.replace("\r\n ", "")
        for person in (cast.tuva, cast.pia, cast.siv):
            assert person.alias not in text
            assert person.email not in text
    assert [str(events(said[who])[0]["summary"]) for who in said] == [
        "Øvingssamtale", "Øvingssamtale: du spiller", "Øvingssamtale: du leser med",
    ]  # fmt: skip


def test_lines_are_as_the_standard_wants_them(cast, chat):
    lines = feed(cast.tuva).content.split(b"\r\n")
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)
    assert (lines[0], lines[-2], lines[-1]) == (b"BEGIN:VCALENDAR", b"END:VCALENDAR", b"")


@pytest.mark.parametrize("zone", ["Europe/Oslo", "Europe/Copenhagen", "Europe/Dublin", "Atlantic/Reykjavik", "America/New_York", "UTC"])
def test_a_program_that_knows_no_zones_reads_the_right_hour_from_the_calendar_itself(cast, chat, zone):
    Person.objects.filter(pk=cast.tuva.pk).update(time_zone=zone)
    cast.tuva.refresh_from_db()
    summer, winter = datetime(2027, 6, 7, 16, tzinfo=UTC), datetime(2027, 1, 7, 16, tzinfo=UTC)
    for moment in (summer, winter):
        PracticeChat.objects.update(starts_at=moment)
        calendar = Calendar.from_ical(feed(cast.tuva).content)
        (event,) = calendar.walk("VEVENT")
        wall = event["dtstart"].dt.replace(tzinfo=None)
        found = [one.to_tz(lookup_tzid=False) for one in calendar.timezones]
        read = wall.replace(tzinfo=found[0]) if found else wall.replace(tzinfo=UTC)
        assert read.astimezone(UTC) == moment


@pytest.mark.parametrize("zone", ["Europe/Oslo", "Europe/Copenhagen", "Europe/Dublin", "America/New_York"])
def test_another_reader_than_the_one_that_wrote_it_finds_the_same_zone(cast, chat, zone):
    """dateutil reads VTIMEZONE with a parser and a rule engine of its own, as programs do that know no zone by name."""
    Person.objects.filter(pk=cast.tuva.pk).update(time_zone=zone)
    cast.tuva.refresh_from_db()
    for moment in (datetime(2027, 6, 7, 16, tzinfo=UTC), datetime(2027, 1, 7, 16, tzinfo=UTC)):
        PracticeChat.objects.update(starts_at=moment)
        text = feed(cast.tuva).content.decode()
        (event,) = Calendar.from_ical(text).walk("VEVENT")
        read = event["dtstart"].dt.replace(tzinfo=tzical(io.StringIO(text)).get(zone))
        assert read.astimezone(UTC) == moment


def test_europes_clocks_are_told_apart_from_others():
    assert european_summer_time(OSLO, 2026)
    assert not any(european_summer_time(ZoneInfo(zone), 2026) for zone in ("America/New_York", "Atlantic/Reykjavik", "UTC"))
    assert (last_sunday(2027, 3).date(), last_sunday(2026, 10).date()) == (date(2027, 3, 28), date(2026, 10, 25))


def test_a_moved_chat_replaces_itself_and_a_cancelled_one_goes(cast, chat):
    before = events(feed(cast.tuva))[0]
    move_practice(chat, starts_at=an_evening(days=3), by=cast.tuva)
    after = events(feed(cast.tuva))[0]
    assert (after["uid"], after["dtstart"].dt) == (before["uid"], an_evening(days=3))
    assert after["sequence"] > before["sequence"]
    cancel_practice(PracticeChat.objects.get(), by=cast.tuva)
    assert events(feed(cast.tuva)) == []


def test_an_address_is_worthless_once_it_is_renewed_or_switched_off(cast, chat):
    first = reverse("practice_feed", args=[feed_token(renew_feed(by=cast.tuva))])
    assert Client().get(first).status_code == 200
    second = reverse("practice_feed", args=[feed_token(renew_feed(by=cast.tuva))])
    assert [Client().get(url).status_code for url in (first, second)] == [404, 200]
    close_feed(by=cast.tuva)
    assert Client().get(second).status_code == 404


@pytest.mark.parametrize("token", ["x", "1-", "1-" + "0" * 40, "٣-" + "0" * 40, "9" * 30 + "-a", "-"])
def test_guessed_addresses_are_nowhere(cast, token):
    renew_feed(by=cast.tuva)
    assert Client().get(reverse("practice_feed", args=[token])).status_code == 404


def test_an_address_dies_with_the_account(cast):
    url = reverse("practice_feed", args=[feed_token(renew_feed(by=cast.tuva))])
    Person.objects.filter(pk=cast.tuva.pk).update(is_active=False)
    assert Client().get(url).status_code == 404


def test_one_booking_is_for_those_in_it(cast, chat, sign_in):
    url = reverse("practice_ics", args=[chat.pk])
    statuses = [sign_in(getattr(cast, who)).get(url).status_code for who in ("tuva", "pia", "siv", "carl", "kari", "nora", "stein")]
    assert statuses == [200, 200, 200, 403, 404, 404, 404]
    assert b"VTIMEZONE" in sign_in(cast.tuva).get(url).content


def test_the_page_shows_the_address_to_its_owner_only(cast, sign_in):
    client = sign_in(cast.tuva)
    assert "practice.ics" not in client.get(reverse("practice_calendar")).content.decode()
    assert client.get(reverse("practice_calendar_renew")).status_code == 405
    assert client.post(reverse("practice_calendar_renew")).status_code == 302
    token = feed_token(cast.tuva.calendar_feed)
    assert token in client.get(reverse("practice_calendar")).content.decode()
    assert token not in sign_in(cast.pia).get(reverse("practice_calendar")).content.decode()
    assert client.post(reverse("practice_calendar_close")).status_code == 302
    assert "practice.ics" not in client.get(reverse("practice_calendar")).content.decode()


# reminders ------------------------------------------------------------------------------------


def told():
    return sorted(Notice.objects.filter(kind="practice_reminder").values_list("person__alias", flat=True))


def comes_in(chat, **ago):
    """The chat begins in so long, and was booked a week ago."""
    PracticeChat.objects.filter(pk=chat.pk).update(
        starts_at=timezone.now() + timedelta(**ago), created_at=timezone.now() - timedelta(days=7)
    )


def test_each_is_reminded_as_long_before_as_they_wish_and_once(cast, chat):
    wish(by=cast.pia, remind_minutes=120)
    comes_in(chat, hours=23)
    assert [remind_due() for _three in range(3)] == [2, 0, 0]
    assert told() == ["Siv", "Tuva"]
    PracticeChat.objects.update(starts_at=PracticeChat.objects.get().starts_at - timedelta(hours=21, minutes=30))
    assert remind_due() == 3  # the same people hear of the new time, and Pia of hers
    assert told() == ["Pia", "Siv", "Siv", "Tuva", "Tuva"]


@pytest.mark.parametrize("state", ["requested", "cancelled", "live", "ended"])
def test_nobody_is_reminded_of_what_does_not_come(cast, chat, state):
    comes_in(chat, hours=3)
    PracticeChat.objects.update(state=state)
    assert remind_due() == 0


def test_who_has_just_booked_is_not_reminded(cast, chat):
    PracticeChat.objects.update(starts_at=timezone.now() + timedelta(hours=5), created_at=timezone.now())
    assert remind_due() == 0


def test_a_reminder_is_due_from_its_moment_until_it_begins():
    begins = datetime(2026, 10, 25, 17, tzinfo=UTC)  # the day on which Oslo has 25 hours
    booked = begins - timedelta(days=4)
    hours = {h: reminder_due(begins, 24 * 60, booked_at=booked, now=begins - timedelta(hours=h)) for h in (25, 24, 1, 0)}
    assert hours == {25: False, 24: True, 1: True, 0: False}


@pytest.mark.parametrize(("given", "status"), [("120", 302), ("7", 422), ("x", 422), ("", 422)])
def test_the_lead_time_is_chosen_from_a_list(cast, sign_in, given, status):
    answer = sign_in(cast.tuva).post(reverse("practice_calendar_remind"), {"remind_minutes": given})
    assert answer.status_code == status
    assert ('id="id_remind_minutes_error"' in answer.content.decode()) == (status == 422)
