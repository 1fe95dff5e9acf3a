"""A quiz of three questions (two on role, one critical on safety) and an attempt of Tuva's at it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from courses.quizzes.actions import start_attempt
from courses.quizzes.models import Quiz, QuizAttempt
from tests.builders import a_quiz
from tests.cast import Cast


@pytest.fixture
def quiz(cast: Cast) -> Quiz:
    return a_quiz()


@pytest.fixture
def attempt(cast: Cast, quiz: Quiz) -> QuizAttempt:
    return start_attempt(quiz, by=cast.tuva)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[..., datetime]:
    """Move the server's clock: `later(minutes=21)` from now on; hours and days too."""
    real, moved = timezone.now, [timedelta()]
    monkeypatch.setattr(timezone, "now", lambda: real() + moved[0])

    def move(**by: float) -> datetime:
        moved[0] += timedelta(**by)
        return timezone.now()

    return move
