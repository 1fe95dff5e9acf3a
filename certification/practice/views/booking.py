"""Booking a time, moving it, half an hour now, and who did not come."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certification.practice import actions, queries
from certification.practice.actions.booking import TAKEN
from certification.practice.models import Mode, Opening, PracticeChat, Scenario
from certification.practice.states import ChatState
from certification.practice.times import queries as times
from certification.practice.times import rules
from certification.practice.times.forms import AbsentForm, BookingForm, MomentForm
from certification.practice.views import before, doors
from certification.practice.views.pages import shown_by_clock
from certification.programmes.models import Enrolment
from lms.kernel.errors import IllegalTransition, Invalid, NotAllowed
from lms.kernel.permissions import demand, requires
from lms.people.models import Organisation, Person, Role
from lms.people.requests import SignedInRequest


def practising(person: Person) -> Enrolment:
    """What this person practises for; refuses those who are on no way."""
    enrolment = queries.my_enrolment(person)
    if enrolment is None:
        raise NotAllowed()
    demand(person, "practice.book", enrolment)
    return enrolment


def _moment(text: str) -> datetime:
    form = MomentForm({"at": text})
    if not form.is_valid():
        raise Invalid(form.errors["at"][0])
    return form.cleaned_data["at"]


@requires("practice.visit")
@require_http_methods(["GET", "POST"])
def practice_book(request: SignedInRequest, at: str) -> HttpResponse:
    """A trainee chooses what to practise at a free time; the system finds who plays."""
    enrolment, starts_at = practising(request.user), _moment(at)
    known = times.roster(enrolment, begins=starts_at)
    if starts_at < timezone.now() + rules.NOTICE or not known.is_free(starts_at):
        raise IllegalTransition(TAKEN, code="taken")
    given = request.POST if request.method == "POST" else None
    form = BookingForm(given, language=translation.get_language(), modes=queries.modes_for(enrolment))
    if form.is_valid():
        chosen = form.cleaned_data
        try:
            chat = actions.arrange_practice(
                enrolment, starts_at=starts_at, scenario=chosen["scenario"], mode=chosen["mode"], by=request.user
            )  # fmt: skip
        except Invalid as fault:
            form.add_error("scenario", str(fault.message))
        else:
            messages.success(request, _booked(chat))
            return redirect("practice_room", pk=chat.pk)
    context = {
        "starts_at": starts_at, "form": form, "why_time": before.why_time(known),
        "scenarios": before.why_each(known, starts_at, list(form.scenarios.values())), "any": bool(form.scenarios),
    }  # fmt: skip
    return shown_by_clock(request, "certification/practice_book.html", context, 422 if form.is_bound else 200)


def _booked(chat: PracticeChat) -> str:
    if chat.state == ChatState.SCHEDULED:
        return _("Booked. It will happen.")
    return _("Booked. You hear from us when a supervisor has confirmed.")


@requires("practice.move", fetch=doors.a_chat)
@require_http_methods(["GET", "POST"])
def practice_move(request: SignedInRequest, chat: PracticeChat) -> HttpResponse:
    """Another time for a chat that has not begun: the free times once more, and one tap."""
    if chat.state not in (ChatState.REQUESTED, ChatState.SCHEDULED):
        raise IllegalTransition()
    if request.method == "POST":
        actions.move_practice(chat, starts_at=_moment(request.POST.get("at", "")), by=request.user)
        messages.success(request, _("Moved. Everybody has been told."))
        return redirect("practice_room", pk=chat.pk)
    days = times.free_days(chat.enrolment, instead_of=chat.pk)
    context = {"chat": chat, "title": chat.scenario.text(translation.get_language())["title"], "days": days}
    return shown_by_clock(request, "certification/practice_move.html", context)


@requires("practice.report_absence", fetch=doors.a_chat, methods=("POST",))
@require_POST
def practice_absent(request: SignedInRequest, chat: PracticeChat) -> HttpResponse:
    form = AbsentForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Choose one of these."))
    actions.report_absence(chat, absent=form.cleaned_data["absent"], by=request.user)
    messages.success(request, _("Thank you for having come. Everybody is told, and a new time is easily found."))
    return redirect("practice")


# half an hour now -----------------------------------------------------------------------------


def a_place(person: Person, pk: int) -> Organisation:
    return doors.found(Organisation.objects.filter(pk__in=person.organisations_as(Role.PARTNER)), pk)


@requires("practice.offer", fetch=a_place, methods=("POST",))
@require_POST
def practice_invite_now(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """A partner has half an hour this minute."""
    actions.invite_now(organisation, by=request.user)
    messages.success(request, _("Your half an hour stands open for 15 minutes. Stay here: you see it when somebody says yes."))
    return redirect("practice")


@requires("practice.visit", methods=("GET",))
@require_safe
def practice_now_open(request: SignedInRequest) -> HttpResponse:
    """The invitations of this minute as a piece of page, for a script that looks now and then."""
    enrolment = queries.my_enrolment(request.user)
    found = times.now_for(enrolment) if enrolment else []
    answer = render(request, "certification/practice_now_open.html", {"now": found})
    answer["Cache-Control"] = "no-store, private"
    return answer


@requires("practice.visit")
@require_http_methods(["GET", "POST"])
def practice_accept_now(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take somebody's half an hour: choose a theme, and go."""
    opening = doors.an_opening(request.user, pk)
    enrolment = practising(request.user)
    if opening not in times.now_for(enrolment):
        raise IllegalTransition(TAKEN, code="taken")
    form = BookingForm(_with_mode(request), language=translation.get_language(), modes=[Mode.FORMATIVE])
    form.scenarios = {key: one for key, one in form.scenarios.items() if not one.is_risk}
    if form.is_valid():
        try:
            chat = actions.accept_now(opening, enrolment=enrolment, scenario=form.cleaned_data["scenario"], by=request.user)
        except Invalid as fault:
            form.add_error("scenario", str(fault.message))
        else:
            messages.success(request, _taken(chat))
            return redirect("practice_room", pk=chat.pk)
    context = {
        "opening": opening, "form": form, "scenarios": _playable(form.scenarios.values(), opening, enrolment), "any": bool(form.scenarios),
        "at_most": rules.NOW_MINUTES,
        "met": PracticeChat.objects.filter(enrolment__person=request.user, partner=opening.partner).exclude(state__in=times.NOT_HELD).exists(),
    }  # fmt: skip
    return shown_by_clock(request, "certification/practice_accept_now.html", context, 422 if form.is_bound else 200)


def _taken(chat: PracticeChat) -> str:
    if chat.state == ChatState.SCHEDULED:
        return _("It is yours. Go into the lobby when you are ready.")
    return _("It is yours as soon as a supervisor says yes. They have been told. You see it here.")


def _with_mode(request: HttpRequest) -> Any:
    """Half an hour now is always for practice."""
    return {"scenario": request.POST.get("scenario", ""), "mode": "formative"} if request.method == "POST" else None


def _playable(scenarios: Any, opening: Opening, enrolment: Enrolment) -> list[tuple[Scenario, str]]:
    """What this partner plays. The rest is left out: it is nobody's business what they spare themselves."""
    now = timezone.now()
    partner = times.roster(enrolment, begins=now).partner(opening.partner_id, now)
    suited = times.suited_scenarios([partner], scenarios, enrolment.person.language)
    return [(one, "") for one in scenarios if one.translation_key in suited]
