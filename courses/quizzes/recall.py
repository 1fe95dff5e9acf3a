"""Keeping it up after certification: begin, open a turn, answer, and how somebody stands."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.quizzes.bank import Question, Quiz
from courses.quizzes.freezing import families, freeze_questions, is_askable, pool
from courses.quizzes.kinds import Unreadable
from courses.quizzes.models import AttemptQuestion, QuizAttempt
from courses.quizzes.queries import times_seen
from courses.quizzes.recall_models import RecallCard, RecallTurn
from courses.quizzes.recall_rules import AT_A_TIME, Kept, Turn, due_times, kept, pick
from courses.quizzes.rules import FULL
from courses.quizzes.states import AttemptState
from lms.audit.actions import record
from lms.kernel.errors import DomainError, Invalid
from lms.kernel.permissions import demand
from lms.notify.actions import tell
from lms.people.models import Person


@transaction.atomic
def begin_recall(person: Person, *, series: str, since: datetime) -> list[RecallTurn]:
    """Plan the turns that follow a certificate. The same series twice changes nothing; turns of an older one that are not done go."""
    if RecallTurn.objects.filter(person=person, series=series).exists():
        return list(RecallTurn.objects.filter(person=person, series=series))
    RecallTurn.objects.filter(person=person, begun_at=None).delete()
    return RecallTurn.objects.bulk_create(
        RecallTurn(person=person, series=series, number=number, due_at=at) for number, at in enumerate(due_times(since), start=1)
    )


def find_turn(person: Person, turn: int) -> RecallTurn:
    """The door to one's own turn; anybody else's does not exist."""
    found = RecallTurn.objects.visible_to(person).filter(pk=turn).first()
    if found is None:
        raise Http404
    found.person = person
    return found


def find_card(person: Person, turn: int, position: int) -> RecallCard:
    """The door to one question of one's own turn."""
    found = RecallCard.objects.visible_to(person).select_related("turn", "version").filter(turn=turn, position=position).first()
    if found is None:
        raise Http404
    found.turn.person = person
    return found


def open_turn(turn: RecallTurn, *, by: Person) -> RecallTurn:
    """Draw the questions of a turn that waits; opened twice it stays as it was. Refuses (`not_now`) before it is due and when it is over."""
    demand(by, "quizzes.recall", turn)
    if turn.begun_at is None and not turn.is_waiting:
        raise DomainError(_("These questions are not waiting for you now."), code="not_now")
    try:
        return _draw(turn)
    except IntegrityError:  # opened in another tab at the same moment
        turn.refresh_from_db()
        return turn


@transaction.atomic
def _draw(turn: RecallTurn) -> RecallTurn:
    if turn.cards.exists():
        return turn
    seed = secrets.randbits(62)
    there = [one for bank in banks_of(turn.person) for one in pool(bank)]
    keys = pick(there, missed_last(turn.person), times_seen(turn.person), seed, count=4 * AT_A_TIME)
    family_of = families(keys)
    askable = [key for key in keys if is_askable(family_of.get(key, {}))][:AT_A_TIME]
    if not askable:
        raise DomainError(_("There is nothing to ask just now. Try again another day."), code="not_ready")
    RecallCard.objects.bulk_create(
        RecallCard(turn=turn, position=number, version=version, option_order=version.order(seed))
        for number, version in enumerate(freeze_questions(family_of, askable), start=1)
    )
    turn.begun_at = timezone.now()
    turn.save(update_fields=["begun_at"])
    return turn


def banks_of(person: Person) -> list[str]:
    """The banks of the quizzes this person has passed."""
    passed = QuizAttempt.objects.filter(person=person, state=AttemptState.PASSED).values("quiz_key")
    return sorted(set(Quiz.objects.filter(translation_key__in=passed).values_list("bank", flat=True)))


def missed_last(person: Person) -> set[str]:
    """Questions whose last answer, in a quiz or in a turn, was not right, by key."""
    there = Question.objects.live().values("translation_key")
    quizzes = AttemptQuestion.objects.filter(attempt__person=person, points__isnull=False, version__key__in=there)
    turns = RecallCard.objects.filter(turn__person=person, points__isnull=False, version__key__in=there)
    answers: list[tuple[Any, UUID, int | None]] = [
        *quizzes.values_list("attempt__submitted_at", "version__key", "points"), *turns.values_list("answered_at", "version__key", "points"),
    ]  # fmt: skip
    last = {str(key): points for _at, key, points in sorted(answers, key=lambda one: one[0])}
    return {key for key, points in last.items() if (points or 0) < FULL}


@transaction.atomic
def answer_card(card: RecallCard, *, chosen: Any, by: Person) -> RecallCard:
    """Keep the answer and mark it. The first one counts. Refuses (Invalid) an empty one and options that are not the question's."""
    demand(by, "quizzes.recall", card.turn)
    try:
        read = card.version.how.read(chosen, card.version.asked)
    except Unreadable as wrong:
        raise Invalid(_("That is not one of the answers to this question. Nothing was changed.")) from wrong
    if not read:
        raise Invalid(_("Choose an answer first."))
    now, points = timezone.now(), card.version.how.points(read, card.version.answers["right"])
    RecallCard.objects.filter(pk=card.pk, answered_at=None).update(chosen=read, points=points, answered_at=now)
    is_last = not card.turn.cards.filter(answered_at=None).exists()
    if is_last and RecallTurn.objects.filter(pk=card.turn_id, done_at=None).update(done_at=now):
        record("recall.done", card.turn, by=by)
    card.refresh_from_db()
    return card


def recall_of(person: Person, series: str | None = None) -> Kept:
    """How somebody keeps it up, in the newest series (or this one): for the requirement of a renewal."""
    return kept_up(list(RecallTurn.objects.filter(person=person).order_by("-pk")), series)


def kept_up(turns: list[RecallTurn], series: str | None = None) -> Kept:
    """The same from the turns of one person, the newest first."""
    wanted = series or (turns[0].series if turns else "")
    return kept([Turn(turn.due_at, turn.done_at) for turn in turns if turn.series == wanted], timezone.now())


def remind_of_recall() -> int:
    """Tell everybody for whom a turn waits, once for each; returns how many were told now."""
    waiting = RecallTurn.objects.waiting(timezone.now()).filter(person__is_active=True).select_related("person")
    return sum(tell(turn.person, "recall_due", reason=f"recall:{turn.pk}", link="/recall/") is not None for turn in waiting)
