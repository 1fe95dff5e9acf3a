"""Wrappers for the worker; each is harmless when run again."""

from django.tasks import task

from certification.assessment import trials


@task
def remind_to_calibrate() -> None:
    """Every day: raters whose calibration runs out within a month, or has run out, hear of it once."""
    trials.remind_due()
