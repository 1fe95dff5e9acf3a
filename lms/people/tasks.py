"""Wrappers that the worker calls by id."""

from django.tasks import task

from lms.people import actions


@task
def send_invitation(invitation_id: int) -> None:
    """Send one invitation's e-mail; harmless when run again."""
    actions.send_invitation(invitation_id)
