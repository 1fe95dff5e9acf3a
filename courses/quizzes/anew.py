"""Since when a pass counts: somebody who renews shows a quiz once more that they passed before.

Who is asked again is known above the courses; it is told here (`asks_anew`), so that nothing is imported upwards.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

from courses.quizzes.models import QuizAttempt
from courses.quizzes.states import AttemptState
from lms.people.models import Person

Since = Callable[[Person, UUID], datetime | None]
_told: list[Since] = []


def asks_anew(since: Since) -> None:
    """Have `since` asked from when on a pass of that quiz counts for that person; None when any pass counts."""
    _told.append(since)


def counting(person: Person, quiz_key: UUID, attempts: list[QuizAttempt]) -> list[QuizAttempt]:
    """The attempts at one quiz that still say something. Nobody is asked unless one of them is passed."""
    if not any(attempt.state == AttemptState.PASSED for attempt in attempts):
        return attempts
    days = [day for since in _told if (day := since(person, quiz_key))]
    return handed_in_since(max(days), attempts) if days else attempts


def handed_in_since(day: datetime, attempts: Iterable[QuizAttempt]) -> list[QuizAttempt]:
    """Those handed in from then on, and the one that is still open."""
    return [attempt for attempt in attempts if attempt.is_open or (attempt.submitted_at and attempt.submitted_at >= day)]
