"""Notices: one row for each person and reason, shown in the inbox and sent by e-mail once."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from lms.people.known import asks_along


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, person: models.Model) -> "NoticeQuerySet":
        return self.filter(person=person)

    def unread(self) -> "NoticeQuerySet":
        return self.filter(read_at=None)

    def unsent(self) -> "NoticeQuerySet":
        return self.filter(sent_at=None, by_mail=True)


class Notice(models.Model):
    """`reason` names the event with ids (`practice.booked:41`), so the same event never makes two notices for one person.

    `kind` picks the texts (templates/emails/<kind>.txt, subject first), `params` holds what they need: aliases, titles, dates as ISO text.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=60)
    reason = models.CharField(max_length=160)
    params = models.JSONField(default=dict)
    link = models.CharField(max_length=300, blank=True)
    by_mail = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [models.UniqueConstraint(fields=["person", "reason"], name="notice_once_per_reason")]

    def __str__(self) -> str:
        return f"{self.kind} {self.person_id}"


asks_along("news", "SELECT count(*) FROM lms_notice n WHERE n.person_id = p.id AND n.read_at IS NULL")
