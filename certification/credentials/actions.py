"""What is done to certificates. Issue follows a granted sign-off; everything else is a deed of a named person."""

import secrets
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certification.credentials import badge, queries
from certification.credentials.frozen import freeze
from certification.credentials.models import Certificate, StatusEvent
from certification.credentials.states import CERTIFICATE, CertificateState, Event
from certification.decisions.actions import OBJECTIONS
from certification.decisions.models import SignOff
from certification.decisions.states import SignOffState
from certification.programmes.rules import months_after
from cms.versions import digest_of
from lms.audit.actions import record
from lms.kernel.errors import DomainError, IllegalTransition, Invalid
from lms.kernel.permissions import demand, may
from lms.notify.actions import tell
from lms.people.models import Person, Role, RoleAssignment

DRAWS = 16  # in a list that is half full they are all taken once in 65,536 times


@transaction.atomic
def issue(signoff: SignOff, *, by: Person | None = None) -> Certificate:
    """The certificate of a granted sign-off, made now unless it was made before. A live one of the same programme before it is replaced,
    whoever gave it: one person has one at a time.

    Runs in the transaction of the decision, which also tells the good news: no grant without a certificate. Refuses a sign-off
    that was not granted, and one that would bury what another organisation has not settled; of two sign-offs for the same thing at the
    same moment one wins.
    """
    if made := Certificate.objects.filter(signoff=signoff).first():
        return made
    granted = SignOff.objects.filter(pk=signoff.pk, state=SignOffState.GRANTED, decided_at__isnull=False)
    if not granted.update(state=SignOffState.GRANTED):  # changes nothing, but others who issue the same wait here until we are done
        raise DomainError(_("There is no granted decision behind this, so there is no certificate."), code="not_granted")
    if made := Certificate.objects.filter(signoff=signoff).first():
        return made
    enrolment = signoff.enrolment
    before = Certificate.objects.filter(person=enrolment.person, programme=enrolment.programme)
    previous = before.order_by("-issued_at", "-pk").first()
    replaced = before.live().select_related("person", "signoff").first()
    if signoff.varies_id and (replaced is None or replaced.signoff_id != signoff.varies_id):
        raise DomainError(_("The certificate this would change does not count any more."), code="nothing_to_vary")
    if replaced:
        _replace(replaced, signoff, by)
    try:
        with transaction.atomic():
            certificate = Certificate.objects.create(previous=previous, **_contents(signoff, replaced))
    except IntegrityError as overtaken:
        raise IllegalTransition(code="stale") from overtaken
    # the line comes first: whoever writes it waits for the one before, so events get their numbers in the order in which they are seen
    record("certificate.issue", certificate, by=by, fields={"signoff": signoff.pk, "enrolment": enrolment.pk, "digest": certificate.digest})
    StatusEvent.objects.create(certificate=certificate, what=Event.ISSUED, by=by)
    return certificate


def _replace(live: Certificate, signoff: SignOff, by: Person | None) -> None:
    """End the one that a new one follows. One that another organisation gave is theirs to settle first, and its supervisors hear of it."""
    elsewhere = live.organisation_id != signoff.organisation_id
    if (signoff.varies_id or elsewhere) and not live.may_change:
        code = "unsettled_elsewhere" if elsewhere else "unsettled"
        raise DomainError(OBJECTIONS[code], code=code)
    CERTIFICATE.move(live, CertificateState.SUPERSEDED, by=by)
    StatusEvent.objects.create(certificate=live, what=Event.SUPERSEDED, by=by)
    for person in _supervisors_of(live) if elsewhere else ():
        link = f"{link_of(live)}care/"
        tell(person, "certificate_moved", reason=f"certificate.moved:{live.pk}", link=link, alias=live.person.alias)


def issue_missing() -> int:
    """For the nightly run: certificates of grants that have none, each in its own transaction; returns how many were made."""
    missing = queries.uncertified_signoffs()
    for signoff in missing:
        issue(signoff)
    return len(missing)


REMIND_BEFORE = (90, 60, 30, 7)  # days before the last day


def remind_of_the_end(*, on: date | None = None) -> int:
    """Tell holder and supervisor that a certificate runs out, at 90, 60, 30 and 7 days; each once, also when nights were missed.

    The supervisor is the one who proposed it while they supervise there, else everybody who does. Returns how many were told.
    """
    today, told = on or timezone.localdate(), 0
    soon = Certificate.objects.filter(
        state=CertificateState.ACTIVE, valid_until__gte=today, valid_until__lte=today + timedelta(days=max(REMIND_BEFORE))
    )
    for certificate in soon.select_related("person", "signoff").order_by("pk"):
        left = (certificate.valid_until - today).days
        before = min(days for days in REMIND_BEFORE if left <= days)
        reason, until = f"certificate.ends:{certificate.pk}:{before}", certificate.valid_until.isoformat()
        told += tell(certificate.person, "certificate_ends", reason=reason, link=link_of(certificate), until=until) is not None
        for person in _supervisors_of(certificate):
            link = f"{link_of(certificate)}care/"
            told += tell(person, "certificate_ends_soon", reason=reason, link=link, until=until, alias=certificate.person.alias) is not None
    return told


