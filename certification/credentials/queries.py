"""Reading certificates."""

from typing import Any
from uuid import UUID

from django.db.models import Case, DateField, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import TruncDate
from django.utils import timezone

from certification.credentials import codes, fading
from certification.credentials.badge import REVOCATION
from certification.credentials.models import Certificate
from certification.credentials.states import FINAL, LIVE, CertificateState
from certification.decisions.held import Held
from certification.decisions.models import SignOff
from certification.practice.models import PracticeChat
from certification.practice.states import AFTERWARDS, ChatState
from certification.programmes.logs import LogEntry
from certification.programmes.models import Enrolment, ProgrammeVersion
from lms.ui.constellation import FEWEST, MOST, Item


def with_activity(certificates: QuerySet[Certificate]) -> QuerySet[Certificate]:
    """Each with `fades` (whether its programme counts hours) and `last_active`: the newest day with hours there, or the day of issue."""
    hours = LogEntry.objects.standing().filter(
        enrolment__person=OuterRef("person"), enrolment__organisation=OuterRef("organisation"), minutes__isnull=False
    )
    return certificates.annotate(
        fades=Exists(ProgrammeVersion.objects.filter(pk=OuterRef("enrolment__version"), rules__decision__fades=True)),
        last_hours=Subquery(hours.order_by("-on").values("on")[:1]),
        issued_on=TruncDate("issued_at"),
        last_active=Case(
            When(last_hours__gt=F("issued_on"), then=F("last_hours")), default=F("issued_on"), output_field=DateField()
        ),
    )  # fmt: skip


def rest_of(certificate: Any) -> str:
    """How long the holder's skills have rested; always fresh where nobody counts hours."""
    if not hasattr(certificate, "last_active"):
        certificate = with_activity(Certificate.objects.filter(pk=certificate.pk)).get()
    return fading.rest(certificate.last_active, timezone.localdate()) if certificate.fades else fading.FRESH


def certificate_of(enrolment: Enrolment) -> Certificate | None:
    """The newest certificate of an enrolment, whatever became of it."""
    return Certificate.objects.filter(enrolment=enrolment).order_by("-issued_at", "-pk").first()


def live_certificate(enrolment: Enrolment) -> Certificate | None:
    """The one granted or paused, if there is one; its dates may have passed."""
    return Certificate.objects.filter(enrolment=enrolment, state__in=LIVE).first()


def held_by(enrolment: Enrolment) -> Held | None:
    """For those who sign: the live certificate of this programme that its trainee holds now, of whatever organisation."""
    held = (
        Certificate.objects.live().filter(person=enrolment.person_id, programme=enrolment.programme).select_related("organisation").first()
    )
    if held is None:
        return None
    elsewhere = held.organisation_id != enrolment.organisation_id
    return Held(elsewhere=elsewhere, place=held.organisation.name, until=held.valid_until, settled=held.may_change)


def public(public_id: UUID) -> Certificate | None:
    """For the public page: by the id in the link, never by anything shorter."""
    return Certificate.objects.filter(public_id=public_id).first()


def find(typed: str) -> Certificate | None:
    """The certificate somebody means by a code, an id or a whole link; None when there is no such thing."""
    if code := codes.code_in(typed):
        return Certificate.objects.filter(code=code).first()
    for part in reversed(typed.strip().rstrip("/").split("/")):
        try:
            return public(UUID(part))
        except ValueError:
            continue
    return None


def newest_list() -> int:
    """The number of the status list that new certificates get their places in."""
    return Certificate.objects.aggregate(newest=Max("status_list"))["newest"] or 1


def status_indexes(purpose: str, number: int) -> list[int]:
    """The places to mark in a status list: for `revocation` what is final, for `suspension` also what is paused."""
    states = FINAL if purpose == REVOCATION else (*FINAL, CertificateState.SUSPENDED)
    return list(Certificate.objects.filter(status_list=number, state__in=states).values_list("status_index", flat=True))


def uncertified_signoffs() -> list[SignOff]:
    """Granted sign-offs without a certificate, oldest first; those overtaken by a newer certificate stay without."""
    waiting = SignOff.objects.granted().filter(certificate=None)
    return [
        signoff
        for signoff in waiting.select_related("enrolment").order_by("decided_at", "pk")
        if not Certificate.objects.filter(enrolment=signoff.enrolment, issued_at__gte=signoff.decided_at).exists()
    ]


def practised(certificate: Certificate) -> int:
    """How many practice chats led to it."""
    ended = Q(state__in=AFTERWARDS) | Q(state=ChatState.ARCHIVED)
    return PracticeChat.objects.filter(ended, enrolment_id=certificate.enrolment_id, ended_at__lte=certificate.issued_at).count()


def figure(certificate: Certificate) -> list[Item]:
    """The finished constellation: a star for each requirement, the guiding star last. A figure needs at least five."""
    count = min(max(len(certificate.frozen["texts"][certificate.frozen["language"]]["criteria"]) + 1, FEWEST), MOST)
    return [Item(id=f"star-{number}", name="", state="done") for number in range(count)]


def facts(certificate: Certificate) -> dict[str, Any]:
    """Every certified fact as plain JSON, in the active language. What is not here is not public."""
    text, frozen = certificate.text(), certificate.frozen
    return {
        "code": certificate.spaced_code,
        "name": certificate.shown_name or None,
        "achievement": text["achievement"],
        "criteria": text["criteria"],
        "level": certificate.level,
        "level_words": text["level"],
        "programme": frozen["programme"]["slug"],
        "programme_version": frozen["programme"]["version"],
        "organisation": frozen["organisation"],
        "country": frozen["country"],
        "signed_by": frozen["signed_by"],
        "issued_on": frozen["issued_on"],
        "valid_until": frozen["valid_until"],
        "language": frozen["language"],
        "digest": certificate.digest,
    }
