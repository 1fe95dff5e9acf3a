"""Three minutes on the phone: two questions that come back, one page each."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from cms.versions import SOURCE_LANGUAGE
from courses.quizzes.forms import AnswerForm
from courses.quizzes.kinds import Graded
from courses.quizzes.recall import answer_card, find_card, find_turn, open_turn, recall_of
from courses.quizzes.recall_models import RecallCard, RecallTurn
from lms.kernel.permissions import requires


@never_cache
@requires("quizzes.take", methods=("GET",))
def recall(request: HttpRequest) -> HttpResponse:
    """What waits now, when the next ones come, and what is done."""
    turns = RecallTurn.objects.visible_to(request.user)  # type: ignore[arg-type]
    context = {
        "waiting": turns.waiting(timezone.now()).first(), "kept": recall_of(request.user),  # type: ignore[arg-type]
        "done": turns.filter(done_at__isnull=False).order_by("-done_at")[:12],
    }  # fmt: skip
    return render(request, "courses/recall.html", context)


@requires("quizzes.recall", fetch=find_turn, methods=("POST",))
def recall_begin(request: HttpRequest, turn: RecallTurn) -> HttpResponse:
    """POST: draw the two questions, or go on with them."""
    open_turn(turn, by=request.user)  # type: ignore[arg-type]
    card = turn.cards.filter(answered_at=None).first() or turn.cards.first()
    return redirect("recall_card", turn=turn.pk, position=card.position if card else 1)


@never_cache
@requires("quizzes.recall", fetch=find_card)
def recall_card(request: HttpRequest, card: RecallCard) -> HttpResponse:
    """One question; once it is answered, why each option is a good one or not."""
    form, status = None, 200
    if request.method == "POST" and card.answered_at is None:
        form = AnswerForm(card, request.POST)  # type: ignore[arg-type]
        if form.is_valid() and form.moves:
            card.chosen = form.cleaned_data["chosen"]  # a step was moved without scripts: not an answer yet
        elif form.is_valid() and form.cleaned_data["chosen"]:
            answer_card(card, chosen=form.cleaned_data["chosen"], by=request.user)  # type: ignore[arg-type]
            return redirect("recall_card", turn=card.turn_id, position=card.position)
        else:
            messages.warning(request, _("Choose an answer first."))
            status = 422
    cards = list(card.turn.cards.values_list("position", "answered_at"))
    following = next((position for position, answered in cards if answered is None and position != card.position), None)
    context: dict[str, Any] = {"card": card, "form": form, "total": len(cards), "next": following, "face": card.face()}
    if card.answered_at is not None:
        context["answers"] = explained(card)
    return render(request, "courses/recall_card.html", context, status=status)


def explained(card: RecallCard) -> list:
    """The lines with the explanations. After answering only."""
    version, language = card.version, translation.get_language() or SOURCE_LANGUAGE
    graded = Graded(version.text(), card.option_order, card.chosen, version.answers["right"], version.reasons(), language)
    return version.how.explained(graded)
