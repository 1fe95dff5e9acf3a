"""What people did outside of the system, as days and numbers: shifts, supervision, hours, courses. And one's own self-care plan.

Nothing of a real talk has a place here: there is no field to write it in.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certification.programmes.models import Enrolment
from certification.programmes.states import NextTime, Proof
from lms.people.models import Person


class LogEntryQuerySet(models.QuerySet["LogEntry"]):
    def visible_to(self, person: Person) -> LogEntryQuerySet:
        seen = self.filter(enrolment__in=Enrolment.objects.visible_to(person))
        return seen.select_related("enrolment__version", "enrolment__person", "by")

    def standing(self) -> LogEntryQuerySet:
        return self.filter(undone_at=None)


class LogEntry(models.Model):
    """One day on which something counted towards a requirement, written down by the role that the requirement names.

    `minutes`, `talks` and `next_time` are for shifts and hours, `source` and `proof` name a course held elsewhere, `until` is when
    it stops counting by itself. `slip` makes the same form sent twice one entry.
    """

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="log")
    requirement = models.CharField(max_length=60)
    on = models.DateField(_("day"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True)
    talks = models.PositiveSmallIntegerField(_("talks"), null=True)
    next_time = models.PositiveSmallIntegerField(_("next time"), choices=NextTime, null=True)
    source = models.CharField(_("course and organiser"), max_length=160, blank=True)
    proof = models.CharField(_("what was shown"), max_length=12, choices=Proof, blank=True)
    until = models.DateField(_("counts until"), null=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True)
    slip = models.UUIDField(unique=True)
    objects = LogEntryQuerySet.as_manager()

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(proof__in=["", *Proof.values]), name="log_proof"),
            models.CheckConstraint(condition=Q(next_time=None) | Q(next_time__in=NextTime.values), name="log_next_time"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=models.F("on")), name="log_until_after_on"),
        ]
        indexes = [models.Index(fields=["enrolment", "requirement", "on"], name="log_of_requirement")]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.requirement} {self.on}"


class SelfCarePlan(models.Model):
    """What somebody wants to do after a heavy talk. Only they read it; others see that it exists."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="self_care_plan")
    signs = models.TextField(_("how I notice that it was much"), blank=True, max_length=1000)
    calms = models.TextField(_("what does me good afterwards"), blank=True, max_length=1000)
    people = models.TextField(_("whom I talk to"), blank=True, max_length=1000)
    limits = models.TextField(_("when I take a break"), blank=True, max_length=1000)
    changed_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.person_id}"

    @property
    def is_written(self) -> bool:
        return any((self.signs, self.calms, self.people, self.limits))
