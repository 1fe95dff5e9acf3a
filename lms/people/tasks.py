"""Wrappers that the worker calls by id."""

from datetime import timedelta

from django.tasks import task
from django.utils import timezone

from lms.people import actions, applications
from lms.people.applications import Application
from lms.people.models import Invitation


@task
def send_invitation(invitation_id: int) -> None:
    """Send one invitation's e-mail; harmless when run again."""
    actions.send_invitation(invitation_id)


@task
def send_answer(application_id: int) -> None:
    """Send one answer to somebody who wanted to join; harmless when run again."""
    applications.send_answer(application_id)


@task
def send_late_letters() -> None:
    """Try again for invitations and answers that have waited ten minutes, for instance while the mail server was down."""
    before = timezone.now() - timedelta(minutes=10)
    for pk in Invitation.objects.open().filter(sent_at=None, created_at__lt=before).order_by("pk").values_list("pk", flat=True)[:200]:
        send_invitation.enqueue(pk)
    for pk in Application.objects.filter(answered_at__lt=before).order_by("pk").values_list("pk", flat=True)[:200]:
        send_answer.enqueue(pk)
