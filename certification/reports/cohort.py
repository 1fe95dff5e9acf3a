"""A cohort on one page: requirements down, people across, and who has been seen too little."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Max, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from certification.assessment import rules as assessing
from certification.assessment.models import Assessment, CriterionRating, RubricVersion
from certification.assessment.states import AssessmentState, SecondLookState
from certification.practice.models import Mode
from certification.practice.states import AFTERWARDS, ChatState
from certification.programmes import rules as requirements
from certification.programmes.models import Enrolment, Fulfilment
from certification.programmes.states import EnrolmentState
from certification.reports.rules import SPAN, seen_too_little
from lms.people.models import Cohort, Person, Role
from lms.ui.constellation import FEWEST, MOST

ACROSS = 10
TURNS = 8  # assessed chats in the picture; nobody is asked for more in the first round
OVER = (*AFTERWARDS, ChatState.ARCHIVED, ChatState.STOPPED)


@dataclass(frozen=True)
class Walker:
    """One person of the cohort, as a column and as a small sky."""

    enrolment: Enrolment
    stars: dict[str, str]
    seen: int
    lately: int
    few: bool

    @property
    def alias(self) -> str:
        return self.enrolment.person.alias

    @property
    def url(self) -> str:
        return reverse("enrolment", kwargs={"pk": self.enrolment.pk})

    @property
    def said(self) -> str:
        """Why somebody stands out, in a sentence."""
        if not self.seen:
            return _("not seen in practice yet")
        return ngettext("seen %(n)d time in four weeks", "seen %(n)d times in four weeks", self.lately) % {"n": self.lately}


@dataclass(frozen=True)
class CohortPage:
    """One page of people, and everything the screen says about them."""

    page: Page[Enrolment]
    walkers: list[Walker]
    stages: list[dict[str, Any]]
    people: list[dict[str, Any]]
    skies: list[dict[str, Any]]

    @property
    def few(self) -> list[Walker]:
        return [walker for walker in self.walkers if walker.few]


def cohorts_of(person: Person) -> list[Cohort]:
    """The cohorts this person may look at, the newest first."""
    return list(Cohort.objects.visible_to(person).select_related("organisation").order_by("-starts_on", "-pk")[:50])


def walking(person: Person, cohort: Cohort | None) -> QuerySet[Enrolment]:
    """The enrolments of a cohort, or those without one where this person works; never somebody's own."""
    places = person.organisations_as(Role.COORDINATOR, Role.SUPERVISOR, Role.CERTIFIER)
    here = Enrolment.objects.current().filter(organisation_id__in=places, cohort=cohort)
    lately = timezone.now() - SPAN
    over = Q(practice_chats__state__in=OVER)
    return (
        here.exclude(person=person)
        .select_related("person", "version")
        .annotate(
            seen=Count("practice_chats", filter=over, distinct=True),
            lately=Count("practice_chats", filter=over & Q(practice_chats__ended_at__gte=lately), distinct=True),
        )
        .order_by("person__alias", "pk")
    )


def cohort_page(enrolments: QuerySet[Enrolment], number: Any) -> CohortPage:
    """Ten people at a time, so that the table fits a phone. One query for all their requirements."""
    page = Paginator(enrolments, ACROSS).get_page(number)
    rows: dict[int, dict[str, Fulfilment]] = defaultdict(dict)
    for row in Fulfilment.objects.filter(enrolment__in=[one.pk for one in page]):
        rows[row.enrolment_id][row.requirement] = row
    walkers = [_walker(enrolment, rows[enrolment.pk]) for enrolment in page]
    newest = max((one.version for one in page), key=lambda version: version.number, default=None)
    stages = _stages(newest, walkers) if newest else []
    people = [{"name": w.alias, "url": w.url, "few": w.few, "seen": w.seen} for w in walkers]
    return CohortPage(page, walkers, stages, people, [sky for w in walkers if (sky := _sky(w))])


def _asked(enrolment: Enrolment) -> tuple[requirements.Requirement, ...]:
    """What is asked of somebody now: what only a renewal asks for is no step of the way to a first certificate."""
    return requirements.asked_of(enrolment.version.rules, renewing=enrolment.renewing)


def _walker(enrolment: Any, rows: dict[str, Fulfilment]) -> Walker:
    asked = _asked(enrolment)
    states = {r.key: rows[r.key].state if r.key in rows else requirements.LOCKED for r in asked}
    doable = [key for key, row in rows.items() if row.doable]
    certified = enrolment.state == EnrolmentState.CERTIFIED
    walked = timezone.now() - enrolment.began_at
    few = seen_too_little(walked=walked, seen=enrolment.seen, lately=enrolment.lately, certified=certified)
    return Walker(enrolment, requirements.star_states(asked, states, doable), enrolment.seen, enrolment.lately, few)


def _stages(version: Any, walkers: list[Walker]) -> list[dict[str, Any]]:
    """The matrix by the newest version among these people, with what is asked of any of them; what it does not ask of somebody is not open
    to them."""
    certificate = ["done" if w.enrolment.state == EnrolmentState.CERTIFIED else "closed" for w in walkers]
    anybody = {key for walker in walkers for key in walker.stars}
    stages: list[dict[str, Any]] = []
    for stage in version.text()["stages"]:
        there = [r for r in stage["requirements"] if r["key"] in anybody]
        rows = [{"name": r["name"], "states": [w.stars.get(r["key"], "closed") for w in walkers]} for r in there]
        stages += [{"name": stage["name"], "rows": rows}] if rows else []
    if stages:
        stages[-1]["rows"].append({"name": _("Certificate"), "states": certificate})
    return stages


