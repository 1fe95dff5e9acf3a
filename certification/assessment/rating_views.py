"""The rater's screen: claim, rate beside the transcript, submit, and give the feedback."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from certification.assessment import actions, calling_off, drafts, queries, rules
from certification.assessment.feedback import feedback_for
from certification.assessment.models import Assessment, SecondLook
from certification.assessment.screens import day
from certification.assessment.states import AssessmentState, SecondLookState
from certification.assessment.trials import standing_of
from certification.assessment.views import chat_for
from certification.assessment.workspace import Desk, workspace, write
from certification.practice.models import Mode, PracticeChat
from certification.practice.states import ChatState
from lms.kernel.errors import IllegalTransition
from lms.kernel.permissions import may, requires
from lms.people.requests import SignedInRequest


@requires("assessment.rate", fetch=chat_for)
def rating(request: SignedInRequest, chat: PracticeChat) -> HttpResponse:
    """The right screen for where this rating stands: take it, rate, give feedback, or the feedback itself."""
    mine = queries.my_assessment(chat, request.user)
    if mine and mine.state == AssessmentState.DRAFT:
        mine.chat = chat
        desk = desk_for(mine)
        return write(request, desk) if request.method == "POST" else workspace(request, desk)
    if request.method == "POST":
        raise IllegalTransition()
    if mine and mine.state == AssessmentState.SUBMITTED:
        mine.chat = chat
        return _done(request, mine)
    if chat.state in (ChatState.RELEASED, ChatState.ACKNOWLEDGED, ChatState.ARCHIVED):
        return redirect("feedback", pk=chat.pk)
    if chat.state not in (ChatState.AWAITING_RATING, ChatState.RATED):
        return redirect("practice_after", pk=chat.pk)
    look = queries.look_at(chat)
    if look and look.state == SecondLookState.DISPUTED and may(request.user, "assessment.moderate", look):
        return redirect("moderation", pk=chat.pk)
    return render(request, "certification/rating_claim.html", _to_claim(request, chat, mine, look))


def _to_claim(request: HttpRequest, chat: PracticeChat, mine: Assessment | None, look: SecondLook | None) -> dict[str, Any]:
    holder = Assessment.objects.drafts().filter(chat=chat).select_related("rater").first()
    return {
        "chat": chat, "holder": holder, "mine": mine, "may_call_off": _may_call_off(request, look, chat), "due": _due(chat), "title": chat.scenario.text()["title"],
        "may_free": holder is not None and may(request.user, "assessment.hand_back", holder),
    }  # fmt: skip


def _may_call_off(request: HttpRequest, look: SecondLook | None, chat: PracticeChat) -> bool:
    return look is not None and may(request.user, "assessment.call_off", chat) and calling_off.is_stuck(look, chat)


def _due(chat: PracticeChat) -> str:
    """The last day for the feedback, in words."""
    return day(rules.due_at(chat.ended_at)) if chat.ended_at else ""


def desk_for(assessment: Assessment) -> Desk:
    """The table for a practice chat. Says beforehand when the rater is not calibrated: then the draft cannot be submitted."""
    chat, text = assessment.its_chat, assessment.its_chat.scenario.text()
    assessed = chat.mode == Mode.ASSESSED
    held_up = assessed and not standing_of(assessment.rater).may_finish
    return Desk(
        assessment=assessment, url=reverse("rating", args=[chat.pk]),
        heading=_("%(alias)s, “%(title)s”") % {"alias": chat.trainee.alias, "title": text["title"]},
        kind=_("Assessed practice chat") if assessed else _("Practice chat"),
        submitted=_("Submitted. Now look at all three views, and give the feedback."),
        after=_("After that nothing can be changed. You see the other two views, and give the feedback."),
        back_url=reverse("inbox"), back=_("Inbox"), hand_back_url=reverse("rating_hand_back", args=[chat.pk]),
        day=day(chat.starts_at), due=_due(chat), purge=day(chat.purge_on) if chat.purge_on else "", key=chat.scenario.key_for(chat.organisation),
        assessed=assessed,
        warning=_("You can rate here, and not submit yet: first calibrate your eye.") if held_up else "",
        warning_url=reverse("calibration") if held_up else "",
    )  # fmt: skip


def _done(request: SignedInRequest, assessment: Assessment) -> HttpResponse:
    """After submitting: one's own rating beside the trainee's and the partner's view, and the button that gives the feedback."""
    chat = assessment.its_chat
    waits = chat.state == ChatState.AWAITING_RATING
    look = queries.look_at(chat)
    disputed = look is not None and look.state == SecondLookState.DISPUTED
    context = {
        "chat": chat, "feedback": feedback_for(chat, request.user), "mine": False, "waits_for_second": waits, "disputed": disputed,
        "look": look, "may_call_off": _may_call_off(request, look, chat), "may_decide": disputed and may(request.user, "assessment.moderate", look),
        "second_wanted": look is None and not waits and chat.mode == Mode.ASSESSED and not assessment.outcome.get("passed"),
    }  # fmt: skip
    return render(request, "certification/rating_done.html", context)


@require_POST
@requires("assessment.rate", fetch=chat_for, methods=("POST",))
def rating_claim(request: SignedInRequest, chat: PracticeChat) -> HttpResponse:
    drafts.claim_rating(chat, by=request.user)
    return redirect("rating", pk=chat.pk)


@require_POST
@requires("assessment.rate", fetch=chat_for, methods=("POST",))
def rating_hand_back(request: SignedInRequest, chat: PracticeChat) -> HttpResponse:
    """Let go of the claim on this chat; the draft is kept for whoever wrote it. A certifier may free another's."""
    held = Assessment.objects.drafts().filter(chat=chat).first()
    if held is None:
        raise IllegalTransition()
    held.chat = chat
    drafts.hand_back(held, by=request.user)
    messages.info(request, _("Handed back. The draft is kept for the one who wrote it."))
    return redirect("practice_after", pk=chat.pk)


@require_POST
@requires("assessment.release", fetch=chat_for, methods=("POST",))
def feedback_release(request: SignedInRequest, chat: PracticeChat) -> HttpResponse:
    actions.release_feedback(chat, by=request.user)
    messages.success(request, _("%(alias)s has the feedback now.") % {"alias": chat.trainee.alias})
    return redirect("feedback", pk=chat.pk)


@require_POST
@requires("assessment.release", fetch=chat_for, methods=("POST",))
def second_rating(request: SignedInRequest, chat: PracticeChat) -> HttpResponse:
    actions.ask_second_rating(chat, by=request.user)
    messages.success(request, _("Somebody else has been asked to look, without seeing yours."))
    return redirect("rating", pk=chat.pk)


@require_POST
@requires("assessment.call_off", fetch=chat_for, methods=("POST",))
def second_look_call_off(request: SignedInRequest, chat: PracticeChat) -> HttpResponse:
    """Nobody is left for the second look: the first rating stands alone."""
    look = queries.look_at(chat)
    if look is None:
        raise IllegalTransition()
    look.chat = chat
    calling_off.call_off(look, words=request.POST.get("words", ""), by=request.user)
    messages.success(request, _("Called off. The feedback can be given now."))
    return redirect("rating", pk=chat.pk)
