"""The short sentences of "Your way": for whom it waits, since when, what opens it."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.people.models import Role

WHO = {
    Role.TRAINEE: gettext_lazy("you"),
    Role.PARTNER: gettext_lazy("the practice partner"),
    Role.ASSESSOR: gettext_lazy("the assessor"),
    Role.SUPERVISOR: gettext_lazy("the supervisor"),
    Role.CERTIFIER: gettext_lazy("the certifier"),
    Role.COORDINATOR: gettext_lazy("the coordinator"),
    Role.VETTING: gettext_lazy("the vetting officer"),
}


def who(role: str) -> str:
    """A role in the middle of a sentence."""
    return str(WHO[Role(role)] if role in WHO else gettext_lazy("somebody"))


def day(at: datetime | date) -> str:
    """A day the way people say it: today, yesterday, Sunday, 4 September, with the year when it is not this one."""
    on = timezone.localdate(at) if isinstance(at, datetime) else at
    today = timezone.localdate()
    if on == today:
        return _("today")
    if on == today - timedelta(days=1):
        return _("yesterday")
    if today - timedelta(days=6) <= on < today:
        return date_format(on, "l")
    return date_format(on, "MONTH_DAY_FORMAT" if on.year == today.year else "DATE_FORMAT")


def moment(at: datetime) -> str:
    """A day to come with its time: today at 18:00, tomorrow at 9:30, 4 September at 12:00."""
    here, today = timezone.localtime(at), timezone.localdate()
    days = {today: _("today"), today + timedelta(days=1): _("tomorrow")}
    words = {"day": days.get(here.date()) or date_format(here, "MONTH_DAY_FORMAT"), "time": date_format(here, "TIME_FORMAT")}
    return _("%(day)s at %(time)s") % words


def waiting(role: str, at: datetime | None, note: str) -> str:
    """What it waits for and since when; the kind's own words first."""
    what = note or (_("For %(who)s") % {"who": who(role)} if role else "")
    if at and what:
        return _("%(what)s, since %(day)s") % {"what": what.rstrip("."), "day": day(at)}
    return what


def opens_after(names: Sequence[str]) -> str:
    """Why something is closed: the names of what comes first."""
    if not names:
        return ""
    *most, last = names
    first = _("%(some)s and %(last)s") % {"some": ", ".join(most), "last": last} if most else last
    return _("Opens after %(names)s") % {"names": first}


def expired(at: datetime | None) -> str:
    return _("Ran out %(day)s") % {"day": day(at)} if at else ""


def recognised(source: str, on: date) -> str:
    """What was learned elsewhere, and when."""
    return _("Recognised: %(source)s, %(day)s") % {"source": source, "day": day(on)}


def once_more() -> str:
    """What counted once and is asked for again in a renewal."""
    return _("Once more, for the renewal")
