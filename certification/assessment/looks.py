"""The second look at a practice chat: why it was asked for, how the two ratings lie, and what a moderator decided."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from certification.assessment.seats import MODERATORS, RATERS, REVEALED
from certification.assessment.states import BOTH_IN, RecheckState, SecondLookState
from certification.practice.models import PracticeChat
from lms.people.models import Person


class SecondLookQuerySet(models.QuerySet["SecondLook"]):
    def visible_to(self, person: Person) -> SecondLookQuerySet:
        """Never while the second rater is still to be blind. Then for those who rated it and those who may moderate there; for other
        raters there when feedback is out. Never for trainee or partner."""
        rated = Q(chat__assessments__rater=person) & ~Q(chat__assessments__state="annulled")
        there = Q(chat__organisation_id__in=person.organisations_as(*MODERATORS))
        watching = Q(chat__organisation_id__in=person.organisations_as(*RATERS), chat__state__in=REVEALED)
        seen = self.filter(rated | there | watching, state__in=BOTH_IN)
        return seen.exclude(chat__partner=person).exclude(chat__enrolment__person=person).distinct()

    def disputed(self) -> SecondLookQuerySet:
        return self.filter(state=SecondLookState.DISPUTED)


class SecondLook(models.Model):
    """`reasons`: codes of doubling.py, or "asked". `disputes`: {"levels": {criterion: [one, other]}, "critical": [keys]}.

    Of a settled one `levels` and `critical` are what stands of the disputed, `words` says why. Both ratings stay as they are.
    """

    chat = models.OneToOneField(PracticeChat, models.PROTECT, related_name="second_look")
    state = models.CharField(max_length=10, choices=SecondLookState, default=SecondLookState.WAITING)
    reasons = models.JSONField(default=list)
    asked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    disputes = models.JSONField(default=dict)
    levels = models.JSONField(default=dict)
    critical = models.JSONField(default=list)
    words = models.TextField(blank=True)
    settled_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    objects = SecondLookQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(state__in=SecondLookState.values), name="second_look_state")]

    def __str__(self) -> str:
        return f"second look at {self.chat_id}"

    @property
    def organisation_id(self) -> int:
        return self.chat.organisation_id


class RecheckQuerySet(models.QuerySet["Recheck"]):
    def visible_to(self, person: Person) -> RecheckQuerySet:
        """The trainee who asked, those who may decide there, and the raters once it is decided. Never the partner."""
        there = Q(chat__organisation_id__in=person.organisations_as(*MODERATORS))
        rated = Q(chat__assessments__rater=person) & ~Q(state=RecheckState.ASKED)
        return self.filter(Q(chat__enrolment__person=person) | there | rated).exclude(chat__partner=person).distinct()

    def open(self) -> RecheckQuerySet:
        return self.filter(state=RecheckState.ASKED)


class Recheck(models.Model):
    """One request of a trainee, with their words, and what a moderator answered. Once for each chat."""

    chat = models.OneToOneField(PracticeChat, models.PROTECT, related_name="recheck")
    state = models.CharField(max_length=10, choices=RecheckState, default=RecheckState.ASKED)
    words = models.TextField(blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    answer = models.TextField(blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    objects = RecheckQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(state__in=RecheckState.values), name="recheck_state")]

    def __str__(self) -> str:
        return f"recheck of {self.chat_id}"

    @property
    def organisation_id(self) -> int:
        return self.chat.organisation_id


class RemovalQuerySet(models.QuerySet["RaterRemoval"]):
    def visible_to(self, person: Person) -> RemovalQuerySet:
        """The one it is about, and who did it."""
        return self.filter(Q(person=person) | Q(by=person))


class RaterRemoval(models.Model):
    """Somebody was taken out of rating on a day, with a reason. Nothing lifts it but calibrating again afterwards."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="rater_removals")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    reason = models.TextField()
    at = models.DateTimeField(default=timezone.now)
    objects = RemovalQuerySet.as_manager()

    def __str__(self) -> str:
        return f"removal of {self.person_id}"
