"""Appeals and concerns on screen: one page each, which shows everybody what is theirs to read."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from certification.decisions import appeals, concerns
from certification.decisions.case_forms import AnswerForm, AppealForm, OutcomeForm, RaiseForm, ReviewerForm, TellForm, UntoldForm
from certification.decisions.cases import Appeal, Concern, Seat
from certification.decisions.models import SignOff
from certification.decisions.screens import dossier_page
from certification.decisions.snapshot import snapshot
from certification.decisions.states import AppealState
from certification.decisions.views import signoff_door
from lms.kernel.errors import DomainError, Invalid
from lms.kernel.permissions import get_visible, may, requires
from lms.people.models import Person, Role
from lms.people.requests import SignedInRequest


def appeal_door(person: Person, pk: int) -> Appeal:
    return get_visible(Appeal, person, pk=pk)


def concern_door(person: Person, pk: int) -> Concern:
    return get_visible(Concern, person, pk=pk)


def reviewer_door(person: Person, pk: int) -> SignOff:
    """For coordinators, only while somebody waits for an answer: they read nothing of the decision itself."""
    here = SignOff.objects.filter(pk=pk, enrolment__organisation_id__in=person.organisations_as(Role.COORDINATOR))
    found = here.filter(appeals__state=AppealState.LODGED).select_related("enrolment__person", "enrolment__organisation").first()
    if found is None:
        raise Http404
    return found


@requires("decisions.appeal", fetch=signoff_door)
def appeal_lodge(request: SignedInRequest, signoff: SignOff) -> HttpResponse:
    """Disagree, in one's own words."""
    if there := signoff.appeals.order_by("-pk").first():
        return redirect("appeal", pk=there.pk)
    form = AppealForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = appeals.lodge_appeal(signoff, words=form.cleaned_data["words"], by=request.user)
        messages.success(request, _("Sent. Somebody who was not part of it looks at everything again."))
        return redirect("appeal", pk=made.pk)
    return render(request, "certification/appeal_lodge.html", {"signoff": signoff, "form": form}, status=422 if form.errors else 200)


@requires("decisions.see_appeal", fetch=appeal_door)
def appeal(request: SignedInRequest, appeal: Appeal) -> HttpResponse:
    """For the one who appeals: how it stands. For those on its list: what to look at, and the answer to give."""
    person, deed = request.user, request.POST.get("do", "")
    form = AnswerForm(request.POST if deed in ("uphold", "change") else None)
    if request.method == "POST" and _appeal_deed(appeal, deed, form, person):
        return redirect("home") if deed == "hand_back" else redirect("appeal", pk=appeal.pk)
    mine = appeal.signoff.enrolment.person_id == person.pk
    answers = appeal.state == AppealState.TAKEN and may(person, "decisions.answer_appeal", appeal)
    context = {
        "appeal": appeal, "mine": mine, "form": form, "open": appeal.state in ("lodged", "taken"),
        "may_take": appeal.state == AppealState.LODGED and may(person, "decisions.review_appeal", appeal),
        "may_answer": answers,
        "frozen": None if mine else snapshot(appeal.signoff), "page": dossier_page(appeal.signoff.enrolment) if answers else None,
    }  # fmt: skip
    return render(request, "certification/appeal.html", context, status=422 if form.errors else 200)


def _appeal_deed(appeal: Appeal, deed: str, form: AnswerForm, by: Person) -> bool:
    if deed in ("uphold", "change"):
        return form.does(appeals.answer_appeal, appeal=appeal, changed=deed == "change", by=by)
    deeds = {"take": appeals.take_appeal, "hand_back": appeals.hand_appeal_back, "withdraw": appeals.withdraw_appeal}
    if deed not in deeds:
        raise DomainError(_("Choose one of the buttons."), status=422)
    deeds[deed](appeal, by=by)
    return True


