"""Wrappers that the worker calls."""

from django.tasks import task

from certification.programmes.engine import recompute
from certification.programmes.models import Enrolment


@task
def recompute_all() -> None:
    """Every night: bring every projection up to date, also where a signal was lost or a date has passed. Harmless when run again."""
    for enrolment in (
        Enrolment.objects.current().select_related("version", "person", "organisation").order_by("pk").iterator(chunk_size=200)
    ):
        recompute(enrolment, cause="nightly")
