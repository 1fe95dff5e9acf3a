"""One person's walk through a dialogue: where they are, and which replies they chose. Private, and evidence of nothing."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from courses.dialogues.sources import Dialogue, DialogueVersion
from lms.people.models import Person

__all__ = ["Dialogue", "DialogueVersion", "DialogueWalk"]


class WalkQuerySet(models.QuerySet["DialogueWalk"]):
    def visible_to(self, person: Person) -> WalkQuerySet:
        """One's own only: nobody looks on while somebody practises alone."""
        return self.filter(person=person)


class DialogueWalk(models.Model):
    """`path` is [[place, number of the reply], …] from the beginning; `place` is where one stands. Points and grades there are none."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="dialogue_walks")
    dialogue_key = models.UUIDField()
    version = models.ForeignKey(DialogueVersion, models.PROTECT, related_name="walks")
    place = models.CharField(max_length=40)
    path = models.JSONField(default=list)
    began_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)  # begun anew: this one is not shown any more
    objects = WalkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "dialogue_key"], condition=Q(left_at=None), name="dialogue_walk_one_shown")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.dialogue_key}"
