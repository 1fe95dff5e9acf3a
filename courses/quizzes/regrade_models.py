"""A corrected question, and whose result it changed."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.quizzes.models import QuestionVersion, QuizAttempt
from courses.quizzes.states import GRADED, AttemptState
from lms.people.models import Person

LONGEST = 400


class Way(models.TextChoices):
    """How answers to the older form are marked now."""

    KEY = "key", _("By the corrected answers")
    ALL = "all", _("Right for everybody who was asked")


class Regrade(models.Model):
    """One correction, applied once, to every graded answer to older forms of the question. It counts for quizzes that were open then, too."""

    question_key = models.UUIDField(db_index=True)
    corrected = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="regrades")
    way = models.CharField(_("how to mark"), max_length=4, choices=Way, default=Way.KEY)
    may_lower = models.BooleanField(_("results may sink"), default=False)
    reason = models.TextField(_("what was wrong"), max_length=LONGEST)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"regrade {self.pk}"


class RegradedResult(models.Model):
    """What a correction did to one attempt: kept so that the result before can always be told."""

    regrade = models.ForeignKey(Regrade, models.PROTECT, related_name="results")
    attempt = models.ForeignKey(QuizAttempt, models.CASCADE, related_name="regraded")
    state_before = models.CharField(max_length=8, choices=AttemptState)
    state_after = models.CharField(max_length=8, choices=AttemptState)
    score_before = models.PositiveSmallIntegerField()
    score_after = models.PositiveSmallIntegerField()
    spared = models.BooleanField(default=False)  # the corrected key alone would have said "not yet"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["regrade", "attempt"], name="regraded_once"),
            models.CheckConstraint(condition=models.Q(state_before__in=GRADED, state_after__in=GRADED), name="regraded_states"),
        ]

    def __str__(self) -> str:
        return f"{self.regrade_id}/{self.attempt_id}"
