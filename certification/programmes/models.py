"""A programme's frozen versions, who is enrolled on which, and the engine's projection of where they stand."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certification.programmes.states import CheckKind, CheckType, EnrolmentState, FulfilmentState, WaiverGround, WaiverState
from cms.versions import FrozenVersion
from lms.people.models import Cohort, Organisation, Person, Role


class ProgrammeVersion(FrozenVersion):
    """What a trainee is enrolled on. `content` per language: {name, stages: [{key, name, requirements: [{key, name, why}]}]};
    `rules` without language: {requirements: [{key, kind, stage, params, mandatory, group, needs, valid_months}], decision: {…}}."""

    slug = models.SlugField()
    rules = models.JSONField(default=dict)

    class Meta(FrozenVersion.Meta):
        pass


class AgreementVersion(FrozenVersion):
    """An agreement as people signed it. `content` per language: {title, summary, text}. A `major` one asks everybody again."""

    slug = models.SlugField()
    major = models.BooleanField(default=True)

    class Meta(FrozenVersion.Meta):
        pass


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def visible_to(self, person: Person) -> EnrolmentQuerySet:
        """One's own, and those in organisations where one supervises, assesses, certifies, coordinates or vets."""
        professional = person.organisations_as(Role.SUPERVISOR, Role.ASSESSOR, Role.CERTIFIER, Role.COORDINATOR, Role.VETTING)
        return self.filter(Q(person=person) | Q(organisation_id__in=professional))

    def current(self) -> EnrolmentQuerySet:
        return self.exclude(state__in=[EnrolmentState.WITHDRAWN])


class Enrolment(models.Model):
    """One person on one version of one programme in one organisation."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="enrolments")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="enrolments")
    version = models.ForeignKey(ProgrammeVersion, models.PROTECT, related_name="enrolments")
    programme = models.SlugField()  # the version's slug, for the constraint below
    cohort = models.ForeignKey(Cohort, models.SET_NULL, null=True, blank=True, related_name="enrolments")
    state = models.CharField(max_length=12, choices=EnrolmentState, default=EnrolmentState.LEARNING)
    began_at = models.DateTimeField(default=timezone.now)
    renewal_from = models.DateTimeField(null=True)  # set when a renewal begins: what is done from here on counts towards it
    chosen_for = models.PositiveIntegerField(default=0)  # the newest version number for which a certifier has chosen what happens
    grace_keys = models.JSONField(default=list)  # requirements of a new version that are not asked for until the day below is past
    grace_until = models.DateField(null=True)
    ready_since = models.DateTimeField(null=True)  # the engine's too: since when every mandatory requirement has been met or waived
    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=EnrolmentState.values), name="enrolment_state"),
            models.UniqueConstraint(
                fields=["person", "programme", "organisation"], condition=~Q(state="withdrawn"), name="enrolment_once"
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["organisation", "state", "ready_since"], name="enrolment_ready")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.programme}"

    @property
    def renewing(self) -> bool:
        """Whether it walks, or last walked, the shorter way of a renewal."""
        return self.renewal_from is not None

    @property
    def programme_name(self) -> str:
        """What the programme is called in the language of the page."""
        return str(self.version.text()["name"])


class Fulfilment(models.Model):
    """Where one requirement stands for one enrolment: a projection that only `engine.recompute` writes."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="fulfilments")
    requirement = models.CharField(max_length=60)  # key in version.rules
    kind = models.CharField(max_length=30)
    doable = models.BooleanField(default=False)  # whether the trainee had a way to do it when this was written
    state = models.CharField(max_length=12, choices=FulfilmentState)
    since = models.DateTimeField(default=timezone.now)
    waiting_for = models.CharField(max_length=20, blank=True)  # a Role value
    met_at = models.DateTimeField(null=True)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    evidence = models.JSONField(default=dict)  # ids, versions, numbers, dates: see kinds.Finding
    expires_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enrolment", "requirement"], name="fulfilment_once")]
        indexes = [models.Index(fields=["state", "waiting_for", "since"], name="fulfilment_waiting")]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.requirement} {self.state}"


