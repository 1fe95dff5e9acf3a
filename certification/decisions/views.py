"""The dossier, the proposal, the second signature, and the page that tells the outcome."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from certification.decisions import actions
from certification.decisions.forms import DECISIONS, ProposalForm, VariationForm, decision_forms
from certification.decisions.models import SignOff
from certification.decisions.screens import dossier_page, replaced_by
from certification.decisions.snapshot import snapshot
from certification.decisions.states import APPEALABLE, Part, SignOffState
from certification.programmes import levels
from certification.programmes.models import Enrolment
from lms.kernel.errors import DomainError
from lms.kernel.permissions import get_visible, may, requires
from lms.people.models import Person
from lms.people.requests import SignedInRequest


def enrolment_door(person: Person, pk: int) -> Enrolment:
    return get_visible(Enrolment, person, pk=pk)


def signoff_door(person: Person, pk: int) -> SignOff:
    return get_visible(SignOff, person, pk=pk)


@requires("decisions.dossier", fetch=enrolment_door, methods=("GET",))
@require_safe
def dossier(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    """What the system prepared: the glance, every requirement, every chat with levels and quotes."""
    page = dossier_page(enrolment)
    waiting = SignOff.objects.open().filter(enrolment=enrolment).first()
    context = {
        "page": page,
        "waiting": waiting,
        "may_propose": may(request.user, "decisions.propose", enrolment),
        "may_countersign": waiting is not None and may(request.user, "decisions.countersign", waiting),
        "may_withdraw": waiting is not None and may(request.user, "decisions.withdraw", waiting),
    }
    return render(request, "certification/dossier.html", context)


@requires("decisions.propose", fetch=enrolment_door)
def propose(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    """The first signature."""
    months = enrolment.version.rules.get("decision", {}).get("valid_months") or actions.VALID_MONTHS
    initial = {"valid_months": months, "level": levels.proposed(enrolment.version.rules)}
    form = ProposalForm(request.POST if request.method == "POST" else None, initial=initial, version=enrolment.version)
    if request.method == "POST" and form.does(actions.propose_signoff, enrolment=enrolment, by=request.user):
        messages.success(request, _("Proposed. Now a second professional looks at it."))
        return redirect("dossier", pk=enrolment.pk)
    context = {"form": form, "page": dossier_page(enrolment)}
    return render(request, "certification/propose.html", context, status=422 if form.errors else 200)


@requires("decisions.propose", fetch=signoff_door)
def vary(request: HttpRequest, signoff: SignOff) -> HttpResponse:
    """The first signature under a change of level or conditions."""
    if signoff.state != SignOffState.GRANTED:
        raise DomainError(_("Only what was granted last can be changed."))
    initial = {"level": signoff.level, "conditions": signoff.conditions}
    form = VariationForm(request.POST if request.method == "POST" else None, initial=initial, version=signoff.enrolment.version)
    if request.method == "POST" and form.does(actions.propose_signoff, enrolment=signoff.enrolment, by=request.user, varies=signoff):
        messages.success(request, _("Proposed. Now a second professional looks at it."))
        return redirect("dossier", pk=signoff.enrolment_id)
    return render(request, "certification/vary.html", {"form": form, "signoff": signoff}, status=422 if form.errors else 200)


@requires("decisions.countersign", fetch=signoff_door)
def countersign(request: HttpRequest, signoff: SignOff) -> HttpResponse:
    """The second signature: grant, defer or decline, on one page that takes two minutes on a phone."""
    if signoff.state != SignOffState.PROPOSED and request.method != "POST":
        return redirect("signoff", pk=signoff.pk)
    decision = request.POST.get("decision", "")
    if request.method == "POST" and decision not in DECISIONS:
        raise DomainError(_("Choose one of the three: grant, defer or decline."), status=422)
    forms = decision_forms(signoff, decision, request.POST if decision else None)
    if decision and forms[decision].does(actions.countersign, signoff=signoff, decision=decision, by=request.user):
        messages.success(request, _("Signed and decided."))
        return redirect("signoff", pk=signoff.pk)
    context = {"signoff": signoff, "page": dossier_page(signoff.enrolment), "forms": forms, "sent": decision}
    return render(request, "certification/countersign.html", context, status=422 if decision else 200)


@requires("decisions.outcome", fetch=signoff_door, methods=("GET",))
@require_safe
def signoff(request: HttpRequest, signoff: SignOff) -> HttpResponse:
    """How it stands: kindly for the one it is about, in full for those who signed."""
    mine = signoff.enrolment.person_id == request.user.pk
    signed = any(one.person_id == request.user.pk for one in signoff.signatures.all())
    context = {
        "signoff": signoff,
        "mine": mine,
        "replaces": replaced_by(signoff.enrolment) if signoff.state == SignOffState.PROPOSED else None,
        "appealable": signoff.state in APPEALABLE,
        "appeal": signoff.appeals.order_by("-pk").first() if mine else None,
        "sees_reasons": mine or signed,
        "sees_statement": signed or (not mine and may(request.user, "decisions.countersign", signoff)),
        "proposer": signoff.signed_as(Part.PROPOSER),
        "second": signoff.signed_as(Part.COUNTERSIGNER),
        "may_countersign": signoff.state == SignOffState.PROPOSED and may(request.user, "decisions.countersign", signoff),
        "may_withdraw": signoff.state == SignOffState.PROPOSED and may(request.user, "decisions.withdraw", signoff),
    }
    return render(request, "certification/signoff.html", context)


@requires("decisions.outcome", fetch=signoff_door, methods=("GET",))
@require_safe
def signoff_dossier(request: HttpRequest, signoff: SignOff) -> HttpResponse:
    """The dossier as it was frozen with the first signature, to read and to print."""
    context = {"signoff": signoff, "mine": signoff.enrolment.person_id == request.user.pk, "frozen": snapshot(signoff)}
    return render(request, "certification/signoff_dossier.html", context)


@requires("decisions.withdraw", fetch=signoff_door, methods=("POST",))
@require_POST
def signoff_withdraw(request: SignedInRequest, signoff: SignOff) -> HttpResponseRedirect:
    actions.withdraw_proposal(signoff, by=request.user)
    messages.info(request, _("Your proposal is taken back."))
    return redirect("dossier", pk=signoff.enrolment_id)
