"""Wrappers for the queue; each is harmless when run twice."""

from django.tasks import task

from courses.quizzes.grading import close_all_overdue
from courses.quizzes.recall import remind_of_recall


@task
def close_overdue_attempts() -> None:
    """Grade every attempt whose time is up, whether or not its person comes back."""
    close_all_overdue()


@task
def remind_of_turns() -> None:
    """Tell everybody for whom questions come back today."""
    remind_of_recall()
