"""The "practice" tab: times, bookings, invitations, and the chats that wait for a supervisor."""

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from certification.practice import actions, care, queries
from certification.practice.actions.booking import TAKEN
from certification.practice.forms import BookingForm, OpeningForm
from certification.practice.models import Mode, Opening, PracticeChat
from certification.practice.states import AFTERWARDS, BOOKED
from certification.practice.views import doors
from lms.kernel.errors import IllegalTransition, Invalid, NotAllowed
from lms.kernel.permissions import demand, requires
from lms.people.models import Person, Role


def _shown(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page by the person's own clock."""
    with timezone.override(ZoneInfo(request.user.time_zone)):
        return render(request, template, context, status=status)


def _titled(chats: Any) -> list[tuple[PracticeChat, str]]:
    """Chats with the title of what they practise, in the reader's language."""
    language = translation.get_language()
    return [(chat, chat.scenario.text(language)["title"]) for chat in chats]


@requires("practice.visit", methods=("GET",))
@require_GET
def practice(request: HttpRequest) -> HttpResponse:
    """Everything about practising, for each role the person holds."""
    return _tab(request)


def _tab(request: HttpRequest, *, offer: OpeningForm | None = None, status: int = 200) -> HttpResponse:
    person = request.user
    context: dict[str, Any] = {"care": care.care_for(person)}
    if enrolment := queries.my_enrolment(person):
        context["trainee"] = _for_trainee(person, enrolment)
    if person.has_role(Role.PARTNER):
        context["partner"] = _for_partner(person)
        context["offer"] = offer or _offer_form(person)
    if person.has_role(Role.SUPERVISOR):
        context["supervisor"] = {"to_take": _titled(queries.to_take(person)), "mine": _titled(queries.read_along(person))}
    return _shown(request, "certification/practice.html", context, status)


def _for_trainee(person: Person, enrolment: Any) -> dict[str, Any]:
    mine = PracticeChat.objects.with_people().filter(enrolment__person=person)
    return {
        "times": queries.free_times(enrolment)[:12],
        "booked": _titled(mine.filter(state__in=BOOKED).order_by("starts_at")),
        "past": _titled(mine.exclude(state__in=BOOKED).order_by("-starts_at")[:20]),
    }


def _for_partner(person: Person) -> dict[str, Any]:
    played = PracticeChat.objects.with_people().filter(partner=person)
    return {
        "free": Opening.objects.free().filter(partner=person).order_by("starts_at"),
        "booked": _titled(played.filter(state__in=BOOKED).order_by("starts_at")),
        "past": _titled(played.exclude(state__in=BOOKED).order_by("-starts_at")[:20]),
        "hours": queries.credited_minutes(person) / 60,
    }


def _offer_form(person: Person, posted: Any = None) -> OpeningForm:
    return OpeningForm(posted, organisations=person.organisations_as(Role.PARTNER), zone=person.time_zone)


@requires("practice.visit", methods=("POST",))
@require_POST
def practice_offer(request: HttpRequest) -> HttpResponse:
    """A partner offers a time."""
    form = _offer_form(request.user, request.POST)
    if form.is_valid():
        try:
            actions.offer_opening(form.cleaned_data["organisation"], starts_at=form.cleaned_data["starts_at"], by=request.user)
        except Invalid as fault:  # said next to the field, with what was chosen still there
            form.add_error("at", str(fault.message))
        else:
            messages.success(request, _("Your time is open. You hear from us when somebody takes it."))
            return redirect("practice")
    return _tab(request, offer=form, status=422)


@requires("practice.withdraw", fetch=doors.an_opening, methods=("POST",))
@require_POST
def practice_withdraw(request: HttpRequest, opening: Opening) -> HttpResponse:
    actions.withdraw_opening(opening, by=request.user)
    messages.success(request, _("The time is taken back."))
    return redirect("practice")


@requires("practice.visit")
@require_http_methods(["GET", "POST"])
def practice_book(request: HttpRequest, pk: int) -> HttpResponse:
    """A trainee chooses what to practise at a free time, and books it."""
    opening = doors.an_opening(request.user, pk)
    enrolment = queries.my_enrolment(request.user)
    if enrolment is None:
        raise NotAllowed()
    demand(request.user, "practice.book", enrolment)
    if not Opening.objects.free().filter(pk=opening.pk).exists():
        raise IllegalTransition(TAKEN, code="taken")
    given = request.POST if request.method == "POST" else None
    form = BookingForm(given, language=translation.get_language(), mode=_usual_mode(enrolment))
    if form.is_valid():
        chosen = form.cleaned_data
        chat = actions.book_practice(opening, enrolment=enrolment, scenario=chosen["scenario"], mode=chosen["mode"], by=request.user)
        messages.success(request, _("Booked. You hear from us when a supervisor has confirmed."))
        return redirect("practice_room", pk=chat.pk)
    context = {"opening": opening, "form": form, "scenarios": list(form.scenarios.values())}
    return _shown(request, "certification/practice_book.html", context, 422 if form.is_bound else 200)


def _usual_mode(enrolment: Any) -> str:
    """The first two chats are for practice; after that most are assessed."""
    done = PracticeChat.objects.filter(enrolment=enrolment, mode=Mode.FORMATIVE, state__in=AFTERWARDS).count()
    return Mode.FORMATIVE if done < 2 else Mode.ASSESSED


@requires("practice.confirm", fetch=doors.a_chat, methods=("POST",))
@require_POST
def practice_confirm(request: HttpRequest, chat: PracticeChat) -> HttpResponse:
    actions.confirm_practice(chat, by=request.user)
    messages.success(request, _("Yours. Both have been told that it will happen."))
    return redirect("practice_room", pk=chat.pk)


@requires("practice.cancel", fetch=doors.a_chat, methods=("POST",))
@require_POST
def practice_cancel(request: HttpRequest, chat: PracticeChat) -> HttpResponse:
    actions.cancel_practice(chat, by=request.user)
    messages.success(request, _("Cancelled. Everybody has been told."))
    return redirect("practice")
