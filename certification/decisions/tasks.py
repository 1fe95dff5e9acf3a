"""Wrappers that the worker calls."""

from django.tasks import task

from certification.decisions import cover


@task
def free_what_nobody_holds() -> None:
    """Every night: what people hold who have left goes back to those who may take it. Harmless when run again."""
    cover.free_what_nobody_holds()
