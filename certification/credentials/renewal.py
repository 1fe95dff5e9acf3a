"""Renewing: by its own smaller set of requirements, from three months before the end, or when skills have rested for long."""

from datetime import datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certification.credentials import fading
from certification.credentials.actions import link_of
from certification.credentials.models import Certificate
from certification.credentials.queries import certificate_of, rest_of, with_activity
from certification.credentials.states import DUE, CertificateState, Standing
from certification.programmes import engine
from certification.programmes.models import Enrolment
from certification.programmes.states import ENROLMENT, EnrolmentState
from lms.kernel.errors import DomainError
from lms.kernel.permissions import demand
from lms.notify.actions import tell
from lms.people.models import Person

RENEWABLE = (Standing.DUE, Standing.GRACE, Standing.EXPIRED)


def may_begin(certificate: Certificate) -> bool:
    """Whether it is time: the end is near or past, its holder has rested for long, or they come back from another organisation whose
    certificate replaced this one; and no renewal is under way."""
    if certificate.enrolment.state != EnrolmentState.CERTIFIED:
        return False
    if certificate.state == CertificateState.SUPERSEDED:
        return certificate_of(certificate.enrolment) == certificate  # nothing of ours followed it
    newest = not Certificate.objects.filter(previous=certificate).exists()
    return (
        certificate.state == CertificateState.ACTIVE
        and newest
        and (certificate.standing in RENEWABLE or rest_of(certificate) == fading.RESTED_LONG)
    )


def is_under_way(certificate: Certificate) -> bool:
    """Whether its holder walks the way of a renewal right now."""
    return certificate.is_live and certificate.enrolment.renewing and certificate.enrolment.state == EnrolmentState.LEARNING


def may_vary(certificate: Certificate) -> bool:
    """Whether level or conditions can change without a new end; in a renewal they change with what is signed then."""
    return certificate.may_change and certificate.enrolment.state == EnrolmentState.CERTIFIED


@transaction.atomic
def begin_renewal(certificate: Certificate, *, by: Person) -> Enrolment:
    """Open the shorter way again. The certificate counts as before until it ends or the new one follows it.

    Refuses when it is not time yet, and when the way is open already. What was done since renewal could have begun counts.
    """
    demand(by, "credentials.renew", certificate)
    if not may_begin(certificate):
        raise DomainError(_("It is not time to renew this yet."))
    opened = timezone.make_aware(datetime.combine(certificate.valid_until - DUE, time()))
    enrolment = Enrolment.objects.select_related("version", "person", "organisation").get(pk=certificate.enrolment_id)
    fields = {"renewal_from": min(opened, timezone.now())}
    ENROLMENT.move(enrolment, EnrolmentState.LEARNING, by=by, fields=fields, certificate=certificate.pk)
    engine.recompute(enrolment, cause="renewal.begin")
    if by.pk != certificate.person_id:
        tell(certificate.person, "renewal_begun", reason=f"renewal:{certificate.pk}", link="/your-way/")
    return enrolment


def tell_of_rest() -> int:
    """For the daily run: tell holders whose skills have rested what the next shift looks like; each rest once. How many were told."""
    told, today = 0, timezone.localdate()
    certificates: Any = with_activity(Certificate.objects.filter(state=CertificateState.ACTIVE))
    for certificate in certificates.filter(fades=True).select_related("person"):
        state = fading.rest(certificate.last_active or today, today)
        if state != fading.FRESH and certificate.counts:
            reason = f"certificate.{state}:{certificate.pk}:{certificate.last_active.isoformat()}"
            told += tell(certificate.person, f"certificate_{state}", reason=reason, link=link_of(certificate)) is not None
    return told
