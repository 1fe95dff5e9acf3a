"""One door for telling a person something."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import models, transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone, translation

from lms.notify.models import Notice
from lms.notify.words import worded

CLAIM_LASTS = timedelta(minutes=10)


@transaction.atomic
def tell(person: Any, kind: str, *, reason: str, link: str = "", by_mail: bool = True, **params: Any) -> Notice | None:
    """Put a notice in the person's inbox and (by_mail) queue its e-mail, once for each `reason`; None if told before.

    `link` is a path without language prefix, such as `/practice/41/`. `params` must be plain JSON and hold no free text of others.
    """
    notice, new = Notice.objects.get_or_create(
        person=person, reason=reason, defaults={"kind": kind, "params": params, "link": link, "by_mail": by_mail}
    )
    if not new:
        return None
    if by_mail:
        from lms.notify.tasks import send_notice  # tasks wrap actions, so the import would be circular at the top

        send_notice.enqueue(notice.pk)
    return notice


def mark_read(notices: models.QuerySet[Notice]) -> int:
    """Mark notices as read now; returns how many were unread."""
    return notices.filter(read_at=None).update(read_at=timezone.now())


def subject_and_body(notice: Notice) -> tuple[str, str]:
    """The texts of a notice in its person's language: the first line of the template is the subject."""
    with translation.override(notice.person.language):
        link = f"{settings.BASE_URL}/{notice.person.language}{notice.link}" if notice.link else settings.BASE_URL
        text = render_to_string(f"emails/{notice.kind}.txt", {**worded(notice.params), "link": link, "person": notice.person})
    subject, _, body = text.strip().partition("\n")
    return subject.strip(), body.strip() + "\n"


def send(notice_id: int) -> bool:
    """Send the e-mail of a notice unless that was done; True when it left now.

    The row is claimed first, so two workers never send the same one. A mail server that refuses gives the claim back and
    raises, which makes the queue try again; a worker killed in between leaves a claim that runs out after ten minutes.
    """
    now = timezone.now()
    mine = Notice.objects.filter(pk=notice_id, sent_at=None, person__is_active=True)
    mine = mine.filter(Q(claimed_at=None) | Q(claimed_at__lt=now - CLAIM_LASTS))
    if not mine.update(claimed_at=now, attempts=models.F("attempts") + 1):
        return False
    notice = Notice.objects.select_related("person").get(pk=notice_id)
    subject, body = subject_and_body(notice)
    mail = EmailMessage(subject, body, to=[notice.person.email], headers={"Message-ID": f"<notice-{notice.pk}@{settings.MAIL_DOMAIN}>"})
    try:
        mail.send()
    except Exception:
        Notice.objects.filter(pk=notice_id).update(claimed_at=None)
        raise
    Notice.objects.filter(pk=notice_id).update(sent_at=timezone.now())
    return True
