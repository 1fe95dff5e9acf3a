"""Bookings as a calendar that other programs read (RFC 5545, through the icalendar library).

Nothing of what a chat is about and nobody's name: calendars are shared with families, employers and lock screens.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard

from certification.practice.models import PracticeChat
from certification.practice.states import ChatState
from certification.practice.times.rules import european_summer_time, last_sunday
from lms.people.models import Person

OFF = (ChatState.CANCELLED, ChatState.NO_SHOW, ChatState.VOID)
SHOWN_BACK = timedelta(days=30)


def chats_for_calendar(person: Person) -> list[PracticeChat]:
    """The chats somebody is in as they sit today, of the last thirty days and to come; none that was called off."""
    mine = PracticeChat.objects.filter(Q(enrolment__person=person) | Q(partner=person) | Q(supervisor=person))
    since = timezone.now() - SHOWN_BACK
    return list(mine.exclude(state__in=OFF).filter(starts_at__gte=since).select_related("enrolment").order_by("starts_at"))


def calendar_of(person: Person, chats: Iterable[PracticeChat], *, remind_minutes: int, feed: bool = False) -> bytes:
    """A whole calendar with its time zone, in the person's language and by their clock. A feed has a name and is fetched every hour."""
    with translation.override(person.language):
        calendar = Calendar()
        calendar.add("prodid", "-//Ledestjerne//Practice//EN")
        calendar.add("version", "2.0")
        calendar.add("method", "PUBLISH")
        if feed:
            calendar.add("x-wr-calname", _("Practice chats"))
            calendar.add("x-published-ttl", "PT1H")
        zone = ZoneInfo(person.time_zone)
        if european_summer_time(zone, timezone.now().year):
            calendar.add_component(_rules_of(zone))
        for chat in chats:
            calendar.add_component(_event(person, chat, zone, remind_minutes))
        today = timezone.localdate()
        calendar.add_missing_timezones(first_date=today - timedelta(days=400), last_date=today + timedelta(days=400))
    return calendar.to_ical()


def _event(person: Person, chat: PracticeChat, zone: ZoneInfo, remind_minutes: int) -> Event:
    """One chat. Its UID never changes and its sequence grows, so a moved chat replaces itself in the calendar."""
    link = f"{settings.BASE_URL}/{person.language}/practice/{chat.pk}/"
    summary = _("Practice chat")
    if person.pk == chat.partner_id:
        summary = _("Practice chat: you play")
    elif person.pk == chat.supervisor_id:
        summary = _("Practice chat: you read along")
    event = Event()
    event.add("uid", f"practice-{chat.pk}@{settings.MAIL_DOMAIN}")
    event.add("sequence", chat.moved)
    event.add("dtstamp", (chat.moved_at or chat.created_at).astimezone(UTC))
    event.add("dtstart", chat.starts_at.astimezone(zone))
    event.add("dtend", (chat.starts_at + timedelta(minutes=chat.minutes)).astimezone(zone))
    event.add("summary", summary)
    event.add("description", _("The lobby opens a quarter of an hour before.") + "\n" + link)
    event.add("url", link)
    event.add("status", _status(chat))
    event.add("class", "PRIVATE")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", -timedelta(minutes=remind_minutes))
    event.add_component(alarm)
    return event


def _status(chat: PracticeChat) -> str:
    if chat.state in OFF:
        return "CANCELLED"
    return "TENTATIVE" if chat.state == ChatState.REQUESTED else "CONFIRMED"


def _rules_of(zone: ZoneInfo) -> Timezone:
    """The zone by its yearly rule: some programs read no list of days. Only for zones that change with Europe."""
    whole = Timezone()
    whole.add("tzid", zone.key)
    for kind, month in ((TimezoneDaylight, 3), (TimezoneStandard, 10)):
        whole.add_component(_half_year(kind(), zone, month))
    return whole


def _half_year(part: Any, zone: ZoneInfo, month: int) -> Any:
    """From the last Sunday of a month. The onset is written by the clock that holds until then."""
    onset = last_sunday(1996, month)
    year = timezone.now().year
    winter, summer = (datetime(year, half, 15, tzinfo=UTC).astimezone(zone) for half in (1, 7))
    old, new = (winter, summer) if month == 3 else (summer, winter)
    part.add("dtstart", onset.replace(tzinfo=None) + (old.utcoffset() or timedelta()))
    part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
    part.add("tzoffsetfrom", old.utcoffset())
    part.add("tzoffsetto", new.utcoffset())
    part.add("tzname", new.tzname())
    return part
