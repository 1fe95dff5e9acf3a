from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.people.models import Organisation, Person, Role


class EarnedElsewhereQuerySet(models.QuerySet["EarnedElsewhere"]):
    def visible_to(self, person: Person) -> EarnedElsewhereQuerySet:
        """One's own, and those written down in a house that one coordinates."""
        return self.filter(models.Q(person=person) | models.Q(organisation_id__in=person.organisations_as(Role.COORDINATOR)))


class EarnedElsewhere(models.Model):
    """A certificate of another house, as somebody wrote it down. It is history: no requirement is met by it, no page vouches for it."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="earned_elsewhere")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    title = models.CharField(_("certificate"), max_length=200)
    issuer = models.CharField(_("given by"), max_length=200)
    issued_on = models.DateField(_("given"))
    valid_until = models.DateField(_("valid until"), null=True)
    link = models.URLField(_("link"), max_length=300, blank=True)
    recorded_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    objects = EarnedElsewhereQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "organisation", "title", "issuer", "issued_on"], name="earned_elsewhere_once"),
        ]

    def __str__(self) -> str:
        return f"earned elsewhere {self.pk}"