@requires("decisions.name_reviewer", fetch=reviewer_door)
def appeal_reviewer(request: SignedInRequest, signoff: SignOff) -> HttpResponse:
    """A coordinator finds somebody elsewhere who may look at it."""
    form = ReviewerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        waiting = get_object_or_404(signoff.appeals, state=AppealState.LODGED)
        try:
            appeals.name_reviewer(waiting, email=form.cleaned_data["email"], by=request.user)
        except Invalid as refused:
            form.add_error("email", str(refused.message))
        else:
            messages.success(request, _("Asked. They have it on their list now."))
            return redirect("appeal_reviewer", pk=signoff.pk)
    asked = Seat.objects.standing().filter(appeal__signoff=signoff, appeal__state=AppealState.LODGED).select_related("person")
    context = {"signoff": signoff, "form": form, "asked": [seat.person.alias for seat in asked.order_by("given_at", "pk")]}
    return render(request, "certification/appeal_reviewer.html", context, status=422 if form.errors else 200)


@requires("decisions.raise_concern")
def concern_raise(request: SignedInRequest) -> HttpResponse:
    """Say what one has seen. Nobody is listed: one writes the alias."""
    form = RaiseForm(request.POST if request.method == "POST" else None, initial={"alias": request.GET.get("alias", "")[:30]})
    if request.method == "POST" and form.is_valid():
        try:
            about, organisation = concerns.find_by_alias(form.cleaned_data["alias"], by=request.user)
            made = concerns.raise_concern(about, organisation=organisation, words=form.cleaned_data["words"], by=request.user)
        except Invalid as refused:
            form.add_error("alias", str(refused.message))
        else:
            messages.success(request, _("Thank you. Somebody takes it within one working day."))
            return redirect("concern", pk=made.pk)
    return render(request, "certification/concern_raise.html", {"form": form}, status=422 if form.errors else 200)


FORMS: dict[str, Any] = {"tell": TellForm, "untold": UntoldForm, "decide": OutcomeForm}


@requires("decisions.see_concern", fetch=concern_door)
def concern(request: SignedInRequest, concern: Concern) -> HttpResponse:
    """For those on the list everything; for who raised it how it stands; for the one it is about what they were told."""
    person, deed = request.user, request.POST.get("do", "")
    forms = {name: form(request.POST if name == deed else None, auto_id=f"{name}_%s") for name, form in FORMS.items()}
    if request.method == "POST" and _concern_deed(concern, deed, forms, request):
        return redirect("home") if deed == "hand_back" else redirect("concern", pk=concern.pk)
    context = {
        "concern": concern, "forms": forms, "mine": concern.about_id == person.pk,
        "listed": concern.about_id != person.pk and concern.seats.standing().filter(person=person).exists(),
        "may_take": concern.state == "raised" and may(person, "decisions.take_concern", concern),
        "handles": concern.state in ("taken", "decided") and may(person, "decisions.handle_concern", concern),
        "may_sign": concern.state in ("taken", "decided") and may(person, "decisions.sign_untold", concern),
    }  # fmt: skip
    return render(request, "certification/concern.html", context, status=422 if any(f.errors for f in forms.values()) else 200)


def _concern_deed(concern: Concern, deed: str, forms: dict[str, Any], request: SignedInRequest) -> bool:
    by = request.user
    form = forms.get(deed)
    if deed == "untold":
        return bool(forms[deed].does(concerns.leave_untold, concern=concern, by=by))
    if form is not None:
        if not form.is_valid():
            return False
        if deed == "tell":
            concerns.tell_them(concern, told=form.cleaned_data["told"], by=by)
        else:
            concerns.decide_concern(concern, outcome=form.cleaned_data["outcome"], words=form.cleaned_data["words"], by=by)
        return True
    if deed in ("take", "take_and_pause"):
        concerns.take_concern(concern, by=by, pause=deed == "take_and_pause")
    elif deed == "hand_back":
        concerns.hand_concern_back(concern, by=by)
    elif deed == "close":
        concerns.close_concern(concern, by=by)
    else:
        raise DomainError(_("Choose one of the buttons."), status=422)
    return True
