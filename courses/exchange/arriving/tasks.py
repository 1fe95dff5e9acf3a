"""Wrappers for the queue; each is harmless when run twice."""

from django.tasks import task

from courses.exchange.arriving.actions import carry_on
from courses.exchange.arriving.models import Arrival


@task
def carry_questions_on(arrival_id: int) -> None:
    """Look at a file with questions, or read it in, as far as one turn goes; the rest is another task."""
    arrival = Arrival.objects.select_related("brought_by").filter(pk=arrival_id).first()
    if arrival is not None and carry_on(arrival):
        carry_questions_on.enqueue(arrival_id)
