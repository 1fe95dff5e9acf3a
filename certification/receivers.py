"""What others tell upwards: receivers call one verb, mostly to recompute, and nothing else."""

from typing import Any

from django.db import transaction
from django.dispatch import receiver
from django.utils.translation import gettext
from wagtail.signals import published

from certification.assessment.freezing import freeze_rubric
from certification.assessment.gold import GoldTranscript, freeze_gold
from certification.assessment.models import Rubric
from certification.credentials.actions import issue, suspend
from certification.credentials.models import Certificate
from certification.credentials.queries import held_by
from certification.credentials.reviews import ask_review
from certification.credentials.states import CertificateState
from certification.decisions.cases import Concern
from certification.decisions.cover import free_what_nobody_holds
from certification.decisions.held import tells_what_is_held
from certification.decisions.models import SignOff
from certification.decisions.signals import pause_asked, signoff_granted
from certification.programmes import engine
from certification.programmes.actions import enrol
from certification.programmes.models import Enrolment
from certification.programmes.queries import invitable_programmes, newest_version, places_of_people, shown_again_since
from certification.programmes.signing_again import AgreementAsker
from certification.programmes.sources import Agreement
from certification.reports.standing import standings
from cms.changes.asking import asks_before_publishing
from courses.progress.signals import lesson_completed
from courses.quizzes.anew import asks_anew
from courses.quizzes.models import QuizAttempt
from courses.quizzes.recall import begin_recall
from courses.quizzes.signals import quiz_graded
from lms.notify.actions import tell
from lms.people.applications import Application
from lms.people.models import Invitation, Person, Role, RoleAssignment
from lms.people.programmes import offers_programmes, tells_place, tells_standing
from lms.people.signals import account_shut, application_sent, factor_taken, invitation_accepted, role_changed

# decisions
tells_what_is_held(held_by)

# programmes
offers_programmes(invitable_programmes)
tells_standing(standings)
asks_anew(shown_again_since)
tells_place(places_of_people)
asks_before_publishing(Agreement, AgreementAsker())


@receiver(invitation_accepted)
def begin_the_way(invitation: Invitation, **_: Any) -> None:
    """Enrol an invited trainee on the newest version of the programme they were invited to, or of the only one there is."""
    programmes = [slug for slug, _name in invitable_programmes()]
    slug = invitation.programme or (programmes[0] if len(programmes) == 1 else "")
    version = newest_version(slug) if slug else None
    person = invitation.accepted_by
    if invitation.role == Role.TRAINEE and version and person:
        enrol(person, version=version, organisation=invitation.organisation, cohort=invitation.cohort, by=invitation.invited_by)


@receiver(application_sent)
def tell_the_coordinators(application: Application, **_: Any) -> None:
    """Somebody would like to join: those who can invite them hear of it, without a word of what was written."""
    house = application.organisation
    coordinators = RoleAssignment.objects.active().filter(role=Role.COORDINATOR, organisation=house).values("person")
    for person in Person.objects.filter(pk__in=coordinators, is_active=True):
        reason, link = f"application:{application.pk}", f"/invitations/{house.pk}/"
        tell(person, "application_sent", reason=reason, link=link, organisation=house.name)


@receiver(factor_taken)
def tell_whose_factor_is_gone(person: Person, entry: int, **_: Any) -> None:
    """Whoever did not ask for it should hear at once, where they read mail."""
    tell(person, "factor_taken", reason=f"factor_taken:{entry}", link="/me/")


@receiver(lesson_completed)
def look_again_after_a_lesson(person_id: int, **_: Any) -> None:
    _look_again(person_id, "lesson.complete")


@receiver(quiz_graded)
def look_again_after_a_quiz(attempt: QuizAttempt, shaken: bool = False, **_: Any) -> None:
    """Recompute; when a corrected question shakes what was passed, certificates behind it are to be looked at."""
    if shaken:  # before the recompute, which may take the evidence away
        ask_review(attempt.person_id, str(attempt.quiz_key))
    _look_again(attempt.person_id, "quiz.graded")


def _look_again(person_id: int, cause: str) -> None:
    for enrolment in Enrolment.objects.filter(person_id=person_id).current().select_related("version", "person"):
        engine.recompute(enrolment, cause=cause)


# decisions


@receiver([role_changed, account_shut])
def nothing_stays_with_whoever_left(person: Person, **_: Any) -> None:
    """In the transaction that ends the role or shuts the account; what they may still hold by another role stays with them."""
    free_what_nobody_holds(person)


# credentials


@receiver(signoff_granted, sender=SignOff)
def certificate_follows_the_grant(signoff: SignOff, **_: Any) -> None:
    """In the transaction of the decision: no grant without a certificate, and no certificate without a grant."""
    certificate = issue(signoff)
    begin_recall(certificate.person, series=f"certificate:{certificate.pk}", since=certificate.issued_at)


@receiver(pause_asked, sender=Concern)
def certificates_pause_while_a_concern_is_looked_into(concern: Concern, by: Person, **_: Any) -> None:
    """In the transaction that takes the concern; the public page says paused, and never why."""
    there = Certificate.objects.filter(person=concern.about, organisation=concern.organisation, state=CertificateState.ACTIVE)
    for certificate in there:
        suspend(certificate, reason=gettext("While something is looked into."), by=by)


# assessment


@receiver(published, sender=Rubric)
def keep_what_was_published(instance: Rubric, **_: Any) -> None:
    """Ratings use frozen rubrics: freeze one when all languages published together are there."""
    transaction.on_commit(lambda: freeze_rubric(instance.translation_key))


@receiver(published, sender=GoldTranscript)
def keep_the_transcript_that_was_published(instance: GoldTranscript, **_: Any) -> None:
    """Calibration uses frozen transcripts, for the same reason."""
    transaction.on_commit(lambda: freeze_gold(instance.translation_key))
