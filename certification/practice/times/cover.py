"""Where hours lack somebody: for coordinators, over the coming week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from certification.practice.times import rules
from certification.practice.times.models import Duty
from certification.practice.times.queries import Hours, hours_of
from lms.people.models import Organisation, Person

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Gap:
    """A stretch on one day in which one of the two duties has nobody. `ask` are those who could be asked, least given first."""

    begins: datetime
    ends: datetime
    lacks: str
    ask: list[Person]


@dataclass(frozen=True)
class DayCover:
    """One day: how many hours both are there, and what is missing. Without either it is `empty`."""

    on: date
    minutes: int
    gaps: list[Gap]
    empty: bool


def week_of(organisation: Organisation, *, now: datetime | None = None) -> list[DayCover]:
    """The seven days from tomorrow, by the organisation's clock. As many questions for a hundred people as for one."""
    hours_zone = timezone.localtime(now or timezone.now())
    begins = hours_zone.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    hours = hours_of(organisation, begins=begins, length=WEEK - timedelta(minutes=1))
    return [_day(hours, on) for on in hours.days[:7]]


def _day(hours: Hours, on: date) -> DayCover:
    there = {duty: _together(hours, duty, on) for duty in Duty.values}
    partners, supervisors = there[Duty.PARTNER], there[Duty.SUPERVISOR]
    both = rules.shared(partners, supervisors)
    gaps = [
        Gap(span.begins, span.ends, Duty.SUPERVISOR, _could_be_asked(hours, Duty.SUPERVISOR, on)) for span in rules.without(partners, both)
    ]
    gaps += [
        Gap(span.begins, span.ends, Duty.PARTNER, _could_be_asked(hours, Duty.PARTNER, on)) for span in rules.without(supervisors, both)
    ]
    minutes = sum(int((span.ends - span.begins).total_seconds() // 60) for span in both)
    long_enough = [gap for gap in gaps if gap.ends - gap.begins >= rules.SEAT]
    return DayCover(on, minutes, sorted(long_enough, key=lambda gap: (gap.begins, gap.lacks)), not partners and not supervisors)


def _together(hours: Hours, duty: str, on: date) -> list[rules.Span]:
    """When anybody of a duty can, that day."""
    found = (span for spans in hours.spans[duty].values() for span in spans)
    return rules.merged(span for span in found if span.begins.astimezone(hours.zone).date() == on)


def _could_be_asked(hours: Hours, duty: str, on: date) -> list[Person]:
    """Those of the duty who have not taken the day off, and who have given least this week."""
    given = {pk: sum((span.ends - span.begins for span in spans), timedelta()) for pk, spans in hours.spans[duty].items()}
    able = [pk for pk in hours.people[duty] if (duty, pk, on) not in hours.off]
    return [hours.people[duty][pk] for pk in sorted(able, key=lambda pk: (given[pk], pk))]
