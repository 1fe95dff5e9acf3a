"""The kinds of requirement that people write down as days and numbers. None has room for words about a talk."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from certification.programmes import rules, windows, wording
from certification.programmes.desk import by, on_desk
from certification.programmes.kinds import Finding, Kind
from certification.programmes.logs import LogEntry, SelfCarePlan
from certification.programmes.models import Enrolment
from certification.programmes.queries import fresh
from certification.programmes.rules import Requirement
from certification.programmes.states import FulfilmentState as S
from certification.programmes.wording import day
from lms.kernel.prepared import Prepared, among
from lms.people.models import Role


def is_count(value: Any, least: int = 1) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= least


ENTRIES = Prepared(lambda ways: LogEntry.objects.standing().filter(among("enrolment", ways)).order_by("on", "pk"))


def entries_of(ways: Sequence[Enrolment]) -> dict[int, list[LogEntry]]:
    """Those that stand, by enrolment, the oldest day first."""
    return by(lambda entry: entry.enrolment_id, ENTRIES.ask([way.pk for way in ways]))


class Logged(Kind):
    """What the kinds below share: {count}, and where it makes sense {per_days} and {role}.

    `fields` are what is written down besides the day; `numbers` the details that must be whole numbers; `unit` says how much there is.
    """

    fields: tuple[str, ...] = ()
    role: str = Role.SUPERVISOR
    numbers: tuple[str, ...] = ("count",)
    may_leave_out: tuple[str, ...] = ("per_days",)
    lasts_months: int | None = None  # counted from the day of the newest entry

    @property
    def logs(self) -> tuple[str, ...]:  # type: ignore[override]
        return ("on", *self.fields)

    def marker(self, requirement: Requirement) -> str:
        return requirement.params.get("role") or self.role

    def find(self, requirement: Requirement, enrolment: Enrolment) -> Finding:
        return self.find_many([requirement], enrolment)[requirement.key]

    def find_many(self, asked: Sequence[Requirement], enrolment: Enrolment) -> dict[str, Finding]:
        entries = on_desk(entries_of, enrolment).get(enrolment.pk, [])
        return {r.key: self.finding(r, [e for e in entries if e.requirement == r.key], enrolment) for r in asked}

    def finding(self, requirement: Requirement, entries: list[LogEntry], enrolment: Enrolment) -> Finding:
        wanted, today = self.wanted(requirement), timezone.localdate()
        found = windows.carried([self.noted(entry) for entry in entries], wanted, today)
        evidence = self.evidence(entries, found) if entries else {}
        if found.enough:
            last = entries[-1]
            return Finding(
                S.MET, at=last.recorded_at, by=last.by_id, evidence=evidence, note=self.met(last, found), expires_at=self.ends(last, found)
            )
        since = entries[-1].recorded_at if entries else enrolment.began_at
        who = self.marker(requirement)
        note = f"{self.progress(found, wanted)}. {_('For %(who)s') % {'who': wording.who(who)}}" if entries else ""
        return Finding(S.WAITING, at=since, evidence=evidence, waiting_for=who, note=note)

    def ends(self, last: LogEntry, found: windows.Carried) -> datetime | None:
        by_months = rules.months_after(_start_of(last.on), self.lasts_months) if self.lasts_months else None
        dates = [at for at in (by_months, _start_of(found.lapses_on) if found.lapses_on else None) if at]
        return min(dates) if dates else None

    def wanted(self, requirement: Requirement) -> windows.Wanted:
        return windows.Wanted(requirement.params.get("count", 1), requirement.params.get("per_days"))

    def noted(self, entry: LogEntry) -> windows.Noted:
        return windows.Noted(entry.on, until=entry.until)

    def evidence(self, entries: list[LogEntry], found: windows.Carried) -> dict[str, Any]:
        return {"entries": [entry.pk for entry in entries], "count": found.amount, "on": entries[-1].on.isoformat()}

    def met(self, last: LogEntry, found: windows.Carried) -> str:
        return day(last.on)

    def progress(self, found: windows.Carried, wanted: windows.Wanted) -> str:
        if wanted.per_days:
            words = _("%(done)s of %(all)s in the last %(days)s days")
            return words % {"done": found.amount, "all": wanted.amount, "days": wanted.per_days}
        return _("%(done)s of %(all)s") % {"done": found.amount, "all": wanted.amount}

    def rolls(self, requirement: Requirement) -> bool:
        return "per_days" in requirement.params

    def wrong(self, params: Mapping[str, Any]) -> str:
        if params.get("role", self.role) not in Role.values:
            return "role"
        for name in self.numbers:
            if not is_count(params.get(name)):
                return name
        return next((name for name in self.may_leave_out if name in params and not is_count(params[name])), "")


class InHours(Logged):
    """Kinds that add up minutes: {hours}, the entries in minutes."""

    fields = ("minutes",)
    numbers = ("hours",)

    def wanted(self, requirement: Requirement) -> windows.Wanted:
        return windows.Wanted(requirement.params["hours"] * 60, requirement.params.get("per_days"))

    def noted(self, entry: LogEntry) -> windows.Noted:
        return windows.Noted(entry.on, entry.minutes or 0)

    def evidence(self, entries: list[LogEntry], found: windows.Carried) -> dict[str, Any]:
        return {**super().evidence(entries, found), "count": len(entries), "hours": round(found.amount / 60, 1)}

    def met(self, last: LogEntry, found: windows.Carried) -> str:
        return _hours(found.amount)

    def progress(self, found: windows.Carried, wanted: windows.Wanted) -> str:
        return _("%(done)s of %(all)s") % {"done": _hours(found.amount), "all": _hours(wanted.amount)}


class Age(Logged):
    """Old enough: {least}. The coordinator confirms it; no date of birth is kept."""

    name = "age"
    label = gettext_lazy("Old enough")
    role = Role.COORDINATOR
    numbers = ("least",)
    why = gettext_lazy(
        "Live chats can be heavy. That is why there is an age from which we let people take them. We note only that you are old enough."
    )


class Reference(Logged):
    """Somebody who knows them was asked: {count}. Kept are the days, and nothing of what was said."""

    name = "reference"
    label = gettext_lazy("Reference")
    role = Role.COORDINATOR
    why = gettext_lazy("We ask somebody you choose whether they would trust you with this. We note only that we have asked.")


class GuardianInformation(Logged):
    """For those under 18: a parent was informed. It counts until they turn 18; a group with `age` lets those who are 18 pass by."""

    name = "guardian_information"
    label = gettext_lazy("Information to a guardian")
    role = Role.COORDINATOR
    fields = ("until",)
    numbers = ()
    why = gettext_lazy("While you are under 18 we tell a parent or guardian what you do with us. What you talk about stays yours.")


class Workshop(InHours):
    """Hours at meetings in person: {hours}. The one who led it writes them down."""

    name = "workshop"
    label = gettext_lazy("Hours at meetings in person")
    why = gettext_lazy("Some things are best tried together in a room, with somebody to ask at once.")


class ObservationShift(Logged):
    """Shifts on which somebody watched: {count}."""

    name = "observation_shift"
    label = gettext_lazy("Shifts on which they watch")
    fields = ("minutes",)
    why = gettext_lazy("First you see how others do it. You sit beside, you need not write, and you may ask afterwards.")


class SupportedShift(Logged):
    """Live shifts with support: {count, talks, level, in_a_row}. What each came to is how much support next time, and no word more."""

    name = "supported_shift"
    label = gettext_lazy("Shifts with support")
    fields = ("minutes", "talks", "next_time")
    may_leave_out = ("talks", "level", "in_a_row")
    why = gettext_lazy(
        "You take your first real chats with a supervisor right there. Next time you get as much support as you need, no less."
    )

    def wanted(self, requirement: Requirement) -> windows.Wanted:
        asked = requirement.params
        level = asked.get("level", 0)
        return windows.Wanted(asked["count"], talks=asked.get("talks", 0), level=level, in_a_row=asked.get("in_a_row", 1) if level else 0)

    def noted(self, entry: LogEntry) -> windows.Noted:
        return windows.Noted(entry.on, talks=entry.talks or 0, next_time=entry.next_time)

    def evidence(self, entries: list[LogEntry], found: windows.Carried) -> dict[str, Any]:
        return {**super().evidence(entries, found), "talks": found.talks}

    def progress(self, found: windows.Carried, wanted: windows.Wanted) -> str:
        if found.amount >= wanted.amount and found.talks >= wanted.talks:
            return _("One more shift, with a little less support")
        talks = ngettext("%(n)d talk", "%(n)d talks", found.talks) % {"n": found.talks}
        return f"{super().progress(found, wanted)}, {talks}"

    def wrong(self, params: Mapping[str, Any]) -> str:
        return super().wrong(params) or ("level" if params.get("level", 1) not in (1, 2, 3) else "")


class SelfCare(Logged):
    """A plan of their own, written in private and shown to the supervisor: {}. Asked again after a year."""

    name = "selfcare_plan"
    label = gettext_lazy("Plan for looking after oneself")
    numbers = ()
    may_leave_out = ()
    lasts_months = 12
    why = gettext_lazy("A few lines about what you need after a heavy talk. The plan is yours. Your supervisor sees that it exists.")

    def finding(self, requirement: Requirement, entries: list[LogEntry], enrolment: Enrolment) -> Finding:
        plan: SelfCarePlan | None = getattr(on_desk(fresh, enrolment)[enrolment.pk].person, "self_care_plan", None)
        found = super().finding(requirement, entries, enrolment)
        url = reverse("self_care_plan")
        words = found.__dict__ | {"url": url}
        if found.state == S.MET:
            return Finding(**words)
        if plan is None or not plan.is_written:
            return Finding(S.OPEN, evidence=found.evidence, note=_("About five minutes"), url=url, action=_("Write your plan"))
        return Finding(**words | {"at": plan.changed_at, "note": _("Written. Show it to your supervisor"), "action": _("Read it")})


class Supervision(Logged):
    """Guidance in a group or alone: {count, per_days}. Attendance only."""

    name = "supervision_attendance"
    label = gettext_lazy("Supervision")
    why = gettext_lazy("Nobody carries this alone. In supervision you put down what you have heard, and hear how others do it.")


class ActivityHours(InHours):
    """Hours on duty or helping: {hours, per_days}."""

    name = "activity_hours"
    label = gettext_lazy("Hours on duty")
    why = gettext_lazy("Skills fade when they rest. Hours on duty keep them awake.")


class ExternalCourse(Logged):
    """A course held elsewhere: {}. Its name, the day, what was shown, and until when it counts. The paper itself is given back."""

    name = "external_course"
    label = gettext_lazy("A course held elsewhere")
    role = Role.COORDINATOR
    fields = ("source", "proof", "until")
    numbers = ()
    why = gettext_lazy("What you have learned elsewhere counts here too. Show us, and keep the paper.")

    def met(self, last: LogEntry, found: windows.Carried) -> str:
        return f"{last.source}, {day(last.on)}"


def _start_of(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, time()))


def _hours(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return _("%(h)d h %(m)d min") % {"h": hours, "m": rest} if rest else _("%(h)d h") % {"h": hours}
