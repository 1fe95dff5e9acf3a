"""Becoming a practice partner: a short module and an agreement, before the first hour is given."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from certification.programmes.queries import PARTNER_AGREEMENT, content_key, my_signature, versions_to_sign
from courses.progress.queries import Progress, module_progress
from lms.kernel.errors import DomainError
from lms.people.models import Person

MODULE = content_key("module", "partner", "samtalepartner")
FIRST = _("Read the three short lessons and sign the agreement first. Then you can give your hours.")


@dataclass(frozen=True)
class Onboarding:
    """Where somebody stands before their first chat as a partner."""

    lessons: Progress
    asked: bool  # there is an agreement to sign
    signed: bool

    @property
    def read(self) -> bool:
        """All lessons done; where none is published there is nothing to do."""
        return self.lessons.total == 0 or self.lessons.complete

    @property
    def complete(self) -> bool:
        return self.read and (self.signed or not self.asked)

    @property
    def lesson_url(self) -> str:
        return self.lessons.next.url if self.lessons.next else ""

    @property
    def agreement_url(self) -> str:
        return reverse("agreement", args=[PARTNER_AGREEMENT]) if self.asked else ""


def onboarding_of(person: Person) -> Onboarding:
    """A newer major version of the agreement is to be signed again."""
    needed = versions_to_sign([PARTNER_AGREEMENT]).get(PARTNER_AGREEMENT)
    mine = my_signature(person, PARTNER_AGREEMENT) if needed else None
    signed = bool(needed and mine and mine.version.number >= needed.number)
    return Onboarding(module_progress(person, MODULE), needed is not None, signed)


def demand_onboarded(person: Person) -> None:
    """Refuse the first offer as long as module or agreement are missing."""
    if not onboarding_of(person).complete:
        raise DomainError(FIRST, code="onboarding")
