"""Questions that come back after certification: four turns of two, each done once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone

from courses.quizzes.kinds import told
from courses.quizzes.models import QuestionVersion
from courses.quizzes.recall_rules import LASTS
from lms.people.models import Person


class RecallTurnQuerySet(models.QuerySet["RecallTurn"]):
    def visible_to(self, person: Person) -> RecallTurnQuerySet:
        """One's own. How somebody answered is nobody else's business; that they did is told by the requirement."""
        return self.filter(person=person)

    def waiting(self, now: datetime) -> RecallTurnQuerySet:
        """Due, not done, and not yet over."""
        return self.filter(done_at=None, due_at__lte=now, due_at__gt=now - LASTS)


class RecallTurn(models.Model):
    """One turn. `series` names what began it, such as `certificate:7`; a newer series takes the place of what is not done yet."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="recall_turns")
    series = models.CharField(max_length=40)
    number = models.PositiveSmallIntegerField()  # from 1
    due_at = models.DateTimeField(db_index=True)
    begun_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    objects = RecallTurnQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["person", "series", "number"], name="recall_turn_once")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.series}/{self.number}"

    @property
    def is_waiting(self) -> bool:
        now = timezone.now()
        return self.done_at is None and self.due_at <= now < self.due_at + LASTS


class RecallCardQuerySet(models.QuerySet["RecallCard"]):
    def visible_to(self, person: Person) -> RecallCardQuerySet:
        return self.filter(turn__person=person)


class RecallCard(models.Model):
    """One question of a turn. The first answer stays: here one learns from the explanation, nothing is passed or not."""

    turn = models.ForeignKey(RecallTurn, models.CASCADE, related_name="cards")
    position = models.PositiveSmallIntegerField()  # from 1
    version = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="recalls")
    option_order = models.JSONField(default=list)
    chosen = models.JSONField(default=list)
    points = models.PositiveSmallIntegerField(null=True)  # in hundredths
    answered_at = models.DateTimeField(null=True)
    objects = RecallCardQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["turn", "position"], name="recall_card_once")]

    def __str__(self) -> str:
        return f"{self.turn_id}/{self.position}"

    def face(self) -> dict[str, Any]:
        """The question as it may be shown before it is answered."""
        text, how = self.version.text(), self.version.how
        shown = how.shown(text, self.option_order, self.chosen)
        return {"parts": told(how, text), "form": f"courses/parts/answer_{how.form}.html", **shown}
