"""Saying when one can, what one wishes, and asking others for their time."""

import secrets
from datetime import date, datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from certification.practice.notices import when
from certification.practice.times import rules
from certification.practice.times.models import CalendarFeed, DayHours, Duty, WeeklyHours, Wishes
from certification.practice.times.onboarding import demand_onboarded
from lms.audit.actions import record
from lms.kernel.errors import Invalid
from lms.kernel.permissions import demand
from lms.notify.actions import tell
from lms.people.models import Language, Organisation, Person

SHORTEST = timedelta(minutes=60)
TOO_SHORT = _("A practice chat takes an hour with before and after. Give at least one hour.")


def _long_enough(begins: time, ends: time) -> None:
    if timedelta(hours=ends.hour - begins.hour, minutes=ends.minute - begins.minute) < SHORTEST:
        raise Invalid(TOO_SHORT, code="short")


@transaction.atomic
def keep_hours(organisation: Organisation, *, duty: str, weekday: int, begins: time, ends: time, by: Person) -> WeeklyHours:
    """Say that `by` can on this day of every week, by the organisation's clock. Refuses less than an hour and what overlaps."""
    demand(by, f"practice.keep_hours_as_{duty}", organisation)
    if duty == Duty.PARTNER:
        demand_onboarded(by)
    _long_enough(begins, ends)
    mine = WeeklyHours.objects.filter(person=by, organisation=organisation, duty=duty, weekday=weekday)
    if mine.filter(begins__lt=ends, ends__gt=begins).exists():
        raise Invalid(_("You have hours then already. Take those away first."), code="overlap")
    hours = WeeklyHours.objects.create(person=by, organisation=organisation, duty=duty, weekday=weekday, begins=begins, ends=ends)
    record("practice.keep_hours", hours, by=by, fields={"duty": duty, "organisation": organisation.pk})
    return hours


@transaction.atomic
def drop_hours(hours: WeeklyHours | DayHours, *, by: Person) -> None:
    """Take hours away. Chats that are booked stay booked; they are cancelled one by one, so that everybody is told."""
    demand(by, "practice.drop_hours", hours)
    record("practice.drop_hours", hours, by=by)
    hours.delete()


@transaction.atomic
def change_day(
    organisation: Organisation, *, duty: str, on: date, by: Person, begins: time | None = None, ends: time | None = None
) -> DayHours:
    """One day that is not as the week says: more time, or without times none at all. Doing it again changes nothing.

    Refuses days gone by, days more than twelve weeks ahead, and less than an hour.
    """
    demand(by, f"practice.keep_hours_as_{duty}", organisation)
    today = timezone.localdate()
    if not today <= on <= today + timedelta(weeks=12):
        raise Invalid(_("Choose a day in the next twelve weeks."), code="when")
    if begins is not None and ends is not None:
        if duty == Duty.PARTNER:
            demand_onboarded(by)
        _long_enough(begins, ends)
    whose = {"person": by, "organisation": organisation, "duty": duty, "on": on}
    try:
        with transaction.atomic():
            day, new = DayHours.objects.get_or_create(**whose, begins=begins, defaults={"ends": ends})
    except IntegrityError:  # two taps at once
        day, new = DayHours.objects.get(**whose, begins=begins), False
    if new:
        record("practice.change_day", day, by=by, fields={"duty": duty, "organisation": organisation.pk})
    elif day.ends != ends:
        DayHours.objects.filter(pk=day.pk).update(ends=ends)
        day.ends = ends
    return day


@transaction.atomic
def wish(*, by: Person, **fields: object) -> Wishes:
    """Write some of one's own wishes: `languages`, `spared`, `remind_minutes`. The trail says which, never what."""
    unknown = set(fields) - {"languages", "spared", "remind_minutes"}
    if unknown:
        raise ValueError(f"no such wish: {sorted(unknown)}")
    if "remind_minutes" in fields and fields["remind_minutes"] not in rules.REMINDERS:
        raise Invalid(_("Choose one of these."))
    if not set(fields.get("languages") or ()) <= set(Language.values):  # type: ignore[call-overload]
        raise Invalid(_("Choose one of these."))
    wishes, _new = Wishes.objects.update_or_create(person=by, defaults=fields)
    record("practice.wish", wishes, by=by, fields=dict.fromkeys(fields, "changed"))
    return wishes


@transaction.atomic
def ask_for_hours(organisation: Organisation, *, person: Person, duty: str, begins: datetime, by: Person) -> bool:
    """Ask somebody whether they have time then; True when they hear it now, False when they were asked before.

    Refuses to ask somebody who does not hold the duty there. Nobody has to answer.
    """
    demand(by, "practice.cover", organisation)
    if duty not in Duty.values or not person.has_role(duty, organisation.pk):
        raise Invalid(_("Choose one of these."))
    reason = f"practice.asked:{duty}:{organisation.pk}:{int(begins.timestamp())}"
    at = when(person, begins)
    if not tell(person, "practice_asked", reason=reason, link="/practice/hours/", when=at, asked_by=by.alias):
        return False
    record("practice.ask_for_hours", organisation, by=by, fields={"person": person.pk, "duty": duty})
    return True


@transaction.atomic
def renew_feed(*, by: Person) -> CalendarFeed:
    """A new secret address for one's own calendar; the one before stops working at once."""
    feed, _new = CalendarFeed.objects.update_or_create(
        person=by, defaults={"nonce": secrets.token_hex(16), "made_at": timezone.now()}
    )  # fmt: skip
    record("practice.renew_feed", feed, by=by)
    return feed


@transaction.atomic
def close_feed(*, by: Person) -> None:
    """No address any more."""
    for feed in CalendarFeed.objects.filter(person=by):
        record("practice.close_feed", feed, by=by)
        feed.delete()


def feed_token(feed: CalendarFeed) -> str:
    """The secret in the address: made from the row and SECRET_KEY, stored nowhere."""
    return f"{feed.pk}-{_mac(feed)}"


def feed_of(token: str) -> CalendarFeed | None:
    """The feed an address belongs to; None for every address that we did not make, or that was made worthless."""
    number, _dash, mac = token.partition("-")
    if not (number.isascii() and number.isdecimal() and len(number) < 16):
        return None
    feed = CalendarFeed.objects.select_related("person").filter(pk=int(number), person__is_active=True).first()
    return feed if feed and constant_time_compare(mac, _mac(feed)) else None


def _mac(feed: CalendarFeed) -> str:
    return salted_hmac("practice.calendar", f"{feed.person_id}:{feed.nonce}", algorithm="sha256").hexdigest()[:40]
