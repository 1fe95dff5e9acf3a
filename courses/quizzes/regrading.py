"""A question was wrong: rehearse what the correction changes and for whom, then do it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from cms.versions import digest_of
from courses.quizzes.correcting import Outcome, outcome, same_options, worth
from courses.quizzes.freezing import families, freeze_questions, is_askable
from courses.quizzes.models import AttemptQuestion, QuestionVersion, QuizAttempt
from courses.quizzes.regrade_models import LONGEST, Regrade, RegradedResult, Way
from courses.quizzes.rules import FULL, Mark
from courses.quizzes.signals import quiz_graded
from courses.quizzes.states import ATTEMPT, AttemptState
from lms.audit.actions import record
from lms.kernel.errors import DomainError, IllegalTransition, Invalid
from lms.kernel.permissions import demand
from lms.notify.actions import tell
from lms.people.models import Person


@dataclass(frozen=True)
class Change:
    """What a correction does to one attempt; `points` by the row of each answer to the question."""

    attempt: QuizAttempt
    outcome: Outcome
    points: dict[int, int]

    @property
    def facts(self) -> list[Any]:
        return [self.attempt.pk, self.attempt.state, self.attempt.score, sorted(self.points.items()), self.outcome.after.passed]


@dataclass(frozen=True)
class Rehearsal:
    """The dry run. `token` stands for exactly these changes; `unreadable` answers were to a form with other options and stay."""

    corrected: QuestionVersion
    way: str
    may_lower: bool
    changes: list[Change]
    answers: int
    unreadable: int

    @property
    def told(self) -> list[Change]:
        """Those whose result changes, or who keep one that the corrected key would not give."""
        return [change for change in self.changes if change.outcome.changes or change.outcome.spared]

    @property
    def token(self) -> str:
        return digest_of([self.corrected.pk, self.way, self.may_lower, [change.facts for change in self.changes]])


def rehearse(key: UUID, *, way: str = Way.KEY, may_lower: bool = False) -> Rehearsal:
    """What would change if every graded answer to older forms of a question were marked by its published form. Changes no result.

    Refuses (`not_ready`) a question that is not published or cannot be asked.
    """
    corrected = newest_form(key)
    older = AttemptQuestion.objects.filter(version__key=key, version__number__lt=corrected.number, points__isnull=False)
    answers = list(older.select_related("version").order_by("pk"))
    attempts = QuizAttempt.objects.graded().in_bulk({answer.attempt_id for answer in answers})
    readable = [
        answer for answer in answers if answer.attempt_id in attempts and (way == Way.ALL or is_readable(answer.version, corrected))
    ]
    mine: dict[int, dict[int, int]] = defaultdict(dict)
    for answer in readable:
        mine[answer.attempt_id][answer.position] = marked(answer.chosen, corrected, way)
    changes = list(_changes(attempts, mine, may_lower and way == Way.KEY))
    return Rehearsal(corrected, way, may_lower and way == Way.KEY, changes, len(answers), len(answers) - len(readable))


def newest_form(key: UUID) -> QuestionVersion:
    """The question as it is published now, frozen."""
    family = families([key])
    if not is_askable(family.get(str(key), {})):
        raise DomainError(_("Publish the corrected question first."), code="not_ready")
    return freeze_questions(family, [str(key)])[0]


def is_readable(older: QuestionVersion, corrected: QuestionVersion) -> bool:
    """Whether answers to the older form mean the same in the corrected one."""
    if older.kind != corrected.kind or older.asked.get("matches") != corrected.asked.get("matches"):
        return False
    return same_options(older.option_ids, corrected.option_ids)


def marked(chosen: list[str], corrected: QuestionVersion, way: str) -> int:
    """What an answer is worth by a correction."""
    return FULL if way == Way.ALL else corrected.how.points(chosen, corrected.answers["right"])


def _changes(attempts: dict[int, QuizAttempt], mine: dict[int, dict[int, int]], may_lower: bool) -> Iterable[Change]:
    rows: dict[int, list[AttemptQuestion]] = defaultdict(list)
    for row in AttemptQuestion.objects.filter(attempt_id__in=mine).select_related("version").order_by("attempt_id", "position"):
        rows[row.attempt_id].append(row)
    people = Person.objects.in_bulk({attempts[pk].person_id for pk in mine})
    for pk, at in sorted(mine.items()):
        attempt, places = attempts[pk], {row.position: place for place, row in enumerate(rows[pk])}
        attempt.person = people[attempt.person_id]
        marks = [Mark(row.points or 0, row.version.is_critical) for row in rows[pk]]
        corrected = {places[position]: points for position, points in at.items()}
        passed = attempt.state == AttemptState.PASSED
        found = outcome(marks, corrected, attempt.blueprint.pass_share, may_lower=may_lower, passed=passed)
        points = {rows[pk][place].pk: worth(marks[place].points, new, may_lower=may_lower) for place, new in corrected.items()}
        yield Change(attempt, found, points)


@transaction.atomic
def regrade(key: UUID, *, way: str, may_lower: bool, reason: str, token: str, by: Person) -> Regrade:
    """Do what was rehearsed: mark anew, tell everybody whose result changed, let certificates behind a shaken result be looked at.

    Nobody's result sinks unless `may_lower`. Refuses (Invalid) without a reason, and (stale) when the rehearsal that `token` stands
    for is not what would happen now.
    """
    demand(by, "quizzes.tend")
    if way not in Way.values or not reason.strip() or len(reason) > LONGEST:
        raise Invalid(_("Write in a sentence what was wrong with the question."))
    rehearsal = rehearse(key, way=way, may_lower=may_lower)
    if rehearsal.token != token:
        raise IllegalTransition(_("Somebody has handed in or changed something meanwhile. Look at the list again."), code="stale")
    done = Regrade.objects.create(
        question_key=key, corrected=rehearsal.corrected, way=way, may_lower=rehearsal.may_lower, reason=reason.strip(), by=by
    )
    for change in rehearsal.changes:
        _apply(change, done, by)
    record("quiz.regrade", done, by=by, fields={"question": key, "version": rehearsal.corrected.pk, "changed": len(rehearsal.told)})
    return done


def _apply(change: Change, done: Regrade, by: Person) -> None:
    """Write the points and, where it changes, the result of one attempt, and say so."""
    attempt, found = change.attempt, change.outcome
    for pk, points in change.points.items():
        AttemptQuestion.objects.filter(pk=pk).update(points=points, is_right=points >= FULL)
    if not found.changes and not found.spared:
        return
    after = AttemptState.PASSED if found.after.passed else AttemptState.NOT_YET
    RegradedResult.objects.create(
        regrade=done, attempt=attempt, state_before=attempt.state, state_after=after, score_before=attempt.score or 0,
        score_after=found.after.score, spared=found.spared,
    )  # fmt: skip
    fields = {"score": found.after.score, "critical_missed": found.after.critical_missed}
    if after != attempt.state:
        ATTEMPT.move(attempt, after, by=by, fields=fields, regrade=done.pk)
    elif found.changes:
        if not QuizAttempt.objects.filter(pk=attempt.pk, state=attempt.state, score=attempt.score).update(**fields):
            raise IllegalTransition(code="stale")
        record("quiz.regrade_result", attempt, by=by, fields={"regrade": done.pk})
    if found.changes:
        _tell(attempt, done)
    quiz_graded.send(sender=QuizAttempt, attempt=attempt, shaken=found.spared or found.sinks)


def _tell(attempt: QuizAttempt, done: Regrade) -> None:
    tell(
        attempt.person, "quiz_regraded", reason=f"quiz.regraded:{done.pk}:{attempt.pk}", link=f"/quiz/attempt/{attempt.pk}/result/",
        title=attempt.version.text(attempt.person.language)["title"],
    )  # fmt: skip


def corrections_of(versions: Collection[QuestionVersion]) -> dict[int, Regrade]:
    """The newest correction that counts for each of these forms of questions, by the id of the form: for quizzes that were open then."""
    found: dict[int, Regrade] = {}
    for done in Regrade.objects.filter(question_key__in={version.key for version in versions}).select_related("corrected").order_by("pk"):
        for version in versions:
            older = version.key == done.question_key and version.number < done.corrected.number
            if older and (done.way == Way.ALL or is_readable(version, done.corrected)):
                found[version.pk] = done
    return found


def points_with(own: int, chosen: list[str], correction: Regrade | None) -> int:
    """The points of an answer in a quiz that is graded after its question was corrected."""
    if correction is None:
        return own
    return worth(own, marked(chosen, correction.corrected, correction.way), may_lower=correction.may_lower)
