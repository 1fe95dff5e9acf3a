"""Wrappers that the worker calls by id."""

from datetime import timedelta

from django.tasks import task
from django.utils import timezone

from lms.notify import actions
from lms.notify.models import Notice


@task
def send_notice(notice_id: int) -> None:
    """Send one notice's e-mail; harmless when run again."""
    actions.send(notice_id)


@task
def send_late_notices() -> None:
    """Try again for every notice that waited more than ten minutes, for instance while the mail server was down."""
    waiting = Notice.objects.unsent().filter(created_at__lt=timezone.now() - timedelta(minutes=10), person__is_active=True)
    for notice_id in waiting.order_by("pk").values_list("pk", flat=True)[:500]:
        send_notice.enqueue(notice_id)
