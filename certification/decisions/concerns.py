"""A concern about how a volunteer does the task: raised, taken by one person, told to the one it is about, decided, closed."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certification.decisions import stepup
from certification.decisions.cases import Concern, Seat
from certification.decisions.signals import pause_asked
from certification.decisions.states import CONCERN, ConcernState, Outcome
from lms.audit.actions import record
from lms.kernel.errors import DomainError, IllegalTransition, Invalid
from lms.kernel.permissions import demand, may
from lms.notify.actions import tell
from lms.people.models import Organisation, Person, Role, RoleAssignment

HANDS = ((Role.COORDINATOR, Role.CERTIFIER), (Role.SUPERVISOR,))  # the second where the first are all too close
NOBODY = _("We find nobody of that alias in a house you share with them. Tell a coordinator instead.")


def find_by_alias(alias: str, *, by: Person) -> tuple[Person, Organisation]:
    """The one person of exactly this alias in a house that both belong to; refuses when there is none, or more than one."""
    mine = {place for _role, place in by.role_pairs}
    here = RoleAssignment.objects.active().filter(organisation_id__in=mine, person__alias__iexact=alias.strip(), person__is_active=True)
    found = {row.person_id: row for row in here.select_related("person", "organisation").order_by("pk")}
    if not alias.strip() or len(found) != 1:
        raise Invalid(NOBODY)
    row = next(iter(found.values()))
    return row.person, row.organisation


@transaction.atomic
def raise_concern(about: Person, *, organisation: Organisation, words: str, by: Person) -> Concern:
    """Say what one has seen. Coordinators and certifiers there are put on its list and told, without the one it is about and those close.

    Refuses a concern about oneself, and about somebody of a house one does not belong to.
    """
    demand(by, "decisions.raise_concern", organisation)
    if about.pk == by.pk:
        raise Invalid(_("This is for worries about somebody else. For yourself, ask for a talk."))
    if not words.strip():
        raise Invalid(_("Say what you have seen. A few sentences are enough."))
    concern = Concern.objects.create(about=about, organisation=organisation, words=words.strip(), raised_by=by)
    record("concern.raise", concern, by=by, fields={"organisation": organisation.pk})
    invite_hands(concern)
    return concern


def invite_hands(concern: Concern) -> int:
    """Put everybody on the list who may take it, and tell them. Returns how many there are."""
    held = RoleAssignment.objects.active().filter(organisation_id=concern.organisation_id)
    able: list[Person] = []
    for roles in HANDS:
        people = Person.objects.filter(pk__in=held.filter(role__in=roles).values("person"), is_active=True).order_by("pk")
        able = able or [person for person in people if may(person, "decisions.could_handle", concern)]
    for person in able:
        seat, _new = Seat.objects.get_or_create(concern=concern, person=person, ended_at=None)
        tell(person, "concern_waits", reason=f"concern.waits:{seat.pk}", link=f"/concerns/{concern.pk}/")
    return len(able)


@transaction.atomic
def take_concern(concern: Concern, *, by: Person, pause: bool = False) -> None:
    """Take it on; `pause` pauses the person's certificate in that house at the same moment. The others leave the list."""
    demand(by, "decisions.take_concern", concern)
    CONCERN.move(concern, ConcernState.TAKEN, by=by, fields={"taken_by": by, "taken_at": timezone.now()})
    concern.seats.exclude(person=by).exclude(person_id__in=_signers_of(concern)).end()
    if pause:
        pause_asked.send(Concern, concern=concern, by=by)


def _signers_of(concern: Concern) -> list[int]:
    """Certifiers stay on the list: one of them must sign when the person is not to be told."""
    held = RoleAssignment.objects.active().filter(role=Role.CERTIFIER, organisation_id=concern.organisation_id)
    return list(held.values_list("person_id", flat=True))


@transaction.atomic
def hand_concern_back(concern: Concern, *, by: Person) -> None:
    demand(by, "decisions.handle_concern", concern)
    free(concern, by=by)


def free(concern: Concern, *, by: Person | None) -> None:
    """Nobody has it any more: everybody who may take it is asked again."""
    CONCERN.move(concern, ConcernState.RAISED, by=by, fields={"taken_by": None, "taken_at": None})
    concern.seats.end()
    invite_hands(concern)


@transaction.atomic
def tell_them(concern: Concern, *, told: str, by: Person) -> None:
    """Let the one concerned know what it is about, in words for them. They never read who raised it, and nobody else needs the list now."""
    demand(by, "decisions.handle_concern", concern)
    if not told.strip():
        raise Invalid(_("Write what they are told, kindly and plainly."))
    fresh = Concern.objects.filter(pk=concern.pk, told_at=None).exclude(state__in=(ConcernState.RAISED, ConcernState.CLOSED))
    if not fresh.update(told=told.strip(), told_at=timezone.now()):
        raise IllegalTransition()
    concern.refresh_from_db()
    concern.seats.exclude(person=by).end()  # nobody has to sign any more that they are not told
    record("concern.tell", concern, by=by)
    tell(concern.about, "concern_told", reason=f"concern.told:{concern.pk}", link=f"/concerns/{concern.pk}/")


def leave_untold(concern: Concern, *, because: str, by: Person, code: str) -> None:
    """Sign that telling them now would put somebody in danger. Needs a certifier who does not have the concern, nor takes it later, and
    their second factor; and somebody who has it."""
    demand(by, "decisions.sign_untold", concern)
    if not because.strip():
        raise Invalid(_("Say who would be in danger, and how."))
    stepup.confirm(by, code)
    signed = {"untold_because": because.strip(), "untold_signed_by": by, "untold_signed_at": timezone.now()}
    _sign(concern, signed, by)


@transaction.atomic
def _sign(concern: Concern, signed: dict[str, Any], by: Person) -> None:
    by = Person.objects.get(pk=by.pk)  # the roles of this moment, not of the start of the request
    concern.refresh_from_db()
    demand(by, "decisions.sign_untold", concern)
    in_hands = (ConcernState.TAKEN, ConcernState.DECIDED)
    if not Concern.objects.filter(pk=concern.pk, told_at=None, untold_signed_by=None, state__in=in_hands).update(**signed):
        raise IllegalTransition()
    concern.refresh_from_db()
    record("concern.leave_untold", concern, by=by)


@transaction.atomic
def decide_concern(concern: Concern, *, outcome: str, words: str, by: Person) -> None:
    """Say what it came to, in words for the one concerned. Withdrawing a certificate still takes two people, on its own page."""
    demand(by, "decisions.handle_concern", concern)
    if outcome not in Outcome.values or not words.strip():
        raise Invalid(_("Choose what it came to, and say it in words for the one it is about."))
    CONCERN.move(
        concern, ConcernState.DECIDED, by=by, outcome=outcome,
        fields={"outcome": outcome, "outcome_words": words.strip(), "decided_at": timezone.now()},
    )  # fmt: skip
    if concern.told_at:
        tell(concern.about, "concern_decided", reason=f"concern.decided:{concern.pk}", link=f"/concerns/{concern.pk}/")


@transaction.atomic
def close_concern(concern: Concern, *, by: Person) -> None:
    """Put it away. Refused until the one concerned was told, or a second person has signed why not."""
    demand(by, "decisions.handle_concern", concern)
    concern.refresh_from_db()
    if concern.told_at is None and concern.untold_signed_by_id is None:
        raise DomainError(_("First tell the one it is about, or have a certifier sign why not."))
    CONCERN.move(concern, ConcernState.CLOSED, by=by, fields={"closed_at": timezone.now()})
    concern.seats.exclude(person=by).end()
