"""The "practice" tab: what is booked, what can be booked, what waits for somebody."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from certification.practice import actions, care, queries
from certification.practice.models import Opening, PracticeChat
from certification.practice.states import BOOKED
from certification.practice.times import queries as times
from certification.practice.times import rules as time_rules
from certification.practice.times.onboarding import onboarding_of
from certification.practice.views import doors
from lms.kernel.permissions import may, requires
from lms.people.models import Person, Relation, Role
from lms.people.requests import SignedInRequest


def shown_by_clock(request: SignedInRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page by the person's own clock."""
    with timezone.override(ZoneInfo(request.user.time_zone)):
        return render(request, template, context, status=status)


def titled(chats: Any) -> list[tuple[PracticeChat, str]]:
    """Chats with the title of what they practise, in the reader's language."""
    language = translation.get_language()
    return [(chat, chat.scenario.text(language)["title"]) for chat in chats]


@requires("practice.visit", methods=("GET",))
@require_safe
def practice(request: SignedInRequest) -> HttpResponse:
    """Everything about practising, for each role the person holds."""
    person = request.user
    context: dict[str, Any] = {
        "care": care.care_for(person),
        "limits": {"day": time_rules.A_DAY, "week": time_rules.A_WEEK},
        "clock": person.time_zone.rpartition("/")[2].replace("_", " "),
        "covers": may(person, "practice.cover"),
        "apart": Relation.objects.visible_to(person).exists(),
    }
    if enrolment := queries.my_enrolment(person):
        context["trainee"] = _for_trainee(person, enrolment)
    if person.has_role(Role.PARTNER):
        context["partner"] = _for_partner(person)
    if person.has_role(Role.SUPERVISOR):
        context["supervisor"] = {"to_take": titled(queries.to_take(person)), "mine": titled(queries.read_along(person))}
    context["standing"] = _standing(context)
    return shown_by_clock(request, "certification/practice.html", context)


def _standing(context: dict[str, Any]) -> str:
    """What the page looks again for by itself: an open half hour, and how the chats of the next hours stand. A supervisor's page always
    does, for a chat that is wanted now."""
    partner, supervisor = context.get("partner", {}), context.get("supervisor", {})
    lists = [
        context.get("trainee", {}).get("booked", ()),
        partner.get("booked", ()),
        supervisor.get("to_take", ()),
        supervisor.get("mine", ()),
    ]
    soon = timezone.now() + SOON_ENOUGH
    said = [f"{chat.pk}{chat.state}{chat.supervisor_id or ''}" for one in lists for chat, _title in one if chat.starts_at <= soon]
    if partner.get("now"):
        said.append(f"now{partner['now'].pk}")
    return " ".join(said) or ("none" if supervisor else "")


def _for_trainee(person: Person, enrolment: Any) -> dict[str, Any]:
    mine = PracticeChat.objects.with_people().filter(enrolment__person=person)
    days = times.free_days(enrolment)
    return {
        "now": times.now_for(enrolment),
        "days": days[:SOON], "later": days[SOON:],
        "booked": titled(mine.filter(state__in=BOOKED).order_by("starts_at")),
        "past": titled(mine.exclude(state__in=BOOKED).order_by("-starts_at")[:20]),
    }  # fmt: skip


SOON = 7  # days with free times that are shown at once
SOON_ENOUGH = timedelta(hours=2)  # a chat that begins within this is looked after


def _for_partner(person: Person) -> dict[str, Any]:
    played = PracticeChat.objects.with_people().filter(partner=person)
    return {
        "onboarding": onboarding_of(person),
        "now": Opening.objects.now().filter(partner=person).first(),
        "taken": played.filter(state__in=BOOKED, opening__closes_at__isnull=False).order_by("-starts_at").first(),
        "places": sorted(person.organisations_as(Role.PARTNER)),
        "weekly": person.weekly_hours.filter(duty=Role.PARTNER).count(),
        "booked": titled(played.filter(state__in=BOOKED).order_by("starts_at")),
        "past": titled(played.exclude(state__in=BOOKED).order_by("-starts_at")[:20]),
        "hours": queries.credited_minutes(person) / 60,
    }


@requires("practice.withdraw", fetch=doors.an_opening, methods=("POST",))
@require_POST
def practice_withdraw(request: SignedInRequest, opening: Opening) -> HttpResponse:
    actions.withdraw_opening(opening, by=request.user)
    messages.success(request, _("The time is taken back."))
    return redirect("practice")


@requires("practice.confirm", fetch=doors.a_chat, methods=("POST",))
@require_POST
def practice_confirm(request: SignedInRequest, chat: PracticeChat) -> HttpResponse:
    actions.confirm_practice(chat, by=request.user)
    messages.success(request, _("Yours. Both have been told that it will happen."))
    return redirect("practice_room", pk=chat.pk)


@requires("practice.hand_back", fetch=doors.a_chat, methods=("POST",))
@require_POST
def practice_hand_back(request: SignedInRequest, chat: PracticeChat) -> HttpResponse:
    actions.hand_back(chat, by=request.user)
    messages.success(request, _("Handed back. Somebody else is asked."))
    return redirect("practice")


@requires("practice.cancel", fetch=doors.a_chat, methods=("POST",))
@require_POST
def practice_cancel(request: SignedInRequest, chat: PracticeChat) -> HttpResponse:
    late = time_rules.is_late(chat.starts_at, timezone.now())
    if actions.cancel_practice(chat, by=request.user):
        said = _("You are out of it. Somebody else plays. Thank you for saying so.")
    elif late:
        said = _("Cancelled. It was close to the time, so everybody was told at once. That can happen. Next time the day before is kinder.")
    else:
        said = _("Cancelled. Everybody has been told, and the time is free for others.")
    messages.success(request, said)
    return redirect("practice")