def tell_of_conditions() -> int:
    """Tell supervisors of conditions whose day has come; each day once. Returns how many were told."""
    told = 0
    due = Certificate.objects.live().filter(signoff__conditions_until__lte=timezone.localdate()).select_related("person", "signoff")
    for certificate in due.order_by("pk"):
        reason = f"conditions:{certificate.signoff_id}:{certificate.signoff.conditions_until:%Y-%m-%d}"
        for person in _supervisors_of(certificate):
            link = f"{link_of(certificate)}care/"
            told += tell(person, "conditions_due", reason=reason, link=link, alias=certificate.person.alias) is not None
    return told


def _supervisors_of(certificate: Certificate) -> list[Person]:
    held = RoleAssignment.objects.active().filter(organisation_id=certificate.organisation_id, role=Role.SUPERVISOR, person__is_active=True)
    there = {one.person_id: one.person for one in held.exclude(person_id=certificate.person_id).select_related("person")}
    proposer = there.get(certificate.signoff.proposed_by_id)
    return [proposer] if proposer else [there[pk] for pk in sorted(there)]


def _contents(signoff: SignOff, replaced: Certificate | None = None) -> dict[str, Any]:
    """Every field of a new certificate: nothing is read from the person or the programme again afterwards.

    A change of level or conditions keeps the end of the certificate it replaces.
    """
    enrolment, person = signoff.enrolment, signoff.enrolment.person
    decided = timezone.localtime(signoff.decided_at)
    last_day = months_after(decided, signoff.valid_months).date()
    if signoff.varies_id and replaced:
        last_day = replaced.valid_until
    frozen = freeze(enrolment, level=signoff.level, issued_on=decided.date(), valid_until=last_day)
    salt = secrets.token_hex(16)
    return {
        "person": person, "organisation": enrolment.organisation, "enrolment": enrolment, "programme": enrolment.programme,
        "signoff": signoff, "level": signoff.level, "issued_at": signoff.decided_at, "valid_until": last_day,
        "frozen": frozen, "digest": digest_of(frozen), "name": person.legal_name,
        "subject_salt": salt, "subject_hash": badge.subject_hash(person.email, salt), **_free_place(),
    }  # fmt: skip


def _free_place() -> dict[str, int]:
    """A random unused place in the newest status list, so that places tell nothing about order.

    A few draws and one question, however full the list is: when every draw is taken, most of its places are, and the next list begins.
    """
    newest = queries.newest_list()
    drawn = [secrets.randbelow(badge.LIST_SIZE) for _draw in range(DRAWS)]
    taken = set(Certificate.objects.filter(status_list=newest, status_index__in=drawn).values_list("status_index", flat=True))
    free = next((index for index in drawn if index not in taken), None)
    return {"status_list": newest, "status_index": free} if free is not None else {"status_list": newest + 1, "status_index": drawn[0]}


def link_of(certificate: Certificate) -> str:
    """The holder's own screen, as notices write links: without language."""
    return f"/certificates/{certificate.public_id}/"


@transaction.atomic
def suspend(certificate: Certificate, *, reason: str, by: Person) -> None:
    """Pause a certificate at once: neutral, can be taken up again. The reason stays inside.

    Whoever may not lift it again asks those who may to look (see pauses.py).
    """
    demand(by, "credentials.suspend", certificate)
    written = _reason(reason)
    CERTIFICATE.move(certificate, CertificateState.SUSPENDED, by=by)
    _note_and_tell(certificate, Event.SUSPENDED, by=by, reason=written)
    if not may(by, "credentials.resume", certificate):
        _ask_to_look(certificate)


@transaction.atomic
def resume(certificate: Certificate, *, reason: str = "", by: Person) -> None:
    """Take a paused certificate up again."""
    demand(by, "credentials.resume", certificate)
    CERTIFICATE.move(certificate, CertificateState.ACTIVE, by=by)
    _note_and_tell(certificate, Event.RESUMED, by=by, reason=reason.strip())


@transaction.atomic
def ask_revocation(certificate: Certificate, *, reason: str, by: Person) -> None:
    """The first of two: ask that a certificate be withdrawn for good. Nothing public changes yet; suspend it if there is hurry."""
    demand(by, "credentials.ask_revocation", certificate)
    written = _reason(reason)
    asked: dict[str, Any] = {"revocation_asked_by": by, "revocation_asked_at": timezone.now()}
    if not Certificate.objects.live().filter(pk=certificate.pk, revocation_asked_by=None).update(**asked):
        raise IllegalTransition()
    certificate.refresh_from_db()
    StatusEvent.objects.create(certificate=certificate, what=Event.REVOCATION_ASKED, by=by, reason=written)
    record("certificate.ask_revocation", certificate, by=by)
    for other in _second_people(certificate):
        reason_key = f"certificate.revocation:{certificate.pk}:{asked['revocation_asked_at']:%Y-%m-%dT%H:%M:%S.%f}"
        tell(other, "certificate_revocation", reason=reason_key, link=f"{link_of(certificate)}care/", code=certificate.spaced_code)


