"""Wrappers that the worker calls."""

from django.tasks import task

from certification.credentials import actions, renewal


@task
def issue_missing_certificates() -> None:
    """Every night: certificates of grants that have none. Harmless when run again, or twice at once."""
    actions.issue_missing()


@task
def remind_of_the_end() -> None:
    """Every morning: certificates that run out soon. Nobody is told twice."""
    actions.remind_of_the_end()


@task
def tell_of_rest() -> None:
    """Every morning: holders whose skills have rested. Nobody is told twice of the same rest."""
    renewal.tell_of_rest()


@task
def tell_of_conditions() -> None:
    """Every morning: conditions whose day has come. Nobody is told twice of the same day."""
    actions.tell_of_conditions()
