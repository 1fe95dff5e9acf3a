"""Appeals and concerns. Each has its own list of who may see it, and other hands than those it is about."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certification.decisions.models import SignOff
from certification.decisions.states import APPEAL_OPEN, AppealState, ConcernState, Outcome
from lms.people.models import Organisation, Person, Role


class AppealQuerySet(models.QuerySet["Appeal"]):
    def visible_to(self, person: Person) -> AppealQuerySet:
        """One's own, and those on whose list one stands."""
        mine = Q(signoff__enrolment__person=person)
        if person.has_role(Role.CERTIFIER):  # a place on a list goes with the role
            mine |= Q(pk__in=Seat.objects.standing().filter(person=person, appeal__isnull=False).values("appeal"))
        seen = self.filter(mine)
        return seen.select_related(
            "signoff__enrolment__person", "signoff__enrolment__organisation", "signoff__enrolment__version", "taken_by"
        )

    def open(self) -> AppealQuerySet:
        return self.filter(state__in=APPEAL_OPEN)


class Appeal(models.Model):
    """Somebody disagrees with a decision about them. Read by them and by those on its list; decided by one who was not part of it."""

    signoff = models.ForeignKey(SignOff, models.PROTECT, related_name="appeals")
    state = models.CharField(max_length=10, choices=AppealState, default=AppealState.LODGED)
    words = models.TextField(_("what we have missed"), max_length=2000)
    lodged_at = models.DateTimeField(default=timezone.now)
    taken_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    answer = models.TextField(_("answer"), blank=True, max_length=2000)
    decided_at = models.DateTimeField(null=True)
    objects = AppealQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=AppealState.values), name="appeal_state"),
            models.UniqueConstraint(fields=["signoff"], condition=Q(state__in=APPEAL_OPEN), name="appeal_open_once"),
            models.CheckConstraint(condition=~Q(state="taken") | Q(taken_by__isnull=False), name="appeal_taken_by_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.signoff_id} {self.state}"

    @property
    def enrolment(self) -> object:
        return self.signoff.enrolment

    @property
    def organisation_id(self) -> int:
        return self.signoff.organisation_id


class ConcernQuerySet(models.QuerySet["Concern"]):
    def visible_to(self, person: Person) -> ConcernQuerySet:
        """Those on whose list one stands, those one raised, and those about oneself that one was told of."""
        on_list = Seat.objects.standing().filter(person=person, concern__isnull=False).values("concern")
        mine = Q(raised_by=person) | Q(about=person, told_at__isnull=False)
        here = Q(organisation_id__in=person.organisations_as(Role.COORDINATOR, Role.CERTIFIER, Role.SUPERVISOR))
        seen = self.filter(mine | (Q(pk__in=on_list) & here & ~Q(about=person)))
        return seen.select_related("about", "organisation", "raised_by", "taken_by", "untold_signed_by")

    def open(self) -> ConcernQuerySet:
        return self.exclude(state=ConcernState.CLOSED)


class Concern(models.Model):
    """Somebody is worried about how a volunteer does the task.

    `words` are for those on the list; the one concerned reads `told` and `outcome_words`, and never who raised it. That they are not
    told is an exception with its reason and the name of a second person under it.
    """

    about = models.ForeignKey(Person, models.PROTECT, related_name="concerns")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    raised_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    raised_at = models.DateTimeField(default=timezone.now)
    words = models.TextField(_("what you have seen"), max_length=2000)
    state = models.CharField(max_length=10, choices=ConcernState, default=ConcernState.RAISED)
    taken_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)
    told = models.TextField(_("what they are told"), blank=True, max_length=1000)
    told_at = models.DateTimeField(null=True)
    untold_because = models.TextField(_("why they are not told yet"), blank=True, max_length=600)
    untold_signed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    untold_signed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    outcome_words = models.TextField(_("what was decided, in words for them"), blank=True, max_length=1000)
    decided_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    objects = ConcernQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ConcernState.values), name="concern_state"),
            models.CheckConstraint(condition=Q(outcome__in=["", *Outcome.values]), name="concern_outcome"),
            models.CheckConstraint(condition=~Q(state="taken") | Q(taken_by__isnull=False), name="concern_taken_by_somebody"),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(told_at__isnull=False) | Q(untold_signed_by__isnull=False), name="concern_told_or_signed"
            ),
        ]

    def __str__(self) -> str:
        return f"concern {self.pk} {self.state}"


class SeatQuerySet(models.QuerySet["Seat"]):
    def standing(self) -> SeatQuerySet:
        return self.filter(ended_at=None, person__is_active=True)

    def end(self) -> int:
        """Take all of these off their list, those too who are shut out just now: whoever comes back finds no old place. How many."""
        return self.filter(ended_at=None).update(ended_at=timezone.now())


class Seat(models.Model):
    """One name on the list of one appeal or concern, from when to when."""

    appeal = models.ForeignKey(Appeal, models.CASCADE, null=True, related_name="seats")
    concern = models.ForeignKey(Concern, models.CASCADE, null=True, related_name="seats")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    given_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")  # None: the house, when it was lodged
    given_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    objects = SeatQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(appeal__isnull=False, concern__isnull=True) | Q(appeal__isnull=True, concern__isnull=False), name="seat_of_one"
            ),
            models.UniqueConstraint(fields=["appeal", "person"], condition=Q(ended_at=None), name="seat_once_an_appeal"),
            models.UniqueConstraint(fields=["concern", "person"], condition=Q(ended_at=None), name="seat_once_a_concern"),
        ]

    def __str__(self) -> str:
        return f"{self.appeal_id or self.concern_id} {self.person_id}"
