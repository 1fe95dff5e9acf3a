"""What is known of a file with questions while it is on its way in, and afterwards."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.db import models
from django.utils import timezone

from courses.exchange.arriving.states import ArrivalState
from lms.people.models import Person

SILENCE = timedelta(minutes=3)  # longer than the worker gives a task and waits before it begins it again


class ArrivalQuerySet(models.QuerySet["Arrival"]):
    def visible_to(self, person: Person) -> ArrivalQuerySet:
        """One's own."""
        return self.filter(brought_by=person)


class Arrival(models.Model):
    """One file. `done` of `of_all` questions are through in the state it is in; the file lies in the waiting room under `key`."""

    key = models.UUIDField(default=uuid.uuid4, unique=True)
    brought_by = models.ForeignKey(Person, models.CASCADE, related_name="+")
    called = models.CharField(max_length=100)
    style = models.CharField(max_length=8)  # one of foreign.bank.STYLES
    wishes = models.JSONField()  # bank, area, language
    state = models.CharField(max_length=8, choices=ArrivalState, default=ArrivalState.LOOKING)
    done = models.PositiveIntegerField(default=0)
    of_all = models.PositiveIntegerField(default=0)  # 0 until the whole file was looked at
    counts = models.JSONField(default=dict)  # made, changed, same
    names = models.JSONField(default=dict)  # the first few of those that are made and changed
    errors = models.JSONField(default=list)  # [file, line, reason]
    notes = models.JSONField(default=list)  # what is not carried, and what is to be done before something can be published
    begun_at = models.DateTimeField(default=timezone.now)
    touched_at = models.DateTimeField(default=timezone.now)
    objects = ArrivalQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(state__in=ArrivalState.values), name="arrival_state")]

    def __str__(self) -> str:
        return f"arrival {self.pk}"

    @property
    def is_under_way(self) -> bool:
        return self.state in (ArrivalState.LOOKING, ArrivalState.READING)

    @property
    def has_stopped(self) -> bool:
        """Nothing was heard of it for so long that nobody is at it any more."""
        return self.is_under_way and self.touched_at < timezone.now() - SILENCE

    @property
    def percent(self) -> int:
        """How much is read in, in whole per cent; never a hundred before it is."""
        return min(100 * self.done // self.of_all, 99) if self.of_all else 0
