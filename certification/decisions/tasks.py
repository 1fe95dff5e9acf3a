"""Wrappers that the worker calls."""

from django.tasks import task

from certification.decisions import cover


@task
def free_what_nobody_holds() -> None:
    """Every night: appeals and concerns of people who have left go back to those who may take them. Harmless when run again."""
    cover.free_what_nobody_holds()
