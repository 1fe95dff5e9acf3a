"""What is done to and by people: inviting, joining, roles, relations, the second factor of a signature."""

import secrets
from datetime import date, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from lms.audit.actions import record
from lms.kernel.errors import DomainError, Invalid
from lms.kernel.permissions import demand
from lms.people.models import Cohort, Invitation, Organisation, Person, Relation, Role, RoleAssignment
from lms.people.signals import invitation_accepted, role_changed
from lms.people.tokens import token_of

INVITATION_LASTS = timedelta(days=14)
CODE_TRIES, CODE_WINDOW = 5, 5 * 60


@transaction.atomic
def invite(
    organisation: Organisation,
    *,
    email: str,
    by: Person | None,
    role: str = Role.TRAINEE,
    cohort: Cohort | None = None,
    programme: str = "",
    language: str = "",
    lasts: timedelta = INVITATION_LASTS,
) -> Invitation:
    """Invite one address and queue the e-mail. An open invitation for the same address and role is withdrawn first.

    `by=None` is the operator at the keyboard, who has to bring in the first coordinator.
    """
    if by is not None:
        demand(by, "people.invite", organisation)
    now = timezone.now()
    Invitation.objects.open().filter(organisation=organisation, email__iexact=email, role=role).update(withdrawn_at=now)
    invitation = Invitation.objects.create(
        organisation=organisation, email=email.lower(), role=role, cohort=cohort, programme=programme,
        language=language or organisation.language, nonce=secrets.token_hex(16), invited_by=by, expires_at=now + lasts,
    )  # fmt: skip
    record("people.invite", invitation, by=by, fields={"role": role, "organisation": organisation.pk})
    _queue(invitation)
    return invitation


def already_here(organisation: Organisation, emails: list[str], role: str) -> list[str]:
    """Which of the addresses belong to somebody who holds that role here today."""
    held = RoleAssignment.objects.active().filter(organisation=organisation, role=role).values("person")
    known = set(Person.objects.filter(pk__in=held, email__in=emails).values_list("email", flat=True))
    return [email for email in emails if email in known]


@transaction.atomic
def invite_again(invitation: Invitation, *, by: Person) -> None:
    """Send a fresh link; the older one stops working. Refuses when it was accepted or withdrawn."""
    demand(by, "people.invite", invitation.organisation)
    fresh = {"nonce": secrets.token_hex(16), "expires_at": timezone.now() + INVITATION_LASTS, "sent_at": None}
    if not Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None).update(**fresh):
        raise DomainError(_("This invitation was used or withdrawn. Write a new one."))
    record("people.invite_again", invitation, by=by)
    _queue(invitation)


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: Person) -> None:
    """Close the link. Refuses when it was accepted already."""
    demand(by, "people.invite", invitation.organisation)
    if not Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None).update(withdrawn_at=timezone.now()):
        raise DomainError(_("This invitation was used or withdrawn already."))
    record("people.withdraw_invitation", invitation, by=by)


def _queue(invitation: Invitation) -> None:
    from lms.people.tasks import send_invitation  # tasks wrap actions, so the import would be circular at the top

    send_invitation.enqueue(invitation.pk)


def send_invitation(invitation_id: int) -> bool:
    """Send the e-mail of an open invitation unless that was done; True when it left now."""
    waiting = Invitation.objects.open().filter(pk=invitation_id, sent_at=None)
    if not waiting.update(sent_at=timezone.now()):
        return False
    invitation = Invitation.objects.select_related("organisation").get(pk=invitation_id)
    with translation.override(invitation.language):
        link = f"{settings.BASE_URL}/{invitation.language}/join/{token_of(invitation)}/"
        text = render_to_string("emails/invitation.txt", {"invitation": invitation, "link": link})
    subject, _newline, body = text.strip().partition("\n")
    mail = EmailMessage(subject.strip(), body.strip() + "\n", to=[invitation.email])
    try:
        mail.send()
    except Exception:
        Invitation.objects.filter(pk=invitation_id).update(sent_at=None)
        raise
    return True


def person_for(invitation: Invitation) -> Person:
    """The person behind an invited address, made if need be; without any role until the code has been entered."""
    person = Person.objects.filter(email__iexact=invitation.email).first()
    if person is None:
        person = Person.objects.create_user(
            invitation.email, language=invitation.language, time_zone=invitation.organisation.time_zone
        )  # fmt: skip
        EmailAddress.objects.get_or_create(user=person, email=person.email, defaults={"primary": True})
    return person