class MarkQuerySet(models.QuerySet["Mark"]):
    def visible_to(self, person: Person) -> MarkQuerySet:
        return self.filter(enrolment__in=Enrolment.objects.visible_to(person)).select_related("enrolment__version", "enrolment__person")

    def standing(self) -> MarkQuerySet:
        return self.filter(undone_at=None)


class Mark(models.Model):
    """Somebody with the right role saw that a requirement is met, on a day. There is no room for a remark.

    `second` is the other professional who was there, for what two people do together.
    """

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="marks")
    requirement = models.CharField(max_length=60)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    second = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    on = models.DateField(default=timezone.localdate)
    at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True)
    objects = MarkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "requirement"], condition=Q(undone_at=None), name="mark_once"),
            models.CheckConstraint(condition=Q(second=None) | ~Q(second=F("by")), name="mark_by_two"),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.requirement}"


class WaiverQuerySet(models.QuerySet["Waiver"]):
    def visible_to(self, person: Person) -> WaiverQuerySet:
        """For those who ask and those who decide; never for the trainee, whose page says only that something was set aside."""
        there = person.organisations_as(Role.SUPERVISOR, Role.CERTIFIER)
        seen = self.filter(enrolment__organisation_id__in=there).exclude(enrolment__person=person)
        return seen.select_related("enrolment__version", "enrolment__person", "proposed_by", "decided_by")

    def granted(self) -> WaiverQuerySet:
        return self.filter(state=WaiverState.GRANTED)

    def open(self) -> WaiverQuerySet:
        return self.filter(state=WaiverState.PROPOSED)


class Waiver(models.Model):
    """A requirement set aside or recognised for one person, with a written reason: proposed by a supervisor, decided by a certifier.

    What is recognised names where it was learned and when (`source`, `on`); it counts as long as if it had been done here that day.
    """

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="waivers")
    requirement = models.CharField(max_length=60)
    reason = models.TextField(_("reason"), max_length=600)
    ground = models.CharField(max_length=12, choices=WaiverGround, default=WaiverGround.SET_ASIDE)
    source = models.CharField(_("where it was learned"), max_length=160, blank=True)
    on = models.DateField(_("when it was learned"), null=True)
    state = models.CharField(max_length=10, choices=WaiverState, default=WaiverState.PROPOSED)
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    objects = WaiverQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=WaiverState.values), name="waiver_state"),
            models.CheckConstraint(
                condition=Q(ground="set_aside", source="", on=None) | (Q(ground="recognised", on__isnull=False) & ~Q(source="")),
                name="waiver_ground",
            ),
            models.UniqueConstraint(
                fields=["enrolment", "requirement"], condition=Q(state__in=["proposed", "granted"]), name="waiver_once"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.requirement} {self.state}"

    @property
    def organisation_id(self) -> int:
        return self.enrolment.organisation_id


class AgreementSignature(models.Model):
    """One person's yes to one version, with the digest of what stood there. The text itself lives in the version.

    `anew_since` is the beginning of the renewal that asked for it once more; None for the first time.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="agreements")
    version = models.ForeignKey(AgreementVersion, models.PROTECT, related_name="signatures")
    digest = models.CharField(max_length=64)
    language = models.CharField(max_length=2, default="nb")  # which of the texts was read
    signed_at = models.DateTimeField(default=timezone.now)
    method = models.CharField(max_length=20, default="tick")
    anew_since = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "version"], condition=Q(anew_since=None), name="agreement_signed_once"),
            models.UniqueConstraint(fields=["person", "version", "anew_since"], name="agreement_confirmed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.version_id}"


class BackgroundCheck(models.Model):
    """The fact that a check was shown (Norway) or obtained (Denmark): which, when, seen by whom. Nothing else has a place here.

    A check with remarks is not a row: then the task is simply not theirs, and nobody writes down why.
    """

    enrolment = models.OneToOneField(Enrolment, models.CASCADE, related_name="background_check")
    kind = models.CharField(max_length=10, choices=CheckKind)
    type = models.CharField(_("type"), max_length=10, choices=CheckType, default=CheckType.CHILDREN)
    on = models.DateField(_("day"))
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=CheckKind.values), name="background_check_kind"),
            models.CheckConstraint(condition=Q(type__in=CheckType.values), name="background_check_type"),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.kind}"
