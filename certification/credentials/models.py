"""Certificates: frozen at issue, one live one per person, programme and organisation."""

from __future__ import annotations

import secrets
import uuid
from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from certification.credentials import codes
from certification.credentials.states import ACCEPTED, GRACE, LIVE, CertificateState, Event, Standing, standing
from certification.decisions.models import SignOff
from certification.programmes.models import Enrolment
from lms.people.models import Organisation, Person, Role

CARERS = (Role.SUPERVISOR, Role.CERTIFIER, Role.COORDINATOR)


def new_code() -> str:
    """Sixty random bits that can be read aloud: as hard to guess as to collide with."""
    return "".join(secrets.choice(codes.ALPHABET) for _letter in range(codes.LENGTH))


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def visible_to(self, person: Person) -> CertificateQuerySet:
        """One's own, and those of organisations where one supervises, certifies or coordinates."""
        return self.filter(Q(person=person) | Q(organisation_id__in=person.organisations_as(*CARERS)))

    def held_by(self, person: Person) -> CertificateQuerySet:
        return self.filter(person=person)

    def in_care_of(self, person: Person) -> CertificateQuerySet:
        """Those of organisations where this person answers for certificates, without their own."""
        return self.filter(organisation_id__in=person.organisations_as(*CARERS)).exclude(person=person)

    def live(self) -> CertificateQuerySet:
        return self.filter(state__in=LIVE)


class Certificate(models.Model):
    """`frozen` is what was certified and never changes (see frozen.py); `digest` covers it.

    The name stands outside of it, because the holder decides whether it is shown and may have it erased. Neither alias nor
    e-mail are kept here: the subject of the signed file is a salted hash.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(max_length=codes.LENGTH, default=new_code, unique=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="certificates")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="certificates")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="certificates")
    programme = models.SlugField()  # the enrolment's, for the constraint below
    signoff = models.OneToOneField(SignOff, models.PROTECT, related_name="certificate")
    previous = models.ForeignKey("self", models.PROTECT, null=True, related_name="later")
    state = models.CharField(max_length=10, choices=CertificateState, default=CertificateState.ACTIVE)
    level = models.PositiveSmallIntegerField(_("level"))
    issued_at = models.DateTimeField(default=timezone.now)
    valid_until = models.DateField(_("valid until"))
    frozen = models.JSONField()
    digest = models.CharField(max_length=64)
    name = models.CharField(_("name"), max_length=120, blank=True)
    show_name = models.BooleanField(_("show my name"), default=False)
    subject_salt = models.CharField(max_length=32)
    subject_hash = models.CharField(max_length=64)
    status_list = models.PositiveIntegerField(default=1, editable=False)
    status_index = models.PositiveIntegerField(editable=False)
    revocation_asked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    revocation_asked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    objects = CertificateQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=CertificateState.values), name="certificate_state"),
            models.CheckConstraint(condition=Q(level__lte=5), name="certificate_level"),
            models.UniqueConstraint(fields=["person", "programme"], condition=Q(state__in=LIVE), name="certificate_live_once"),
            models.UniqueConstraint(fields=["status_list", "status_index"], name="certificate_place_once"),
            models.CheckConstraint(
                condition=~Q(state="revoked")
                | (Q(revocation_asked_by__isnull=False, revoked_by__isnull=False) & ~Q(revoked_by=F("revocation_asked_by"))),
                name="certificate_revoked_by_two",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"certificate {self.pk}"

    @property
    def standing(self) -> Standing:
        """How it stands today, by the calendar of the house."""
        return self.standing_on(timezone.localdate())

    def standing_on(self, day: date) -> Standing:
        return standing(self.state, self.valid_until, day)

    @property
    def counts(self) -> bool:
        """Whether a stranger may rely on it today."""
        return self.standing in ACCEPTED

    @property
    def shown_name(self) -> str:
        """The name as the holder allows it: empty unless they chose to show it."""
        return self.name if self.show_name else ""

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    @property
    def asks_for_second(self) -> bool:
        """Whether a withdrawal was asked for and waits for a second person."""
        return self.is_live and self.revocation_asked_by_id is not None

    @property
    def may_change(self) -> bool:
        """Whether its terms may be changed: that never lifts a pause, and never buries the wish to withdraw it."""
        return self.state == CertificateState.ACTIVE and not self.asks_for_second

    @property
    def spaced_code(self) -> str:
        return codes.spaced(self.code)

    @property
    def grace_until(self) -> date:
        return self.valid_until + GRACE

    def text(self, language: str | None = None) -> dict[str, Any]:
        """The certified words in a language (default: the active one), else in the language it was given in."""
        texts = self.frozen["texts"]
        return texts.get(language or translation.get_language()) or texts[self.frozen["language"]]


class StatusEvent(models.Model):
    """What happened to a certificate, by whom. `reason` is for the professionals of that organisation only."""

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="events")
    what = models.CharField(max_length=20, choices=Event)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")  # None: the system, at issue
    at = models.DateTimeField(default=timezone.now)
    reason = models.TextField(_("reason"), blank=True, max_length=1000)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.what}"


class PublishedKey(models.Model):
    """The public half of a signing key, so that a backup can still check what was signed when the folder of keys was lost.

    The folder's own list is what counts (see keys.py); this is its copy.
    """

    id = models.CharField(max_length=40, primary_key=True)
    state = models.CharField(max_length=12)
    x = models.CharField(max_length=64)
    created_on = models.CharField(max_length=10)
    retired_on = models.CharField(max_length=10, blank=True)
    since = models.CharField(max_length=10, blank=True)

    def __str__(self) -> str:
        return f"{self.id} {self.state}"
