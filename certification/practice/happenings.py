"""What happens in a room besides the lines: alerts, pauses, steps told, and a watcher's own notes. Never a flag on a message."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certification.practice.models import PracticeChat
from lms.people.models import Person


class HappeningKind(models.TextChoices):
    ALERT = "alert", _("Pressed the alert button")
    ALERT_SEEN = "alert_seen", _("The alert was taken")
    HELP = "help", _("Asked for a pause and help")
    PAUSE = "pause", _("Pause")
    RESUME = "resume", _("Went on")


ALERTS = (HappeningKind.ALERT, HappeningKind.ALERT_SEEN)


class Happening(models.Model):
    """Something one of the three did, at its second and at the line it followed. An alert pressed twice at one line is one alert."""

    chat = models.ForeignKey(PracticeChat, models.CASCADE, related_name="happenings")
    kind = models.CharField(max_length=12, choices=HappeningKind)
    seq = models.PositiveIntegerField()  # the last message at that second
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["chat", "kind", "seq"], condition=Q(kind__in=ALERTS), name="happening_alert_once_a_line"),
        ]

    def __str__(self) -> str:
        return f"{self.chat_id}/{self.seq} {self.kind}"


class ToldStep(models.Model):
    """A step of the secret ladder the partner has told, and the line after which they said so."""

    chat = models.ForeignKey(PracticeChat, models.CASCADE, related_name="told_steps")
    step = models.PositiveSmallIntegerField()  # counted from 1
    seq = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["step"]
        constraints = [models.UniqueConstraint(fields=["chat", "step"], name="told_step_once")]

    def __str__(self) -> str:
        return f"{self.chat_id} step {self.step}"


class PrivateNoteQuerySet(models.QuerySet["PrivateNote"]):
    def visible_to(self, person: Person) -> PrivateNoteQuerySet:
        """Only one's own. There is no role that reads another's."""
        return self.filter(by=person)


class PrivateNote(models.Model):
    """What a supervisor writes down for themselves. Never part of a rating or of feedback; deleted with the transcript."""

    chat = models.ForeignKey(PracticeChat, models.CASCADE, related_name="private_notes")
    by = models.ForeignKey(Person, models.CASCADE, related_name="+")
    body = models.TextField(blank=True)
    changed_at = models.DateTimeField(default=timezone.now)
    objects = PrivateNoteQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chat", "by"], name="private_note_once")]

    def __str__(self) -> str:
        return f"note {self.chat_id} {self.by_id}"
