"""Wrappers for the worker; each is harmless when run again."""

from django.tasks import task

from certification.practice import actions


@task
def end_overdue_chats() -> None:
    """Every minute: time ends a chat also when nobody looks."""
    actions.end_overdue()
    actions.close_missed()


@task
def repeat_talks() -> None:
    """Every half hour: a talk nobody has taken for a day is told to more people."""
    actions.repeat_talks()


@task
def remind() -> None:
    """Every five minutes: each person hears of a chat once, as long before as they wished."""
    actions.remind_due()
