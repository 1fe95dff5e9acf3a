"""Papers and marks: signing an agreement, the background check, what professionals mark, and what they set aside."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from certification.programmes import actions, kinds, papers, profiles
from certification.programmes.company import who_could_be_second
from certification.programmes.forms import AgainForm, CheckForm, MarkForm, SignForm, WaiverForm
from certification.programmes.log_views import log_page
from certification.programmes.models import AgreementVersion, BackgroundCheck, Enrolment, Mark, Waiver
from certification.programmes.predicates import Asked
from certification.programmes.queries import confirmed_since, find_agreement, is_too_old, my_signature, places_of, requirement_words
from cms.markup import to_html
from lms.kernel.errors import DomainError
from lms.kernel.permissions import get_visible, may, requires
from lms.people.models import Person
from lms.people.requests import SignedInRequest


def agreement_door(person: Person, key: UUID) -> AgreementVersion:
    return find_agreement(person, key)


def enrolment_door(person: Person, pk: int) -> Enrolment:
    """An enrolment this person may see, with what its pages need."""
    return get_visible(Enrolment, person, pk=pk)


def requirement_door(person: Person, pk: int, requirement: str) -> Asked:
    enrolment = enrolment_door(person, pk)
    asked = actions.requirement_of(enrolment, requirement)
    if asked is None:
        raise Http404
    return Asked(enrolment, asked)


def mark_door(person: Person, mark: int) -> Mark:
    return get_visible(Mark, person, pk=mark)


def check_door(person: Person, pk: int) -> BackgroundCheck:
    enrolment = enrolment_door(person, pk)
    check = BackgroundCheck.objects.filter(enrolment=enrolment).select_related("enrolment").first()
    if check is None:
        raise Http404
    return check


def waiver_door(person: Person, pk: int) -> Waiver:
    return get_visible(Waiver, person, pk=pk)


@requires("programmes.read_agreement", fetch=agreement_door)
def agreement(request: SignedInRequest, version: AgreementVersion) -> HttpResponse:
    """Summary first, the whole text below, a tick and a button. Once signed: when, which version, and the text to keep."""
    person, mine = request.user, my_signature(request.user, version.key)
    anew = mine is not None and mine.version_id == version.pk and is_too_old(mine, confirmed_since(person, version.key))
    signed = mine is not None and mine.version_id == version.pk and not anew
    form = SignForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.sign_agreement(version, by=person)
        messages.success(request, _("Signed. You can read it again whenever you like."))
        return redirect("home")
    organisation = next((e.organisation for e in Enrolment.objects.filter(person=person).current().select_related("organisation")), None)
    text, whole = version.text(), papers.for_houses(version.text()["text"], places_of(person))
    context = {
        "version": version, "text": text, "form": form, "summary": to_html(text["summary"]),
        "whole": to_html(whole), "mine": mine, "signed": signed, "anew": anew,
        "may_sign": may(person, "programmes.sign_agreement", version) and not signed,
        "limits": profiles.secrecy_limits(organisation) if organisation else (),
    }  # fmt: skip
    return render(request, "certification/agreement.html", context, status=422 if form.errors else 200)


@requires("programmes.read_own", fetch=enrolment_door, methods=("GET",))
@require_safe
def background_info(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    """For the trainee: how it works, what is written down, and the sentence that says what it is for."""
    check = BackgroundCheck.objects.filter(enrolment=enrolment).select_related("by").first()
    context = {
        "enrolment": enrolment, "check": check, "texts": profiles.check_texts(enrolment.organisation), "paper": _paper(enrolment),
        "purpose": _purpose(enrolment),
    }  # fmt: skip
    return render(request, "certification/background_info.html", context)


@requires("programmes.record_check", fetch=enrolment_door)
def background_check(request: SignedInRequest, enrolment: Enrolment) -> HttpResponse:
    """For the vetting officer: write down the fact. There is nowhere to write anything else."""
    check = BackgroundCheck.objects.filter(enrolment=enrolment).select_related("by").first()
    form = CheckForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.record_background_check(enrolment, on=form.cleaned_data["on"], type=form.cleaned_data["type"], by=request.user)
        messages.success(request, _("Written down. Nothing else is kept."))
        return redirect("background_check", pk=enrolment.pk)
    texts = profiles.check_texts(enrolment.organisation)
    context = {
        "enrolment": enrolment, "check": check, "form": form, "paper": _paper(enrolment), "texts": texts, "purpose": _purpose(enrolment),
        "may_undo": check is not None and may(request.user, "programmes.undo_check", check),
        "again": AgainForm(regularly=not texts.never_regularly) if check else None,
    }  # fmt: skip
    return render(request, "certification/background_check.html", context, status=422 if form.errors else 200)


def _purpose(enrolment: Enrolment) -> str:
    return profiles.purpose(enrolment.organisation, enrolment.version.text(get_language())["name"])


def _paper(enrolment: Enrolment) -> str:
    return str(profiles.paper_name(enrolment.organisation))


@requires("programmes.undo_check", fetch=check_door, methods=("POST",))
@require_POST
def background_check_undo(request: SignedInRequest, check: BackgroundCheck) -> HttpResponseRedirect:
    enrolment = check.enrolment
    actions.undo_background_check(check, by=request.user)
    messages.info(request, _("Taken back."))
    return redirect("background_check", pk=enrolment.pk)


@requires("programmes.ask_check_again", fetch=check_door, methods=("POST",))
@require_POST
def background_check_again(request: SignedInRequest, check: BackgroundCheck) -> HttpResponseRedirect:
    """A new one is needed: the old fact goes, the requirement waits."""
    enrolment = check.enrolment
    actions.ask_check_again(check, because=request.POST.get("because", ""), by=request.user)
    messages.info(request, _("It is waiting for a new one now. The old fact is deleted."))
    return redirect("background_check", pk=enrolment.pk)


@requires("programmes.mark", fetch=requirement_door)
def mark(request: SignedInRequest, asked: Asked) -> HttpResponse:
    """Say that something was seen, on a day; of kinds that are written down, with their few numbers."""
    kind = kinds.every()[asked.requirement.kind]
    if kind.logs:
        return log_page(request, asked, _words(asked))
    others = who_could_be_second(asked.enrolment, request.user) if kind.by_two else None
    form = MarkForm(request.POST if request.method == "POST" else None, initial={"on": timezone.localdate()}, company=others)
    if request.method == "POST" and form.is_valid():
        actions.mark_met(asked.enrolment, requirement=asked.requirement.key, by=request.user, **form.cleaned_data)
        messages.success(request, _("Marked. You can take it back today."))
        return redirect("enrolment", pk=asked.enrolment.pk)
    context = {"asked": asked, "words": _words(asked), "form": form, "alone": others is not None and not others.exists()}
    return render(request, "certification/mark.html", context, status=422 if form.errors else 200)


@requires("programmes.undo_mark", fetch=mark_door, methods=("POST",))
@require_POST
def mark_undo(request: SignedInRequest, mark: Mark) -> HttpResponseRedirect:
    actions.undo_mark(mark, by=request.user)
    messages.info(request, _("Taken back."))
    return redirect("enrolment", pk=mark.enrolment_id)


@requires("programmes.propose_waiver", fetch=requirement_door)
def waiver_propose(request: SignedInRequest, asked: Asked) -> HttpResponse:
    """Ask a certifier to set one requirement aside, in writing."""
    form = WaiverForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        waiver = actions.propose_waiver(
            asked.enrolment, requirement=asked.requirement.key, by=request.user, **form.cleaned_data
        )  # fmt: skip
        messages.success(request, _("Sent. A certifier decides."))
        return redirect("waiver", pk=waiver.pk)
    context = {"asked": asked, "words": _words(asked), "form": form}
    return render(request, "certification/waiver_propose.html", context, status=422 if form.errors else 200)


@requires("programmes.see_waiver", fetch=waiver_door)
def waiver(request: SignedInRequest, waiver: Waiver) -> HttpResponse:
    """The reason, and for a certifier the two buttons."""
    if request.method == "POST":
        decision = request.POST.get("decision")
        if decision == "withdraw":
            actions.withdraw_waiver(waiver, by=request.user)
            messages.info(request, _("Taken back."))
            return redirect("waiver", pk=waiver.pk)
        if decision not in ("grant", "refuse"):
            raise DomainError(_("Choose one of the two."), status=422)
        actions.decide_waiver(waiver, grant=decision == "grant", by=request.user)
        messages.success(request, _("Decided."))
        return redirect("waiver", pk=waiver.pk)
    context = {
        "waiver": waiver,
        "words": requirement_words(waiver.enrolment, waiver.requirement),
        "may_decide": may(request.user, "programmes.decide_waiver", waiver),
        "may_withdraw": may(request.user, "programmes.withdraw_waiver", waiver),
    }
    return render(request, "certification/waiver.html", context)


def _words(asked: Asked) -> dict[str, str]:
    return requirement_words(asked.enrolment, asked.requirement.key)
