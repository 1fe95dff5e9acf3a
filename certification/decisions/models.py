"""Sign-offs: what two professionals decided about one enrolment, and the evidence they saw."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certification.decisions.states import Part, SignOffState
from certification.programmes import levels
from certification.programmes.levels import Level, level_choices
from certification.programmes.models import Enrolment
from lms.people.models import Person, Role


class SignOffQuerySet(models.QuerySet["SignOff"]):
    def visible_to(self, person: Person) -> SignOffQuerySet:
        """One's own outcomes, and those of organisations where one supervises or certifies."""
        signing = person.organisations_as(Role.SUPERVISOR, Role.CERTIFIER)
        seen = self.filter(Q(enrolment__person=person) | Q(enrolment__organisation_id__in=signing))
        return seen.select_related("enrolment__person", "enrolment__organisation", "enrolment__version", "proposed_by")

    def open(self) -> SignOffQuerySet:
        return self.filter(state=SignOffState.PROPOSED)

    def granted(self) -> SignOffQuerySet:
        return self.filter(state=SignOffState.GRANTED)


class SignOff(models.Model):
    """A human decision. `dossier` is what the signers saw (ids, versions, numbers); `digest` covers it.

    `reasons` of a decline are for the person themselves and the two signers, nobody else.
    """

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="signoffs")
    state = models.CharField(max_length=10, choices=SignOffState, default=SignOffState.PROPOSED)
    level = models.PositiveSmallIntegerField(_("level"), choices=level_choices, default=Level.ON_SHIFT)
    conditions = models.TextField(_("conditions"), blank=True, max_length=600)
    conditions_until = models.DateField(_("look at the conditions again on"), null=True)
    varies = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="variations"
    )  # the granted one whose level or conditions it changes
    valid_months = models.PositiveSmallIntegerField(_("valid for months"), default=24)
    statement = models.TextField(_("why you propose it"), max_length=1200)
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True)
    deferred_what = models.TextField(_("what is needed"), blank=True, max_length=600)
    deferred_until = models.DateField(_("by when"), null=True)
    reasons = models.TextField(_("reasons"), blank=True, max_length=1200)
    dossier = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    objects = SignOffQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=SignOffState.values), name="signoff_state"),
            models.CheckConstraint(condition=Q(level__gte=0, level__lte=5), name="signoff_level"),
            models.UniqueConstraint(fields=["enrolment"], condition=Q(state="proposed"), name="signoff_open_once"),
        ]
        indexes = [models.Index(fields=["state", "proposed_at"], name="signoff_waiting")]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.state}"

    @property
    def organisation_id(self) -> int:
        return self.enrolment.organisation_id

    @property
    def level_words(self) -> str:
        """What the level says in this programme, in the language of the page."""
        return levels.words(self.enrolment.version, self.level)

    def signed_as(self, part: str) -> Signature | None:
        """The signature of one part, if it was given."""
        return next((one for one in self.signatures.select_related("person") if one.part == part), None)


class Signature(models.Model):
    """One person's name under one part. Each part once, each person once."""

    signoff = models.ForeignKey(SignOff, models.PROTECT, related_name="signatures")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    part = models.CharField(max_length=14, choices=Part)
    digest = models.CharField(max_length=64)  # of the dossier this person saw
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(part__in=Part.values), name="signature_part"),
            models.UniqueConstraint(fields=["signoff", "part"], name="signature_once_a_part"),
            models.UniqueConstraint(fields=["signoff", "person"], name="signature_once_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.signoff_id} {self.part} {self.person_id}"