@transaction.atomic
def accept_invitation(invitation: Invitation, *, by: Person) -> None:
    """Give the invited role, once. Refuses a used, withdrawn, expired or somebody else's invitation."""
    if by.email.lower() != invitation.email.lower():
        raise DomainError(_("This invitation was sent to another address. Sign out and open the link again."))
    claimed = Invitation.objects.open().filter(pk=invitation.pk).update(accepted_at=timezone.now(), accepted_by=by)
    if not claimed:
        if Invitation.objects.filter(pk=invitation.pk, accepted_by=by).exists():
            return
        raise DomainError(_("This invitation can no longer be used. Ask the one who invited you for a new one."))
    invitation.refresh_from_db()
    give_role(by, invitation.role, organisation=invitation.organisation, by=invitation.invited_by, asked=False)
    record("people.accept_invitation", invitation, by=by, fields={"role": invitation.role})
    invitation_accepted.send(Invitation, invitation=invitation)


@transaction.atomic
def give_role(
    person: Person, role: str, *, organisation: Organisation, by: Person | None, until: date | None = None, asked: bool = True
) -> RoleAssignment:
    """Let a person hold a role from today. `asked=False` is for invitations, where the right was asked for when inviting."""
    if asked and by is not None:
        demand(by, "people.give_role", organisation)
    held = RoleAssignment.objects.active().filter(person=person, role=role, organisation=organisation).first()
    if held:
        return held
    given = RoleAssignment.objects.create(person=person, role=role, organisation=organisation, given_by=by, ends_on=until)
    person.__dict__.pop("role_pairs", None)
    record("people.give_role", given, by=by, fields={"person": person.pk, "role": role, "organisation": organisation.pk})
    role_changed.send(RoleAssignment, person=person)
    return given


@transaction.atomic
def end_role(given: RoleAssignment, *, by: Person) -> None:
    """End a role now: yesterday was its last day, or it never counted when it began today. Refuses for the last coordinator."""
    demand(by, "people.give_role", given.organisation)
    others = RoleAssignment.objects.active().filter(organisation=given.organisation, role=Role.COORDINATOR).exclude(person=given.person_id)
    if given.role == Role.COORDINATOR and not others.exists():
        raise DomainError(_("Nobody else coordinates here. Invite somebody first, and end this role when they have come."), code="last")
    today = timezone.localdate()
    record("people.end_role", given, by=by, fields={"person": given.person_id, "role": given.role})
    if given.starts_on >= today:
        given.delete()
    else:
        RoleAssignment.objects.filter(pk=given.pk).update(ends_on=today - timedelta(days=1))
    role_changed.send(RoleAssignment, person=Person.objects.get(pk=given.person_id))


@transaction.atomic
def declare_relation(person: Person, other: Person, *, by: Person) -> Relation:
    """Write down that two people are close; from then on neither rates, signs or plays for the other."""
    if by.pk not in (person.pk, other.pk):
        demand(by, "people.declare_relation")
    relation, new = Relation.objects.get_or_create(person=person, other=other, defaults={"declared_by": by})
    if new:
        record("people.declare_relation", relation, by=by, fields={"person": person.pk, "other": other.pk})
    return relation


@transaction.atomic
def withdraw_relation(relation: Relation, *, organisation: Organisation, by: Person) -> None:
    """A coordinator of the house takes back what was written down by mistake."""
    demand(by, "people.declare_relation", organisation)
    _drop(relation, by=by)


@transaction.atomic
def take_back_relation(relation: Relation, *, by: Person) -> None:
    """Take back what one said oneself. Where one of the two rates or signs, a coordinator does it: nobody clears their own way to a
    signature."""
    demand(by, "people.take_back_relation", relation)
    _drop(relation, by=by)


def _drop(relation: Relation, *, by: Person) -> None:
    record("people.withdraw_relation", relation, by=by, fields={"person": relation.person_id, "other": relation.other_id})
    relation.delete()


def change_profile(person: Person, *, by: Person, **fields: Any) -> None:
    """Write the named fields of one's own profile (alias, legal_name, language, time_zone)."""
    demand(by, "people.edit_self", person)
    unknown = set(fields) - {"alias", "legal_name", "language", "time_zone"}
    if unknown:
        raise ValueError(f"not part of a profile: {sorted(unknown)}")
    Person.objects.filter(pk=person.pk).update(**fields)
    for name, value in fields.items():
        setattr(person, name, value)
    record("people.change_profile", person, by=by, fields=dict.fromkeys(fields, "changed"))


def confirm_second_factor(person: Person, code: str) -> None:
    """Check a code from the person's authenticator app or a recovery code: for signatures, every time.

    Raises Invalid when it is wrong, used before, or after five tries in five minutes. A code works once.
    """
    tried = f"second-factor-tries:{person.pk}"
    cache.add(tried, 0, CODE_WINDOW)
    if cache.incr(tried) > CODE_TRIES:
        raise Invalid(_("Too many tries. Wait five minutes. What you wrote is kept."), code="too_many")
    code = "".join(code.split())
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES]
    for authenticator in Authenticator.objects.filter(user=person, type__in=kinds):
        if code and authenticator.wrap().validate_code(code):
            authenticator.record_usage()
            cache.delete(tried)
            return
    raise Invalid(_("That code does not match. Codes change every 30 seconds and work once: wait for a new one."), code="code")
