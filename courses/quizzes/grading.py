"""Closing an attempt: claim it, grade it, tell those who should know. Whoever comes second finds the result of the first."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from courses.quizzes.models import AttemptQuestion, QuizAttempt
from courses.quizzes.queries import standing
from courses.quizzes.regrading import corrections_of, points_with
from courses.quizzes.rules import Mark, grade
from courses.quizzes.signals import quiz_graded
from courses.quizzes.states import ATTEMPT, AttemptState
from lms.notify.actions import tell
from lms.people.models import Person, Role, RoleAssignment


def close_overdue(attempt: QuizAttempt) -> QuizAttempt:
    """Grade an attempt whose time is up with what was saved in time; leave any other as it is. Harmless when repeated."""
    if attempt.is_overdue and attempt.deadline_at:
        return grade_attempt(attempt, at=attempt.deadline_at, by=None)
    return attempt


def close_mine(person: Person, quiz_key: UUID) -> None:
    """The same for one person's attempt at one quiz: whoever looks finds it as it really is."""
    for attempt in QuizAttempt.objects.overdue().filter(person=person, quiz_key=quiz_key).select_related("version", "person"):
        close_overdue(attempt)


def close_all_overdue() -> int:
    """Grade every attempt whose time is up; returns how many."""
    overdue = list(QuizAttempt.objects.overdue().select_related("version", "person")[:500])
    for attempt in overdue:
        close_overdue(attempt)
    return len(overdue)


@transaction.atomic
def grade_attempt(attempt: QuizAttempt, *, at: datetime, by: Person | None) -> QuizAttempt:
    """Claim, grade, tell. Whoever comes second gets the result of the first."""
    if not QuizAttempt.objects.open().filter(pk=attempt.pk).update(saved_at=F("saved_at")):
        attempt.refresh_from_db()
        return attempt
    questions, marks = list(attempt.questions.select_related("version")), []
    corrections = corrections_of([question.version for question in questions])
    for question in questions:
        own = question.version.how.points(question.chosen, question.version.answers["right"])
        question.points = points_with(own, question.chosen, corrections.get(question.version_id))
        mark = Mark(question.points, question.version.is_critical)
        question.is_right = mark.right
        marks.append(mark)
    AttemptQuestion.objects.bulk_update(questions, ["points", "is_right"])
    result = grade(marks, attempt.blueprint.pass_share)
    to = AttemptState.PASSED if result.passed else AttemptState.NOT_YET
    fields = {"submitted_at": at, "score": result.score, "critical_missed": result.critical_missed}
    ATTEMPT.move(attempt, to, by=by, fields=fields)
    quiz_graded.send(sender=QuizAttempt, attempt=attempt, shaken=False)
    _ask_for_a_talk(attempt)
    return attempt


def _ask_for_a_talk(attempt: QuizAttempt) -> None:
    """When the tries are used up, tell the supervisors where the person is a trainee (coordinators, where there are none)."""
    if standing(attempt.person, attempt.quiz_key).state != "talk":
        return
    there = RoleAssignment.objects.active().filter(organisation_id__in=attempt.person.organisations_as(Role.TRAINEE))
    guides: set[Person] = set()
    for role in (Role.SUPERVISOR, Role.COORDINATOR):
        guides = guides or {held.person for held in there.filter(role=role).select_related("person")}
    for guide in guides - {attempt.person}:
        title = attempt.version.text(guide.language)["title"]
        link = f"/quiz/{attempt.quiz_key}/talk/{attempt.person_id}/"
        tell(guide, "quiz_talk", reason=f"quiz.talk:{attempt.pk}", link=link, alias=attempt.person.alias, title=title)
