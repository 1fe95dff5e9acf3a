"""Calibration: the library of gold transcripts, one's own standing, the same workspace, and the reference beside one's ticks."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from certification.assessment import calibration as limits
from certification.assessment import trials
from certification.assessment.models import Assessment, GoldVersion, RaterRemoval
from certification.assessment.standing_words import standing_said
from certification.assessment.states import AssessmentState
from certification.assessment.workspace import Desk, workspace, write
from lms.kernel.errors import IllegalTransition
from lms.kernel.permissions import get_visible, may, requires
from lms.people.models import Person
from lms.people.requests import SignedInRequest


def gold_for(person: Person, pk: int) -> GoldVersion:
    return get_visible(GoldVersion, person, pk=pk)


@dataclass(frozen=True)
class Shelf:
    """A transcript of the library, and how one stands with it."""

    gold: GoldVersion
    title: str
    situation: str
    lines: int
    state: str  # new, begun, done
    figures: limits.Figures | None
    again: date | None


@require_safe
@requires("assessment.calibrate", methods=("GET",))
def calibration(request: SignedInRequest) -> HttpResponse:
    """The library, and where one stands."""
    library = GoldVersion.objects.visible_to(request.user).library()
    mine: dict[Any, Assessment] = {}
    rated = Assessment.objects.filter(rater=request.user, gold__isnull=False).exclude(state=AssessmentState.ANNULLED)
    for one in rated.select_related("gold", "rubric").prefetch_related("ratings").order_by("pk"):
        if one.gold is not None:
            mine[one.its_gold.key] = one
    standing, rates = trials.standing_of(request.user), may(request.user, "assessment.see_figures")
    context = {
        "shelves": [_shelf(gold, mine.get(gold.key)) for gold in library], "standing": standing, "said": standing_said(standing, rates=rates),
        "removal": RaterRemoval.objects.visible_to(request.user).filter(person=request.user).order_by("-at").first() if standing.is_removed else None,
        "limits": {"exact": limits.EXACT, "within": limits.WITHIN_ONE, "severity": limits.SEVERITY},
        "rates": rates,
    }  # fmt: skip
    return render(request, "certification/calibration.html", context)


def _shelf(gold: GoldVersion, mine: Assessment | None) -> Shelf:
    text = gold.text()
    state = "new" if mine is None else "begun" if mine.state == AssessmentState.DRAFT else "done"
    figures = limits.figures([trials.trial_of(mine)]) if mine and state == "done" else None
    return Shelf(gold, text["title"], text["situation"], len(text["lines"]), state, figures, trials.again_on(mine))


@requires("assessment.calibrate", fetch=gold_for)
def calibration_of(request: SignedInRequest, gold: GoldVersion) -> HttpResponse:
    """One transcript: the workspace while one rates it, afterwards the reference beside one's ticks."""
    mine = trials.newest_trial(gold, request.user)
    if mine and mine.state == AssessmentState.DRAFT:
        desk = _desk(mine)
        return write(request, desk) if request.method == "POST" else workspace(request, desk)
    if request.method == "POST":
        raise IllegalTransition()
    if mine is None:
        return redirect("calibration")
    context = {
        "gold": mine.its_gold, "title": mine.its_gold.text()["title"], "groups": trials.beside_reference(mine),
        "critical": trials.critical_beside(mine), "figures": limits.figures([trials.trial_of(mine)]),
        "judgements": _judgements(mine), "again": trials.again_on(mine), "standing": trials.standing_of(request.user),
    }  # fmt: skip
    context["said"] = standing_said(context["standing"], rates=may(request.user, "assessment.see_figures"))
    return render(request, "certification/calibration_result.html", context)


def _judgements(mine: Assessment) -> tuple[str, str]:
    words = mine.rubric.words()["judgements"]
    return words[mine.judgement or 0], words[mine.its_gold.structure["judgement"]]


def _desk(mine: Assessment) -> Desk:
    gold = mine.its_gold
    return Desk(
        assessment=mine, url=reverse("calibration_of", args=[gold.pk]), heading=gold.text()["title"], kind=_("Gold transcript"),
        submitted=_("Here is the reference beside what you saw."), after=_("After that you see the reference, and nothing can be changed."),
        back_url=reverse("calibration"), back=_("Calibration"), situation=gold.text()["situation"], feedback=False,
    )  # fmt: skip


@require_POST
@requires("assessment.calibrate", fetch=gold_for, methods=("POST",))
def calibration_begin(request: SignedInRequest, gold: GoldVersion) -> HttpResponse:
    begun = trials.begin_trial(gold, by=request.user)
    return redirect("calibration_of", pk=begun.gold_id)
