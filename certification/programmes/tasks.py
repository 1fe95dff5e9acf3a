"""Wrappers that the worker calls."""

from django.tasks import task

from certification.programmes import nightly


@task
def recompute_all() -> None:
    """Every night: have every projection brought up to date, in portions between which the worker does what else there is to do."""
    for first, last in nightly.portions():
        recompute_portion.enqueue(first, last)


@task
def recompute_portion(first: int, last: int) -> None:
    """The ways with these ids and those between. Harmless when run again."""
    nightly.bring_up_to_date(first, last)
