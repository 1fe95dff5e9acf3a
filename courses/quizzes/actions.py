"""What one does with a quiz: begin, answer, hand in; and what a supervisor does afterwards."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.quizzes.anew import counting
from courses.quizzes.blueprint import Blueprint
from courses.quizzes.freezing import families, freeze_questions, freeze_quiz, is_askable, pool
from courses.quizzes.grading import close_mine, close_overdue, grade_attempt
from courses.quizzes.kinds import Unreadable
from courses.quizzes.models import AttemptQuestion, ExtraTime, QuestionVersion, Quiz, QuizAttempt, QuizTalk
from courses.quizzes.queries import blueprint_of, door_of, minutes_for, standing, times_seen
from courses.quizzes.rules import TooFew, draw
from courses.quizzes.states import AttemptState
from lms.audit.actions import record
from lms.kernel.errors import Busy, DomainError, IllegalTransition, Invalid
from lms.kernel.permissions import demand
from lms.people.models import Person


def start_attempt(quiz: Quiz, *, by: Person) -> QuizAttempt:
    """The person's open attempt at this quiz, begun now if there is none. Many starts at once give one attempt.

    Refuses (DomainError) when the quiz is passed (one that is only for practice may be taken again, and so may one that a renewal asks for), while a pause lasts
    (`wait`), when a talk comes first (`talk`) and when the quiz or its pools are not ready (`not_ready`).
    """
    demand(by, "quizzes.take", quiz)
    close_mine(by, quiz.translation_key)
    for _try in range(3):
        try:
            return _begin(quiz, by)
        except IntegrityError:  # somebody (this person in another tab, or an edited question) was faster: look again
            continue
    raise Busy()


@transaction.atomic
def _begin(quiz: Quiz, by: Person) -> QuizAttempt:
    key = quiz.translation_key
    before = list(QuizAttempt.objects.filter(person=by, quiz_key=key).select_related("version").order_by("pk"))
    if begun := next((attempt for attempt in before if attempt.is_open), None):
        return begun
    _refuse_if_shut(by, key, counting(by, key, before))
    if not Quiz.objects.live().filter(translation_key=key).exists():
        raise DomainError(_("This quiz is not open just now. Ask your coordinator."), code="not_ready")
    version, seed, now = freeze_quiz(key), secrets.randbits(62), timezone.now()
    drawn = _draw(quiz.bank, version.blueprint, by, seed)
    minutes = minutes_for(by, version.blueprint.minutes)
    attempt = QuizAttempt.objects.create(
        person=by, quiz_key=key, version=version, seed=seed, started_at=now, total=len(drawn),
        deadline_at=now + timedelta(minutes=minutes) if minutes else None,
    )  # fmt: skip
    AttemptQuestion.objects.bulk_create(
        AttemptQuestion(attempt=attempt, position=number, version=question, option_order=question.order(seed))
        for number, question in enumerate(drawn, start=1)
    )
    record("quiz.start", attempt, by=by)
    return attempt


def _refuse_if_shut(by: Person, key: UUID, before: list[QuizAttempt]) -> None:
    rules = blueprint_of(key) if before else None
    if rules and rules.for_practice:
        return
    if any(attempt.state == AttemptState.PASSED for attempt in before):
        raise DomainError(_("You have already passed this quiz."), code="passed")
    where = door_of(by, key, before)
    if where.state == "talk":
        raise DomainError(_("Now comes a talk with your supervisor. After that you can try again."), code="talk")
    if where.state == "wait" and where.at:
        raise DomainError(_("You can try again from %(when)s.") % {"when": clock(where.at, "DATETIME_FORMAT")}, code="wait")


def _draw(bank: str, asked: Blueprint, by: Person, seed: int) -> list[QuestionVersion]:
    """Draw and freeze. A published question with an impossible key is passed over."""
    there, seen = pool(bank), times_seen(by)
    while True:
        try:
            keys = draw(asked.rows, there, seen, seed)
        except TooFew as short:
            raise DomainError(_("This quiz is being worked on. Try again later."), code="not_ready") from short
        family_of = families(keys)
        broken = {key for key in keys if not is_askable(family_of.get(key, {}))}
        if not broken:
            return freeze_questions(family_of, keys)
        there = [one for one in there if one.key not in broken]


def clock(at: datetime, form: str = "TIME_FORMAT") -> str:
    """A moment in words, in the language and time zone of whoever reads."""
    return date_format(timezone.localtime(at), form)


@dataclass(frozen=True)
class Late:
    """An answer that waited on a device without a connection: when it was given, and which earlier ones the device knew of."""

    given_at: datetime
    known: Sequence[Any] = ()

    def knows(self, question: AttemptQuestion, answer: list[str]) -> bool:
        """Whether what is kept now comes from this device, or is the same."""
        return question.chosen == answer or any(question.chosen == _readable(one, question) for one in self.known)


def _readable(sent: Any, question: AttemptQuestion) -> list[str] | None:
    try:
        return question.version.how.read(sent, question.version.asked)
    except Unreadable:
        return None


@transaction.atomic
def _save(attempt: QuizAttempt, position: int, changes: dict[str, Any]) -> int:
    """Write one question's answer while the attempt is open and in time; 0 when it is not any more.

    The attempt is claimed first, so that handing in waits for this answer or this answer sees that it came too late.
    """
    now = changes["saved_at"]
    still = QuizAttempt.objects.open().filter(pk=attempt.pk).exclude(deadline_at__lt=now)
    if not still.update(saved_at=now):
        return 0
    return AttemptQuestion.objects.filter(attempt=attempt, position=position).update(**changes)


def save_answer(
    attempt: QuizAttempt, *, position: int, chosen: Any, by: Person, at_hand: AttemptQuestion | None = None, late: Late | None = None
) -> AttemptQuestion:
    """Keep an answer at once; the last one given counts, an empty one means not answered. Not in the audit trail: grading is.

    `at_hand` is the question as it was read just now, to spare reading it again; `late` says that the answer waited on a device.

    Refuses a question not in the attempt, options that are not the question's, an answer that waited while a newer one came from
    somewhere else (`elsewhere`), and anything after the end (`ended`, saying what was kept).
    """
    question = _question_for(attempt, position, by, at_hand)
    try:
        answer = question.version.how.read(chosen, question.version.asked)
    except Unreadable as wrong:
        raise Invalid(_("That is not one of the answers to this question. Nothing was changed.")) from wrong
    if late and question.chosen and question.saved_at and question.saved_at > late.given_at and not late.knows(question, answer):
        said = _("Question %(n)s: you gave another answer on another device at %(when)s, later than here. That one stands.")
        raise DomainError(said % {"n": position, "when": clock(question.saved_at)}, code="elsewhere")
    question.chosen = answer
    question.saved_at = timezone.now()
    changes = {"chosen": question.chosen, "saved_at": question.saved_at}
    if question.seconds is None and question.chosen:  # the first answer: how long it took, for the figures of the question
        begun = question.attempt.saved_at or question.attempt.started_at
        changes["seconds"] = max(0, int((question.saved_at - begun).total_seconds()))
    if not _save(attempt, position, changes):
        _say_it_ended(attempt)
    return question


def flag_question(attempt: QuizAttempt, *, position: int, flagged: bool, by: Person) -> AttemptQuestion:
    """Mark a question to look at later, or take the mark away. Refuses like `save_answer`."""
    question = _question_for(attempt, position, by)
    question.flagged, question.saved_at = bool(flagged), timezone.now()
    if not _save(attempt, position, {"flagged": question.flagged, "saved_at": question.saved_at}):
        _say_it_ended(attempt)
    return question


def _question_for(attempt: QuizAttempt, position: int, by: Person, at_hand: AttemptQuestion | None = None) -> AttemptQuestion:
    demand(by, "quizzes.answer", attempt)
    if at_hand and (at_hand.attempt_id, at_hand.position) == (attempt.pk, position):
        return at_hand
    question = attempt.questions.faces().filter(position=position).first()
    if question is None:
        raise Invalid(_("This question is not part of your quiz. Nothing was changed."))
    return question


def _say_it_ended(attempt: QuizAttempt) -> None:
    """Raise what a person should know who answers after the end: when it ended and how much was kept."""
    attempt = close_overdue(attempt)
    if attempt.is_open:
        attempt.refresh_from_db()
    kept = sum(1 for chosen in attempt.questions.values_list("chosen", flat=True) if chosen)
    when = clock(attempt.submitted_at or timezone.now())
    if attempt.ran_out:
        said = _("Time was up at %(when)s, so this answer came too late.") % {"when": when}
    else:
        said = _("You handed this quiz in at %(when)s, so this answer was not changed.") % {"when": when}
    counted = ngettext("%(n)s answer of %(total)s was kept.", "%(n)s answers of %(total)s were kept.", kept) % {
        "n": kept,
        "total": attempt.total,
    }
    raise DomainError(f"{said} {counted}", code="ended")


def submit_attempt(attempt: QuizAttempt, *, by: Person) -> QuizAttempt:
    """Hand in and grade. Twice gives the same result; after the time limit what was saved in time is graded."""
    demand(by, "quizzes.answer", attempt)
    attempt = close_overdue(attempt)
    return grade_attempt(attempt, at=timezone.now(), by=by) if attempt.is_open else attempt


@transaction.atomic
def record_talk(person: Person, *, quiz_key: UUID, by: Person) -> QuizTalk:
    """A talk was had: the person may try once more. Refuses when no talk is due."""
    demand(by, "quizzes.hold_talk", person)
    if standing(person, quiz_key).state != "talk":
        raise IllegalTransition(_("No talk is due any more. Somebody may have had it already."))
    talk = QuizTalk.objects.create(person=person, quiz_key=quiz_key, held_by=by, held_at=timezone.now())
    record("quiz.talk", person, by=by, fields={"quiz": quiz_key})
    return talk


@transaction.atomic
def give_extra_time(person: Person, *, percent: int, by: Person) -> ExtraTime:
    """From the next start on, the person's limits are that much longer. No reason is kept."""
    demand(by, "quizzes.give_extra_time", person)
    extra, _new = ExtraTime.objects.update_or_create(
        person=person, defaults={"percent": percent, "given_by": by, "given_at": timezone.now()}
    )
    record("quiz.extra_time", person, by=by, fields={"field": "percent"})
    return extra
