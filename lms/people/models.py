"""People, the organisations that are walls between them, the roles they hold, and invitations."""

from __future__ import annotations

import uuid
from datetime import date
from functools import cached_property
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Country(models.TextChoices):
    NO = "no", _("Norway")
    DK = "dk", _("Denmark")


class LegalProfile(models.TextChoices):
    """Which duties, checks and texts hold for an organisation."""

    NO_MUNICIPALITY = "no_municipality", _("Norwegian municipality")
    NO_NGO = "no_ngo", _("Norwegian organisation")
    DK_MUNICIPALITY = "dk_municipality", _("Danish municipality")
    DK_NGO = "dk_ngo", _("Danish organisation")


class Language(models.TextChoices):
    NB = "nb", "Norsk bokmål"
    DA = "da", "Dansk"
    EN = "en", "English"


class Organisation(models.Model):
    """A municipality, an organisation or a partnership. Nothing leaks from one to another."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(unique=True)
    country = models.CharField(_("country"), max_length=2, choices=Country)
    legal_profile = models.CharField(_("legal profile"), max_length=20, choices=LegalProfile)
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.NB)
    contact_email = models.EmailField(_("contact"), blank=True)
    quick_exit_url = models.URLField(_("where quick exit leads"), default="https://www.yr.no/")
    time_zone = models.CharField(_("time zone"), max_length=40, default="Europe/Oslo")

    def __str__(self) -> str:
        return self.name

    @property
    def organisation_id(self) -> int:
        """An organisation belongs to itself: the same predicates serve it and all that hangs on it."""
        return self.pk


class HelpNumber(models.Model):
    """A number to call, shown in the help bar. `verified_on` is empty until a person has called it."""

    country = models.CharField(_("country"), max_length=2, choices=Country)
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="help_numbers")
    name = models.JSONField(_("name in each language"), default=dict)
    number = models.CharField(_("number"), max_length=20)
    hours = models.JSONField(_("opening hours in each language"), default=dict, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    verified_on = models.DateField(_("verified on"), null=True, blank=True)

    class Meta:
        ordering = ["country", "position"]

    def __str__(self) -> str:
        return self.number


class Role(models.TextChoices):
    TRAINEE = "trainee", _("Trainee")
    PARTNER = "partner", _("Practice partner")
    HOST = "host", _("Chat host")
    MENTOR = "mentor", _("Mentor")
    ASSESSOR = "assessor", _("Assessor")
    SUPERVISOR = "supervisor", _("Supervisor")
    CERTIFIER = "certifier", _("Certifier")
    COORDINATOR = "coordinator", _("Coordinator")
    EDITOR = "editor", _("Editor")
    VETTING = "vetting", _("Vetting officer")
    PANEL = "panel", _("Youth panel")
    AUDITOR = "auditor", _("Auditor")
    PLATFORM = "platform", _("Platform administrator")


# Everybody in one of these roles sees another person's work: a second factor is required of them.
SECOND_FACTOR_ROLES = frozenset(
    {Role.MENTOR, Role.ASSESSOR, Role.SUPERVISOR, Role.CERTIFIER, Role.COORDINATOR, Role.EDITOR, Role.VETTING, Role.AUDITOR, Role.PLATFORM}
)  # fmt: skip


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, email: str, **fields: Any) -> Person:
        """A person without a password: one signs in by a code, a passkey or the organisation's login."""
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_unusable_password()
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> Person:
        return self.create_user(email, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str | None) -> Person:
        return self.get(email__iexact=email)


