"""Wrappers for the queue; each is harmless when run twice."""

from django.tasks import task

from courses.progress.changing import tell_readers


@task
def tell_readers_of(change_id: int) -> None:
    """Tell those who are asked to read a changed lesson again."""
    tell_readers(change_id)