@transaction.atomic
def drop_revocation(certificate: Certificate, *, by: Person) -> None:
    """Leave the certificate as it is after all."""
    demand(by, "credentials.drop_revocation", certificate)
    nothing = {"revocation_asked_by": None, "revocation_asked_at": None}
    if not Certificate.objects.live().filter(pk=certificate.pk, revocation_asked_by__isnull=False).update(**nothing):
        raise IllegalTransition()
    certificate.refresh_from_db()
    StatusEvent.objects.create(certificate=certificate, what=Event.REVOCATION_DROPPED, by=by)
    record("certificate.drop_revocation", certificate, by=by)


@transaction.atomic
def confirm_revocation(certificate: Certificate, *, by: Person) -> None:
    """The second of two: withdraw the certificate, for good. Refuses the one who asked, and when nobody asked."""
    certificate.refresh_from_db()
    demand(by, "credentials.confirm_revocation", certificate)
    if certificate.revocation_asked_by_id is None:
        raise IllegalTransition()
    still_asked = Certificate.objects.live().filter(pk=certificate.pk, revocation_asked_by=certificate.revocation_asked_by_id)
    if not still_asked.update(revoked_by=by):
        raise IllegalTransition(code="stale")
    CERTIFICATE.move(certificate, CertificateState.REVOKED, by=by, asked_by=certificate.revocation_asked_by_id)
    certificate.revoked_by = by
    _note_and_tell(certificate, Event.REVOKED, by=by)


@transaction.atomic
def set_show_name(certificate: Certificate, *, show: bool, by: Person) -> None:
    """The holder decides whether strangers see the name. A certificate issued without one takes it from the profile, once.

    Files downloaded before keep what they said.
    """
    demand(by, "credentials.show_name", certificate)
    name = certificate.name or certificate.person.legal_name
    if show and not name:
        raise Invalid(_("Your full name is missing. Write it on your own page first."))
    if show == certificate.show_name:
        return
    Certificate.objects.filter(pk=certificate.pk).update(show_name=show, name=name)
    certificate.show_name, certificate.name = show, name
    StatusEvent.objects.create(certificate=certificate, what=Event.NAME_SHOWN if show else Event.NAME_HIDDEN, by=by)
    record("certificate.show_name", certificate, by=by, fields={"show_name": show})


@transaction.atomic
def forget_holder(certificate: Certificate) -> None:
    """The holder has themselves erased: a live certificate is withdrawn, the name goes from every one of theirs. Nobody is told."""
    if certificate.is_live:
        CERTIFICATE.move(certificate, CertificateState.ERASED, by=certificate.person)
        StatusEvent.objects.create(certificate=certificate, what=Event.ERASED, by=certificate.person)
    Certificate.objects.filter(pk=certificate.pk).update(name="", show_name=False)


def _reason(text: str) -> str:
    written = text.strip()
    if not written:
        raise Invalid(_("Write why, in a sentence. Only professionals of your organisation can read it."))
    return written


def _note_and_tell(certificate: Certificate, what: Event, *, by: Person, reason: str = "") -> None:
    """Leave the event for the professionals and tell the holder what is so now, never why."""
    event = StatusEvent.objects.create(certificate=certificate, what=what, by=by, reason=reason)
    tell(certificate.person, f"certificate_{what.value}", reason=f"certificate.event:{event.pk}", link=link_of(certificate))


def _ask_to_look(certificate: Certificate) -> None:
    """Tell the certifiers there that a pause waits for one of them."""
    pause = certificate.events.filter(what=Event.SUSPENDED).latest("at", "pk")
    for person in _holding(Role.CERTIFIER, certificate):
        if may(person, "credentials.keep_paused", certificate):
            link, reason = f"{link_of(certificate)}care/", f"certificate.pause:{pause.pk}"
            tell(person, "certificate_pause_waits", reason=reason, link=link, code=certificate.spaced_code)


def _holding(role: Role, certificate: Certificate) -> list[Person]:
    held = RoleAssignment.objects.active().filter(organisation_id=certificate.organisation_id, role=role)
    return list(Person.objects.filter(pk__in=held.values("person"), is_active=True).order_by("pk"))


def _second_people(certificate: Certificate) -> list[Person]:
    """Those who may confirm: other certifiers, or where there are none, the supervisors."""
    for role in (Role.CERTIFIER, Role.SUPERVISOR):
        if able := [person for person in _holding(role, certificate) if may(person, "credentials.confirm_revocation", certificate)]:
            return able
    return []