class Person(AbstractBaseUser, PermissionsMixin):
    """Somebody with an account. Others see the alias; the legal name is for coordinator, vetting officer and certificate."""

    email = models.EmailField(_("e-mail"), unique=True)
    alias = models.CharField(_("alias"), max_length=30, blank=True)
    legal_name = models.CharField(_("full name"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.NB)
    time_zone = models.CharField(_("time zone"), max_length=40, default="Europe/Oslo")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    objects = PersonManager()

    def __str__(self) -> str:
        return self.alias or f"#{self.pk}"

    def get_full_name(self) -> str:
        return self.alias

    get_short_name = get_full_name

    @cached_property
    def role_pairs(self) -> frozenset[tuple[str, int]]:
        """The (role, organisation id) pairs held today; read once per request, so once per person object."""
        return frozenset(self.roles.active().values_list("role", "organisation_id"))

    def has_role(self, role: str, organisation_id: int | None = None) -> bool:
        """Whether this person holds the role today, in that organisation or (None) in any."""
        if organisation_id is None:
            return any(held == role for held, _org in self.role_pairs)
        return (role, organisation_id) in self.role_pairs

    def organisations_as(self, *roles: str) -> set[int]:
        """Ids of the organisations in which one of the roles is held today."""
        return {org for held, org in self.role_pairs if held in roles}

    @property
    def needs_second_factor(self) -> bool:
        return any(held in SECOND_FACTOR_ROLES for held, _org in self.role_pairs)


class RoleQuerySet(models.QuerySet["RoleAssignment"]):
    def active(self, on: date | None = None) -> RoleQuerySet:
        """Those in force on a day (today), both ends included."""
        day = on or timezone.localdate()
        return self.filter(starts_on__lte=day).filter(models.Q(ends_on=None) | models.Q(ends_on__gte=day))


class RoleAssignment(models.Model):
    """A role held by a person in an organisation from a day to a day. Small places give several to one person."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="roles")
    role = models.CharField(_("role"), max_length=20, choices=Role)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="roles")
    starts_on = models.DateField(_("from"), default=timezone.localdate)
    ends_on = models.DateField(_("to"), null=True, blank=True)
    given_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    objects = RoleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "role", "organisation", "starts_on"], name="role_once_a_day"),
            models.CheckConstraint(condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")), name="role_ends_after_start"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.role} {self.person_id} {self.organisation_id}"


class RelationQuerySet(models.QuerySet["Relation"]):
    def visible_to(self, person: Person) -> RelationQuerySet:
        """Those one has said oneself. Nobody reads that somebody else would rather not meet them."""
        return self.filter(models.Q(person=person) | models.Q(other=person), declared_by=person)


class Relation(models.Model):
    """A declared close relation: these two never rate, propose, sign or play for each other."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="relations")
    other = models.ForeignKey(Person, models.CASCADE, related_name="+")
    declared_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    declared_at = models.DateTimeField(default=timezone.now)
    objects = RelationQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "other"], name="relation_once")]

    def __str__(self) -> str:
        return f"{self.person_id}–{self.other_id}"


class CohortQuerySet(models.QuerySet["Cohort"]):
    def visible_to(self, person: Person) -> CohortQuerySet:
        return self.filter(organisation_id__in=person.organisations_as(Role.COORDINATOR, Role.SUPERVISOR, Role.CERTIFIER))


class Cohort(models.Model):
    """Five to ten people who start together."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="cohorts")
    name = models.CharField(_("name"), max_length=80)
    coordinator = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    objects = CohortQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, person: Person) -> InvitationQuerySet:
        return self.filter(organisation_id__in=person.organisations_as(Role.COORDINATOR))

    def open(self) -> InvitationQuerySet:
        return self.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now())


class Invitation(models.Model):
    """One e-mailed way in, for one address, one role, once.

    The link's secret is a keyed hash of `nonce` (see tokens.py): the database alone does not open a door.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail"))
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.TRAINEE)
    cohort = models.ForeignKey(Cohort, models.SET_NULL, null=True, blank=True, related_name="invitations")
    programme = models.SlugField(_("programme"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.NB)
    nonce = models.CharField(max_length=32)
    invited_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(_("expires"))
    sent_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.role} {self.organisation_id}"

    @property
    def standing(self) -> str:
        """accepted, withdrawn, expired or open; derived from the dates."""
        if self.accepted_at:
            return "accepted"
        if self.withdrawn_at:
            return "withdrawn"
        return "open" if self.expires_at > timezone.now() else "expired"


class Session(AbstractBaseSession):
    """A browser that is signed in, or on its way there. Django's own, with the person beside it: one question finds both."""

    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="sessions")