def _sky(walker: Walker) -> dict[str, Any] | None:
    """The small constellation, when there are as many stars as it needs."""
    items, before = [], ""
    for r in _asked(walker.enrolment):
        star = walker.stars[r.key]
        optional = r.optional or star == "optional"  # as on their own way
        items.append({"id": r.key, "name": "", "state": "open" if star == "optional" else star, "optional": optional, "after": before})
        before = before if optional else r.key
    certified = walker.enrolment.state == EnrolmentState.CERTIFIED
    items.append({"id": "certificate", "name": "", "state": "done" if certified else "closed", "optional": False})
    counted = [item for item in items if not item["optional"]]
    if not FEWEST <= len(counted) <= MOST:
        return None
    done = sum(item["state"] == "done" for item in counted)
    say = _("%(done)d of %(total)d") % {"done": done, "total": len(counted)}
    if walker.few:
        say = ngettext("seen %(n)d time", "seen %(n)d times", walker.seen) % {"n": walker.seen}
    return {"name": walker.alias, "url": walker.url, "items": items, "say": say, "few": walker.few}


def level_rows(enrolments: QuerySet[Enrolment]) -> list[dict[str, Any]]:
    """Levels per criterion and month over everything released in the cohort: how many of each, never an average."""
    ids = list(enrolments.values_list("pk", flat=True))
    ratings = CriterionRating.objects.filter(
        assessment__chat__enrolment__in=ids, assessment__state=AssessmentState.FINAL, level__gte=1, assessment__released_at__isnull=False
    )
    counted: dict[str, dict[tuple[int, int], list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0, 0, 0]))
    for criterion, level, at in ratings.values_list("criterion", "level", "assessment__released_at"):
        if at and level:  # both are there: released, and not "no opportunity"
            counted[criterion][_month(at)][level - 1] += 1
    if not counted:
        return []
    newest = RubricVersion.objects.filter(assessments__chat__enrolment__in=ids).aggregate(newest=Max("pk"))["newest"]
    rubric = RubricVersion.objects.get(pk=newest)
    words = rubric.text()["criteria"]
    months = _last_months(max(month for of_one in counted.values() for month in of_one))
    order = [(c["key"], c["number"], c.get("code", "")) for group in rubric.structure["groups"] for c in group["criteria"]]
    return [
        {"no": number, "name": words.get(key, key), "tag": code, "months": [(_month_name(m), tuple(counted[key][m])) for m in months]}
        for key, number, code in order if key in counted
    ]  # fmt: skip


def turn_rows(enrolments: QuerySet[Enrolment]) -> list[dict[str, Any]]:
    """Levels per criterion over the first assessed chat, the second, and so on: how many trainees at each, never an average."""
    finals = Assessment.objects.filter(
        chat__enrolment__in=list(enrolments.values_list("pk", flat=True)), chat__mode=Mode.ASSESSED, state=AssessmentState.FINAL
    )
    finals = finals.select_related("chat__second_look").prefetch_related("ratings").order_by("chat__ended_at", "chat_id", "pk")
    chats: dict[int, dict[int, list[Assessment]]] = defaultdict(lambda: defaultdict(list))
    for one in finals:
        chats[one.its_chat.enrolment_id][one.its_chat.pk].append(one)
    if not chats:
        return []
    most = min(max(len(of_one) for of_one in chats.values()), TURNS)
    counted: dict[str, list[list[int]]] = defaultdict(lambda: [[0, 0, 0, 0] for _turn in range(most)])
    for of_one in chats.values():
        for turn, same in enumerate(list(of_one.values())[:most]):
            for key, level in _standing(same).items():
                if level:
                    counted[key][turn][level - 1] += 1
    rubric = RubricVersion.objects.get(pk=max(one.rubric_id for of_one in chats.values() for same in of_one.values() for one in same))
    return [
        {"no": number, "name": name, "tag": code, "months": [(f"{turn}.", tuple(row)) for turn, row in enumerate(counted[key], 1)]}
        for key, number, code, name in _criteria(rubric) if key in counted
    ]  # fmt: skip


def _standing(same: list[Assessment]) -> dict[str, int | None]:
    look = getattr(same[0].chat, "second_look", None)
    decided = look.levels if look and look.state == SecondLookState.SETTLED else None
    return assessing.standing([{row.criterion: row.level for row in one.ratings.all()} for one in same], decided)


def _criteria(rubric: RubricVersion) -> list[tuple[str, int, str, str]]:
    words = rubric.words()["criteria"]
    every = [one for group in rubric.structure["groups"] for one in group["criteria"]]
    return [(one["key"], one["number"], one.get("code", ""), words.get(one["key"], one["key"])) for one in every]


def _month(at: datetime) -> tuple[int, int]:
    here = timezone.localtime(at)
    return here.year, here.month


def _last_months(newest: tuple[int, int], number: int = 4) -> list[tuple[int, int]]:
    """The months up to and with the newest, also those in which nothing was rated."""
    last = newest[0] * 12 + newest[1] - 1
    return [(n // 12, n % 12 + 1) for n in range(last - number + 1, last + 1)]


def _month_name(month: tuple[int, int]) -> str:
    return date_format(datetime(month[0], month[1], 1), "M")
