"""What the house sees about its own eyes: how far raters agree, how strict each is, how long trainees wait.

Computed from what is stored, for the places where somebody rates; certifiers see every rater there, others only themselves.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import fmean, median
from typing import Any

from django.db.models import Count
from django.utils import timezone

from certification.assessment import agreement, calibration, rules
from certification.assessment.agreement import Icc, Pair, Severity, Waiting
from certification.assessment.calibration import Standing
from certification.assessment.models import RATERS, Assessment, GoldVersion
from certification.assessment.states import BOTH_IN, AssessmentState
from certification.assessment.trials import removed_days, trials_of
from certification.practice.models import PracticeChat
from certification.practice.states import ChatState
from lms.people.models import Person, Role, RoleAssignment

SPAN = timedelta(days=365)
MOST = 2000  # ratings looked at, the newest ones
LONGEST = 10  # days in the picture of waiting; the rest stand together


@dataclass(frozen=True)
class CriterionFigures:
    """How far two raters agree on one criterion."""

    number: int
    title: str
    n: int
    exact: float | None
    within_one: float | None
    kappa: float | None


@dataclass(frozen=True)
class RaterFigures:
    """One rater. `override` and `skipped` are shares of all criteria rated."""

    person: Person
    standing: Standing
    severity: Severity | None
    drift: list[tuple[str, Severity]]
    ratings: int
    override: float | None
    skipped: float | None
    quotes: float | None
    minutes: float | None


@dataclass(frozen=True)
class Figures:
    """Everything on the page."""

    criteria: list[CriterionFigures]
    icc: Icc | None
    chats: int
    pairs: int
    raters: list[RaterFigures]
    waiting: Waiting | None
    days: list[int] = field(default_factory=list)  # chats by days waited; the last one stands for LONGEST and more
    overdue: int = 0


def figures_for(viewer: Person) -> Figures:
    """Everything this person may see, over the last year. As many queries for a hundred ratings as for one."""
    places = viewer.organisations_as(*RATERS)
    rated = Assessment.objects.locked().filter(chat__organisation_id__in=places, submitted_at__gte=timezone.now() - SPAN)
    rated = rated.select_related("chat__second_look").prefetch_related("ratings", "rubric").annotate(quoted=Count("quotes"))
    ratings = list(rated.order_by("-submitted_at", "-pk")[:MOST])
    doubles = _doubles(ratings)
    pairs = _pairs(doubles)
    people = _people(viewer)
    waits = _waits(places)
    return Figures(
        criteria=_criteria(ratings, pairs),
        icc=agreement.icc21([pair for found in pairs.values() for pair in found]),
        chats=len(doubles),
        pairs=sum(len(found) for found in pairs.values()),
        raters=_raters(people, ratings, doubles),
        waiting=agreement.waiting(waits, rules.FEEDBACK_DUE),
        days=_by_days(waits),
        overdue=_overdue(places),
    )


def _people(viewer: Person) -> list[Person]:
    held = RoleAssignment.objects.active().filter(role__in=RATERS, organisation__in=viewer.organisations_as(Role.CERTIFIER))
    people = {one.person for one in held.filter(person__is_active=True).select_related("person")} | {viewer}
    return sorted(people, key=lambda person: (person.alias.casefold(), person.pk))


def _doubles(ratings: Iterable[Assessment]) -> list[tuple[Assessment, Assessment]]:
    """The two independent ratings of every chat that was looked at twice."""
    by_chat: dict[int, list[Assessment]] = defaultdict(list)
    for one in ratings:
        look = getattr(one.chat, "second_look", None)
        if one.chat_id and look and look.state in BOTH_IN:
            by_chat[one.chat_id].append(one)
    both = [sorted(same, key=lambda one: one.pk) for same in by_chat.values() if len(same) >= 2]
    return [(first, second) for first, second, *_more in both]


def _levels(one: Assessment) -> dict[str, int]:
    return {row.criterion: row.level for row in one.ratings.all() if row.level}


def _pairs(doubles: Iterable[tuple[Assessment, Assessment]]) -> dict[str, list[Pair]]:
    found: dict[str, list[Pair]] = defaultdict(list)
    for first, second in doubles:
        one, other = _levels(first), _levels(second)
        for key in one.keys() & other.keys():
            found[key].append((one[key], other[key]))
    return found


def _criteria(ratings: Sequence[Assessment], pairs: dict[str, list[Pair]]) -> list[CriterionFigures]:
    if not ratings:
        return []
    version = max((one.rubric for one in ratings), key=lambda rubric: rubric.pk)
    words, found = version.words()["criteria"], agreement.by_criterion(pairs)
    return [
        CriterionFigures(one.number, words.get(one.key, one.key), *found[one.key])
        for one in rules.rubric_from(version.structure).criteria
        if one.key in found
    ]


def _span(day: date) -> str:
    return f"{day.year}-{(day.month + 2) // 3}"


def _raters(people: list[Person], ratings: Sequence[Assessment], doubles: Iterable[tuple[Assessment, Assessment]]) -> list[RaterFigures]:
    gaps: dict[int, list[tuple[str, float]]] = defaultdict(list)
    for pair in doubles:
        for mine, other in (pair, pair[::-1]):
            theirs = _levels(other)
            span = _span(timezone.localdate(mine.submitted_at))
            gaps[mine.rater_id] += [(span, level - theirs[key]) for key, level in _levels(mine).items() if key in theirs]
    trials, out = trials_of(people), removed_days(people)
    for pk, found in trials.items():
        gaps[pk] += [(_span(one.on), mine - reference) for one in found for mine, reference in one.pairs]
    own: dict[int, list[Assessment]] = defaultdict(list)
    for one in ratings:
        own[one.rater_id].append(one)
    library, today = GoldVersion.objects.library().count(), timezone.localdate()
    return [
        _rater(person, calibration.standing(trials.get(person.pk, []), today, library, out.get(person.pk)), gaps[person.pk], own[person.pk])
        for person in people
    ]  # fmt: skip


def _rater(person: Person, standing: Standing, gaps: list[tuple[str, float]], own: list[Assessment]) -> RaterFigures:
    rows: list[Any] = [row for one in own for row in one.ratings.all()]
    minutes = [(one.submitted_at - one.claimed_at).total_seconds() / 60 for one in own if one.submitted_at]
    return RaterFigures(
        person=person,
        standing=standing,
        severity=agreement.severity([gap for _span, gap in gaps]),
        drift=agreement.drift(gaps),
        ratings=len(own),
        override=agreement.share(sum(row.override is not None for row in rows), len(rows)),
        skipped=agreement.share(sum(row.no_opportunity for row in rows), len(rows)),
        quotes=fmean(one.quoted for one in own) if own else None,  # type: ignore[attr-defined]
        minutes=median(minutes) if minutes else None,
    )


def _waits(places: set[int]) -> list[timedelta]:
    """From the end of each chat to its feedback."""
    given = Assessment.objects.filter(chat__organisation_id__in=places, state=AssessmentState.FINAL, released_at__gte=timezone.now() - SPAN)
    ends: dict[int, timedelta] = {}
    rows = given.exclude(chat__ended_at=None).order_by("-released_at").values_list("chat_id", "released_at", "chat__ended_at")
    for chat, released_at, ended_at in rows[:MOST]:
        if released_at and ended_at:
            ends[chat] = released_at - ended_at
    return list(ends.values())


def _by_days(waits: Iterable[timedelta]) -> list[int]:
    days = [0] * (LONGEST + 1)
    for wait in waits:
        days[max(0, min(wait.days, LONGEST))] += 1
    return days


def _overdue(places: set[int]) -> int:
    late = PracticeChat.objects.filter(organisation_id__in=places, ended_at__lt=timezone.now() - rules.FEEDBACK_DUE)
    return late.filter(state__in=[ChatState.AWAITING_RATING, ChatState.RATED]).count()
