"""Pictures with tables beneath: raters and waiting for professionals, one's own path for a trainee."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from certification.assessment import calibration, pictures, removals, rules
from certification.assessment.agreement import ENOUGH_PAIRS, Icc
from certification.assessment.figures import RaterFigures, figures_for
from certification.assessment.forms import RemovalForm
from certification.assessment.paths import paths_of
from certification.assessment.standing_words import standing_name
from certification.programmes.models import Enrolment
from lms.kernel.permissions import get_visible, may, requires
from lms.people.models import Person, Role
from lms.people.requests import SignedInRequest


@require_safe
@requires("assessment.see_figures", methods=("GET",))
def rater_figures(request: SignedInRequest) -> HttpResponse:
    """How far raters agree, how strict each is, how long trainees wait."""
    found = figures_for(request.user)
    context = {
        "figures": found, "raters": [_row(one, request.user) for one in found.raters], "icc_said": icc_said(found.icc), "enough": ENOUGH_PAIRS,
        "columns": pictures.columns(found.days, rules.FEEDBACK_DUE.days) if found.waiting else [], "limit": calibration.SEVERITY,
        "everybody": bool(request.user.organisations_as(Role.CERTIFIER)),
        "in_time": found.waiting and round(found.waiting.in_time * 100),
    }  # fmt: skip
    return render(request, "certification/rater_figures.html", context)


def _may_remove(person: Person, one: RaterFigures) -> bool:
    there = None if one.standing.is_removed else removals.rater_there(person, one.person.pk)
    return there is not None and may(person, "assessment.remove_rater", there)


def a_rater(person: Person, pk: int) -> removals.RaterThere:
    there = removals.rater_there(person, pk)
    if there is None:
        raise Http404
    return there


@require_POST
@requires("assessment.remove_rater", fetch=a_rater, methods=("POST",))
def rater_remove(request: SignedInRequest, rater: removals.RaterThere) -> HttpResponse:
    """POST: out of rating, with a reason."""
    removals.remove_rater(rater, reason=request.POST.get("reason", ""), by=request.user)
    messages.success(request, _("Done. They know, and why."))
    return redirect("rater_figures")


def _row(one: RaterFigures, reader: Person) -> dict[str, Any]:
    scale = one.severity and pictures.on_scale(one.severity.mean, one.severity.low, one.severity.high, calibration.SEVERITY)
    return {
        "one": one,
        "scale": scale,
        "standing": standing_name(one.standing),
        "removal": RemovalForm(auto_id=f"out-{one.person.pk}-%s") if _may_remove(reader, one) else None,
        "override": _percent(one.override),
        "skipped": _percent(one.skipped),
    }


def _percent(share: float | None) -> int | None:
    return None if share is None else round(share * 100)


def icc_said(icc: Icc | None) -> str:
    """The usual words for an intraclass correlation; none under the number of pairs that can carry it."""
    if icc is None or icc.n < ENOUGH_PAIRS:
        return ""
    if icc.value < 0.5:
        return _("weak")
    if icc.value < 0.75:
        return _("moderate")
    return _("good") if icc.value <= 0.9 else _("very good")


def own_way(person: Person) -> Enrolment:
    """One's own newest enrolment, or nothing to see."""
    mine = Enrolment.objects.filter(person=person).current().select_related("version", "person", "organisation")
    if (found := mine.order_by("-began_at", "-pk").first()) is None:
        raise Http404
    return found


@require_safe
@requires("assessment.read_levels", fetch=own_way, methods=("GET",))
def own_levels(request: SignedInRequest, enrolment: Enrolment) -> HttpResponse:
    """The trainee's own path, criterion by criterion."""
    return _levels_page(request, enrolment)


def enrolment_for(person: Person, pk: int) -> Enrolment:
    return get_visible(Enrolment, person, pk=pk)


@require_safe
@requires("assessment.read_levels", fetch=enrolment_for, methods=("GET",))
def levels_of(request: SignedInRequest, enrolment: Enrolment) -> HttpResponse:
    """The same for a professional there."""
    return _levels_page(request, enrolment)


def _levels_page(request: SignedInRequest, enrolment: Enrolment) -> HttpResponse:
    context = {"paths": paths_of(enrolment, request.user), "enrolment": enrolment, "mine": enrolment.person_id == request.user.pk}
    return render(request, "certification/levels.html", context)
