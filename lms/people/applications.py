"""Somebody who has no account would like to join: a few words to one organisation, kept until they are answered and no longer.

A no is a letter too. It waits for the mail server like every letter, and what they wrote goes when it has left.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.mail import EmailMessage
from django.db import models, transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from lms.audit.actions import record
from lms.kernel.errors import DomainError, Invalid
from lms.kernel.permissions import demand
from lms.people.actions import invite
from lms.people.models import Cohort, Language, Organisation, Person, Role
from lms.people.signals import application_sent

LASTS = timedelta(days=90)  # unanswered
MOST_WAITING = 200  # in one organisation; more is nobody's wish to join
CLAIM_LASTS = timedelta(minutes=10)  # a worker that was killed while it sent a letter gives it back


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, person: Person) -> ApplicationQuerySet:
        return self.waiting().filter(organisation_id__in=person.organisations_as(Role.COORDINATOR))

    def waiting(self) -> ApplicationQuerySet:
        """Those that nobody has answered."""
        return self.filter(answered_at=None)


class Application(models.Model):
    """One wish to join. It has no states: answered, it is gone, or waits for its letter to leave."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="applications")
    name = models.CharField(_("name"), max_length=40)
    email = models.EmailField(_("e-mail"))
    words = models.TextField(_("words"), max_length=600, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.NB)
    asked_at = models.DateTimeField(default=timezone.now)
    answer = models.TextField(max_length=1000, blank=True)
    answered_at = models.DateTimeField(null=True)
    leaves_at = models.DateTimeField(null=True)  # some worker has the letter in hand since then
    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["organisation", "email"], name="application_once_an_address")]

    def __str__(self) -> str:
        return f"application {self.pk}"


@transaction.atomic
def apply(organisation: Organisation, *, name: str, email: str, words: str, language: str) -> Application:
    """Keep a wish to join and tell the coordinators. The same address again replaces its words and tells nobody a second time;
    a no that has not left yet does not leave then.

    Raises Invalid when the organisation has more waiting than anybody can answer.
    """
    if Application.objects.filter(organisation=organisation).count() >= MOST_WAITING:
        raise Invalid(_("So many have written just now that we cannot take in more. Send an e-mail instead."), code="full")
    said = {"name": name, "words": words, "language": language, "answer": "", "answered_at": None}
    application, new = Application.objects.update_or_create(organisation=organisation, email=email.lower(), defaults=said)
    if new:
        record("people.apply", application, by=None, fields={"organisation": organisation.pk})
        application_sent.send(Application, application=application)
    return application


@transaction.atomic
def welcome_applicant(application: Application, *, by: Person, programme: str = "", cohort: Cohort | None = None) -> None:
    """Invite as a trainee, in the language they wrote in, and forget what they wrote."""
    invite(application.organisation, email=application.email, by=by, language=application.language, programme=programme, cohort=cohort)
    _forget(application, by=by, answer="invited")


@transaction.atomic
def decline_application(application: Application, *, words: str = "", by: Person) -> None:
    """No, kindly: a letter with these words besides our own goes out in their language; then what they wrote is forgotten."""
    demand(by, "people.invite", application.organisation)
    waiting = Application.objects.waiting().filter(pk=application.pk)
    if not waiting.update(answer=words.strip()[:1000], answered_at=timezone.now()):
        raise DomainError(_("Somebody has answered already."), code="answered")
    record("people.answer_application", application, by=by, fields={"answer": "declined"})

    from lms.people.tasks import send_answer  # tasks wrap actions, so the import would be circular at the top

    send_answer.enqueue(application.pk)


def send_answer(application_id: int) -> bool:
    """Send the letter of an answered application and forget the rest; True when it left now. A mail server that refuses gives it back."""
    now = timezone.now()
    mine = Application.objects.filter(pk=application_id).exclude(answered_at=None)
    if not mine.filter(Q(leaves_at=None) | Q(leaves_at__lt=now - CLAIM_LASTS)).update(leaves_at=now):
        return False
    application = Application.objects.select_related("organisation").get(pk=application_id)
    with translation.override(application.language):
        text = render_to_string("emails/application_declined.txt", {"application": application, "organisation": application.organisation})
    subject, _newline, body = text.strip().partition("\n")
    try:
        EmailMessage(subject.strip(), body.strip() + "\n", to=[application.email]).send()
    except Exception:
        Application.objects.filter(pk=application_id).update(leaves_at=None)
        raise
    application.delete()
    return True


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
