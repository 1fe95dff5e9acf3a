"""Somebody who has no account would like to join: a few words to one organisation, kept until they are answered and no longer."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.audit.actions import record
from lms.kernel.errors import Invalid
from lms.kernel.permissions import demand
from lms.people.actions import invite
from lms.people.models import Language, Organisation, Person, Role
from lms.people.signals import application_sent

LASTS = timedelta(days=90)  # unanswered
MOST_WAITING = 200  # in one organisation; more is nobody's wish to join


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, person: Person) -> ApplicationQuerySet:
        return self.filter(organisation_id__in=person.organisations_as(Role.COORDINATOR))


class Application(models.Model):
    """One wish to join. It has no states: answered, it is gone."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="applications")
    name = models.CharField(_("name"), max_length=40)
    email = models.EmailField(_("e-mail"))
    words = models.TextField(_("words"), max_length=600, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.NB)
    asked_at = models.DateTimeField(default=timezone.now)
    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["organisation", "email"], name="application_once_an_address")]

    def __str__(self) -> str:
        return f"application {self.pk}"


@transaction.atomic
def apply(organisation: Organisation, *, name: str, email: str, words: str, language: str) -> Application:
    """Keep a wish to join and tell the coordinators. The same address again replaces its words and tells nobody a second time.

    Raises Invalid when the organisation has more waiting than anybody can answer.
    """
    if Application.objects.filter(organisation=organisation).count() >= MOST_WAITING:
        raise Invalid(_("So many have written just now that we cannot take in more. Send an e-mail instead."), code="full")
    said = {"name": name, "words": words, "language": language}
    application, new = Application.objects.update_or_create(organisation=organisation, email=email.lower(), defaults=said)
    if new:
        record("people.apply", application, by=None, fields={"organisation": organisation.pk})
        application_sent.send(Application, application=application)
    return application


@transaction.atomic
def welcome_applicant(application: Application, *, by: Person) -> None:
    """Invite as a trainee, in the language they wrote in, and forget what they wrote."""
    invite(application.organisation, email=application.email, by=by, language=application.language)
    _forget(application, by=by, answer="invited")


@transaction.atomic
def close_application(application: Application, *, by: Person) -> None:
    """Forget it: they were answered by mail, or it was nobody."""
    demand(by, "people.invite", application.organisation)
    _forget(application, by=by, answer="closed")


def _forget(application: Application, *, by: Person, answer: str) -> None:
    record("people.answer_application", application, by=by, fields={"answer": answer})
    application.delete()


def forget_applications(now: datetime) -> int:
    """Those that nobody answered in ninety days."""
    return Application.objects.filter(asked_at__lte=now - LASTS).delete()[0]


def forget_applications_of(person: Person) -> None:
    """When somebody leaves, what they once wrote to us from the same address goes too."""
    Application.objects.filter(email__iexact=person.email).delete()
