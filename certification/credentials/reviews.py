"""Certificates to look at again because a question behind them was corrected. Nothing happens to them by itself."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import OuterRef, Subquery

from certification.credentials.models import Certificate, StatusEvent
from certification.credentials.states import Event
from certification.programmes.models import Fulfilment
from lms.audit.actions import record
from lms.kernel.errors import IllegalTransition
from lms.kernel.permissions import demand
from lms.people.models import Person

REVIEWS = (Event.REVIEW_ASKED, Event.REVIEWED)


@transaction.atomic
def ask_review(person_id: int, quiz_key: str) -> int:
    """Flag the live certificates that a quiz stands behind; returns how many. One that waits already is left as it is."""
    behind = Fulfilment.objects.filter(kind="quiz", enrolment__person_id=person_id, evidence__quiz=quiz_key)
    asked = 0
    for certificate in Certificate.objects.live().filter(person_id=person_id, enrolment__in=behind.values("enrolment_id")):
        if review_since(certificate) is None:
            StatusEvent.objects.create(certificate=certificate, what=Event.REVIEW_ASKED)
            record("certificate.ask_review", certificate, by=None, fields={"quiz": quiz_key})
            asked += 1
    return asked


@transaction.atomic
def close_review(certificate: Certificate, *, by: Person) -> None:
    """A certifier has looked and lets it stand. Refuses when nothing waits; whoever finds otherwise pauses or withdraws it."""
    demand(by, "credentials.review", certificate)
    if review_since(certificate) is None:
        raise IllegalTransition()
    StatusEvent.objects.create(certificate=certificate, what=Event.REVIEWED, by=by)
    record("certificate.reviewed", certificate, by=by)


def review_since(certificate: Certificate) -> datetime | None:
    """Since when it waits to be looked at; None when it does not."""
    last = certificate.events.filter(what__in=REVIEWS).order_by("at", "pk").last()
    return last.at if last and last.what == Event.REVIEW_ASKED else None


def to_review(places: Collection[int]) -> list[tuple[Certificate, datetime]]:
    """Live certificates of these organisations that wait, longest first, each with since when. One query."""
    last = StatusEvent.objects.filter(certificate=OuterRef("pk"), what__in=REVIEWS).order_by("-at", "-pk")
    live = Certificate.objects.live().filter(organisation_id__in=places).select_related("person")
    rows = live.annotate(review=Subquery(last.values("what")[:1]), since=Subquery(last.values("at")[:1])).filter(review=Event.REVIEW_ASKED)
    return [(certificate, certificate.since) for certificate in rows.order_by("since")] if places else []
