"""A panel of judges that sets the pass mark of a quiz in two rounds."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from courses.quizzes.models import QuestionVersion
from courses.quizzes.states import PanelState
from lms.people.models import Person, Role

JUDGES = (Role.SUPERVISOR, Role.ASSESSOR, Role.CERTIFIER, Role.MENTOR)  # who knows what somebody just good enough can do


class AngoffPanelQuerySet(models.QuerySet["AngoffPanel"]):
    def visible_to(self, person: Person) -> AngoffPanelQuerySet:
        """Those one judges in. Editors have their own door."""
        return self.filter(judges=person)

    def running(self) -> AngoffPanelQuerySet:
        return self.exclude(state=PanelState.CLOSED)


class AngoffPanel(models.Model):
    """One panel for one quiz; `rules` is the blueprint it judged. One at a time for a quiz."""

    quiz_key = models.UUIDField(db_index=True)
    rules = models.JSONField()
    bank = models.CharField(max_length=60)
    state = models.CharField(max_length=8, choices=PanelState, default=PanelState.FIRST)
    judges = models.ManyToManyField(Person, related_name="angoff_panels")
    opened_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True)
    share = models.DecimalField(max_digits=3, decimal_places=2, null=True)  # the mark it came to
    objects = AngoffPanelQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            models.UniqueConstraint(fields=["quiz_key"], condition=~Q(state="closed"), name="angoff_one_open"),
            models.CheckConstraint(condition=Q(state__in=PanelState.values), name="angoff_state"),
            models.CheckConstraint(condition=~Q(state="closed") | Q(closed_at__isnull=False), name="angoff_closed_has_date"),
        ]

    def __str__(self) -> str:
        return f"panel {self.pk}"


class AngoffItem(models.Model):
    """A question as the panel judges it. `row` is the line of the blueprint that may draw it."""

    panel = models.ForeignKey(AngoffPanel, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    row = models.PositiveSmallIntegerField()
    version = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["panel", "position"], name="angoff_position_once")]

    def __str__(self) -> str:
        return f"{self.panel_id}/{self.position}"


class AngoffEstimate(models.Model):
    """What one judge expects in one round: how many of a hundred people who are just good enough get this question right."""

    item = models.ForeignKey(AngoffItem, models.CASCADE, related_name="estimates")
    judge = models.ForeignKey(Person, models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField()
    percent = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "judge", "round"], name="angoff_estimate_once"),
            models.CheckConstraint(condition=Q(percent__lte=100, round__in=[1, 2]), name="angoff_estimate_sane"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.percent}"
