"""What the worker does for privacy; harmless when run again."""

from django.tasks import task

from lms.privacy import actions


@task
def let_time_pass() -> None:
    """Every night: what was kept long enough goes."""
    for _clock in actions.let_time_pass():
        pass
