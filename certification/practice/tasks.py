"""Wrappers for the worker; each is harmless when run again."""

from django.tasks import task

from certification.practice import actions


@task
def end_overdue_chats() -> None:
    """Every minute: time ends a chat also when nobody looks."""
    actions.end_overdue()
    actions.close_missed()


@task
def purge_transcripts() -> None:
    """Every day: transcripts are deleted on their date."""
    actions.purge_due()
