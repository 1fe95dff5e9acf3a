"""One letter about the hours of one person in one organisation."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone, translation

from certification.letters.states import LetterState
from lms.people.models import Organisation, Person, Role


class LetterQuerySet(models.QuerySet["HoursLetter"]):
    def visible_to(self, person: Person) -> LetterQuerySet:
        """One's own, and those asked of a house that one coordinates."""
        return self.filter(Q(person=person) | Q(organisation_id__in=person.organisations_as(Role.COORDINATOR)))

    def waiting(self) -> LetterQuerySet:
        return self.filter(state=LetterState.ASKED)


class HoursLetter(models.Model):
    """`frozen` holds what the letter says in every language, counted when it was asked for, and never the name: that stands beside it
    and goes when its person does. `token` is the same, signed with the house's key when the coordinator signed."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="hours_letters")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=LetterState, default=LetterState.ASKED)
    name = models.CharField(max_length=120, blank=True)
    frozen = models.JSONField(default=dict)
    token = models.TextField(blank=True)
    words = models.TextField(blank=True)  # why a coordinator did not sign, or took it back; the person reads it
    asked_at = models.DateTimeField(default=timezone.now)
    signed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)
    objects = LetterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=LetterState.values), name="hours_letter_state"),
            models.UniqueConstraint(fields=["person", "organisation"], condition=Q(state="asked"), name="hours_letter_one_waits"),
        ]

    def __str__(self) -> str:
        return f"hours letter {self.pk}"

    def text(self, language: str = "") -> dict[str, Any]:
        """Its words in a language, the reader's when none is named."""
        texts = self.frozen["texts"]
        return texts.get(language or translation.get_language() or "", texts[settings.LANGUAGE_CODE])
