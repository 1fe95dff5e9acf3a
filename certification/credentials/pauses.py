"""Pauses that somebody has put who may not lift them: at once and for three days, in which a certifier looks and decides."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, Subquery

from certification.credentials.models import Certificate, StatusEvent
from certification.credentials.states import CertificateState, Event
from lms.audit.actions import record
from lms.kernel.errors import IllegalTransition
from lms.kernel.permissions import demand
from lms.people.models import Person, Role, RoleAssignment

LOOKED = (Event.SUSPENDED, Event.RESUMED, Event.PAUSE_KEPT)


@transaction.atomic
def keep_paused(certificate: Certificate, *, by: Person) -> None:
    """A certifier has looked and lets the pause stand until somebody lifts it. Refuses when nothing waits."""
    demand(by, "credentials.keep_paused", certificate)
    if waits_since(certificate) is None:
        raise IllegalTransition()
    StatusEvent.objects.create(certificate=certificate, what=Event.PAUSE_KEPT, by=by)
    record("certificate.keep_paused", certificate, by=by)


def waits_since(certificate: Certificate) -> datetime | None:
    """Since when its pause waits for a certifier; None when it does not."""
    found = _waiting(Certificate.objects.filter(pk=certificate.pk)).first()
    return found.since if found else None


def to_look_at(places: Collection[int]) -> list[Any]:
    """Paused certificates of these organisations that wait for a certifier, longest first, each with `since`. One query."""
    if not places:
        return []
    return list(_waiting(Certificate.objects.filter(organisation_id__in=places)).select_related("person").order_by("since"))


def _waiting(certificates: QuerySet[Certificate]) -> Any:
    """Paused by somebody who does not certify there, and not looked at since."""
    last = StatusEvent.objects.filter(certificate=OuterRef("pk"), what__in=LOOKED).order_by("-at", "-pk")
    certifies = RoleAssignment.objects.active().filter(
        role=Role.CERTIFIER, organisation=OuterRef("organisation"), person=OuterRef("paused_by")
    )
    paused: Any = certificates.filter(state=CertificateState.SUSPENDED).annotate(
        last=Subquery(last.values("what")[:1]), since=Subquery(last.values("at")[:1]), paused_by=Subquery(last.values("by")[:1])
    )
    return paused.filter(~Exists(certifies), last=Event.SUSPENDED)
