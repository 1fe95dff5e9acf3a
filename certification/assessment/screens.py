"""What the screens show, worked out before the template: plain things in the order in which they are read."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from certification.assessment import rules
from certification.assessment.models import PartnerForm, SelfRating
from certification.practice.models import PracticeChat
from certification.practice.states import ChatState
from lms.people.models import Person

OVER = (ChatState.ENDED, ChatState.AWAITING_RATING, ChatState.RATED, ChatState.RELEASED, ChatState.ACKNOWLEDGED, ChatState.ARCHIVED)
GIVEN = (ChatState.RELEASED, ChatState.ACKNOWLEDGED)


@dataclass(frozen=True)
class Step:
    name: str
    state: str  # as the component `step` knows them
    note: str = ""
    url: str = ""
    action: str = ""


@dataclass(frozen=True)
class After:
    """What happens now, for one of those who were there."""

    chat: PracticeChat
    seat: str  # trainee, partner, professional
    steps: list[Step]
    own_given: bool
    due: datetime | None
    waits_too_long: bool


def seat_of(person: Person, chat: PracticeChat) -> str:
    if chat.trainee_id == person.pk:
        return "trainee"
    return "partner" if chat.partner_id == person.pk else "professional"


def day(at: datetime | date) -> str:
    """A day the way people say it: Friday 20 November, with the year when it is not this one."""
    on = timezone.localdate(at) if isinstance(at, datetime) else at
    return date_format(on, "WEEKDAY_FORMAT" if on.year == timezone.localdate().year else "DATE_FORMAT")


def after(chat: PracticeChat, person: Person) -> After:
    """Who has said how it was, who waits for whom, and by when. Two queries; says only that a view was given, never what."""
    seat = seat_of(person, chat)
    selfs, partners = SelfRating.objects.filter(chat=chat).exists(), PartnerForm.objects.filter(chat=chat).exists()
    due = rules.due_at(chat.ended_at) if chat.ended_at else None
    steps = [_self_step(chat, seat, given=selfs), _partner_step(chat, seat, given=partners), _rating_step(chat, due)]
    if seat != "partner":
        steps.append(_feedback_step(chat, own_given=selfs, mine=seat == "trainee"))
    late = chat.state == ChatState.ENDED and chat.ended_at is not None and timezone.now() >= chat.ended_at + rules.MISSED_VIEW
    return After(chat, seat, steps, {"trainee": selfs, "partner": partners}.get(seat, False), due, late)


def _self_step(chat: PracticeChat, seat: str, *, given: bool) -> Step:
    mine = seat == "trainee"
    name = _("How it went, in your own eyes") if mine else _("%(alias)s says how it went") % {"alias": chat.trainee.alias}
    if given:
        return Step(name, "done")
    if not mine:
        return Step(name, "waiting" if chat.state == ChatState.ENDED else "closed")
    return Step(name, "next", _("It takes three minutes."), reverse("self_rating", args=[chat.pk]), _("Say how it went"))


def _partner_step(chat: PracticeChat, seat: str, *, given: bool) -> Step:
    mine = seat == "partner"
    name = (
        _("How it was to be %(persona)s") % {"persona": chat.scenario.persona_name} if mine else _("Your practice partner says how it was")
    )
    if seat == "professional":
        name = _("The practice partner says how it was")
    if given:
        return Step(name, "done")
    if not mine:
        return Step(name, "waiting" if chat.state == ChatState.ENDED else "closed")
    return Step(name, "next", _("Five questions. It takes two minutes."), reverse("partner_form", args=[chat.pk]), _("Say how it was"))


def _rating_step(chat: PracticeChat, due: datetime | None) -> Step:
    name = _("A professional reads the chat")
    if chat.state in (*GIVEN, ChatState.ARCHIVED):
        return Step(name, "done")
    by_then = _("At the latest %(day)s.") % {"day": day(due)} if due else ""
    return Step(name, "waiting" if chat.state in (ChatState.AWAITING_RATING, ChatState.RATED) else "closed", by_then)


def _feedback_step(chat: PracticeChat, *, own_given: bool, mine: bool) -> Step:
    name = _("Your feedback") if mine else _("Feedback")
    if chat.state == ChatState.ACKNOWLEDGED:
        return Step(name, "done", url=reverse("feedback", args=[chat.pk]), action=_("Read it again"))
    if chat.state not in GIVEN:
        return Step(name, "closed", _("You get a message when it is there.") if mine else "")
    if mine and not own_given:
        return Step(name, "closed", _("Opens when you have said how it went."))
    return Step(name, "next" if mine else "done", url=reverse("feedback", args=[chat.pk]), action=_("Read the feedback"))


def scale(form_rows: Any) -> list[dict[str, Any]]:
    """Radio rows for the template: label, help, and each choice with what is chosen."""
    rows = []
    for field in form_rows:
        options = [
            {"value": one.data["value"], "label": one.choice_label, "id": one.id_for_label, "on": bool(one.data["selected"])}
            for one in field.subwidgets
        ]
        rows.append(
            {
                "name": field.html_name,
                "label": field.label,
                "help": field.help_text,
                "errors": field.errors,
                "id": field.auto_id,
                "options": options,
            }
        )
    return rows
