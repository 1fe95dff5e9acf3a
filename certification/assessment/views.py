"""Screens after a practice chat: what happens now, one's own view, and the feedback."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from certification.assessment import actions, queries, screens
from certification.assessment.forms import PartnerFormForm, SelfRatingForm
from certification.assessment.models import PartnerForm, SelfRating
from certification.practice.models import PracticeChat
from certification.practice.states import BOOKED, ChatState
from lms.kernel.errors import IllegalTransition
from lms.kernel.permissions import get_visible, may, requires
from lms.people.models import Person
from lms.people.requests import SignedInRequest

WITH = ("enrolment__person", "enrolment__version", "scenario", "organisation", "partner", "supervisor")


def chat_for(person: Person, pk: int) -> PracticeChat:
    """The access door: the chat, when this person may know of it."""
    chat = get_visible(PracticeChat, person, pk=pk)
    return PracticeChat.objects.select_related(*WITH).get(pk=chat.pk)


@require_safe
@requires("assessment.see_after", fetch=chat_for, methods=("GET",))
def practice_after(request: SignedInRequest, chat: PracticeChat) -> HttpResponse:
    """What happens now, and who waits for whom. Before the end there is nothing to say: back to the room."""
    if chat.state in BOOKED:
        return redirect("practice_room", pk=chat.pk)
    debrief = chat.scenario.text(chat.language).get("debrief", []) if chat.partner_id == request.user.pk else []
    shown = screens.after(chat, request.user)
    context = {
        "after": shown, "chat": chat, "debrief": debrief, "title": _title(chat),
        "may_go_on": shown.waits_too_long and may(request.user, "assessment.go_on_without", chat),
        "may_rate": chat.state in (ChatState.AWAITING_RATING, ChatState.RATED) and may(request.user, "assessment.rate", chat),
    }  # fmt: skip
    return render(request, "certification/practice_after.html", context)


def _title(chat: PracticeChat) -> str:
    return chat.scenario.text()["title"]


def _open_for_views(chat: PracticeChat) -> None:
    if chat.state not in actions.VIEWS_OPEN:
        raise IllegalTransition(_("This chat is not open for that now."))


@requires("assessment.self_rate", fetch=chat_for)
def self_rating(request: SignedInRequest, chat: PracticeChat) -> HttpResponse:
    """The trainee's own view: three minutes on a phone."""
    if SelfRating.objects.filter(chat=chat).exists():
        return redirect("practice_after", pk=chat.pk)
    _open_for_views(chat)
    rubric = queries.rubric_for(chat)
    form = SelfRatingForm(rubric, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        actions.submit_self_rating(chat, levels=form.levels(), strength=said["strength"], next_step=said["next_step"], by=request.user)
        messages.success(request, _("Thank you. Your view is kept."))
        return redirect("practice_after", pk=chat.pk)
    rows = screens.scale(field for _criterion, field in form.rows())
    return _form_page(request, "certification/self_rating.html", {"form": form, "chat": chat, "rows": rows, "title": _title(chat)})


@requires("assessment.partner_form", fetch=chat_for)
def partner_form(request: SignedInRequest, chat: PracticeChat) -> HttpResponse:
    """The partner's view: five sentences and a few words."""
    if PartnerForm.objects.filter(chat=chat).exists():
        return redirect("practice_after", pk=chat.pk)
    _open_for_views(chat)
    form = PartnerFormForm(queries.rubric_for(chat), request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.submit_partner_form(chat, answers=form.answers(), words=form.cleaned_data["words"], by=request.user)
        messages.success(request, _("Thank you. Your view is kept."))
        return redirect("practice_after", pk=chat.pk)
    rows = screens.scale(form.rows())
    return _form_page(request, "certification/partner_form.html", {"form": form, "chat": chat, "rows": rows, "title": _title(chat)})


def _form_page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return render(request, template, context, status=422 if context["form"].errors else 200)


@require_POST
@requires("assessment.go_on_without", fetch=chat_for, methods=("POST",))
def go_on_without(request: SignedInRequest, chat: PracticeChat) -> HttpResponse:
    """A professional opens the assessment although a view is missing."""
    actions.go_on_without(chat, by=request.user)
    return redirect("rating", pk=chat.pk)
