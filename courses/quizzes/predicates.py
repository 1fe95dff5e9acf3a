"""Questions about a person and a quiz, an attempt, or somebody who learns."""

from typing import Any

from courses.quizzes.angoff_models import AngoffPanel
from courses.quizzes.bank import LEARNERS
from courses.quizzes.guides import TalkFile, learners_of
from courses.quizzes.models import AttemptQuestion, QuizAttempt
from courses.quizzes.recall_models import RecallCard, RecallTurn
from lms.kernel.permissions import predicate
from lms.people.models import Person


@predicate
def is_learner(person: Any, obj: Any) -> bool:
    """Everybody with a role may take courses, except auditors."""
    return bool(person.organisations_as(*LEARNERS))


@predicate
def is_own_attempt(person: Any, obj: Any) -> bool:
    attempt = obj.attempt if isinstance(obj, AttemptQuestion) else obj
    return isinstance(attempt, QuizAttempt) and attempt.person_id == person.pk


@predicate
def has_that_turn(person: Any, obj: Any) -> bool:
    """A turn of questions that come back, or one of them, is the person's own."""
    turn = obj.turn if isinstance(obj, RecallCard) else obj
    return isinstance(turn, RecallTurn) and turn.person_id == person.pk


@predicate
def is_guide_of(person: Any, obj: Any) -> bool:
    """Supervises, mentors or coordinates where `obj` (a person, or the file about their tries) is a trainee; never oneself."""
    learner = obj.learner if isinstance(obj, TalkFile) else obj
    return isinstance(learner, Person) and learners_of(person).filter(pk=learner.pk).exists()


@predicate
def sits_in_panel(person: Any, obj: Any) -> bool:
    """Was asked to judge in this panel about a pass mark."""
    return isinstance(obj, AngoffPanel) and obj.judges.filter(pk=person.pk).exists()
