"""Ask for a letter, sign it, take it back."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certification.credentials import jws, keys
from certification.letters.freezing import claims, freeze
from certification.letters.models import HoursLetter
from certification.letters.queries import credit_of
from certification.letters.states import LETTER, LetterState
from lms.audit.actions import record
from lms.kernel.errors import DomainError, IllegalTransition, Invalid
from lms.kernel.permissions import demand
from lms.notify.actions import tell
from lms.people.actions import confirm_second_factor
from lms.people.models import Organisation, Person


@transaction.atomic
def ask_letter(organisation: Organisation, *, name: str, by: Person) -> HoursLetter:
    """Count the hours now and ask for a signature. `name` is what stands on it. Refuses while nothing is credited there, or one waits."""
    demand(by, "letters.ask")
    credit = credit_of(by, organisation)
    if credit is None:
        raise DomainError(_("There are no hours to write about yet."), code="no_hours")
    if HoursLetter.objects.waiting().filter(person=by, organisation=organisation).exists():
        raise IllegalTransition(_("You have asked already. Your coordinator has it."), code="asked")
    if not name.strip():
        raise Invalid(_("Write the name that should stand on the letter."))
    letter = HoursLetter.objects.create(person=by, organisation=organisation, name=name.strip()[:120], frozen=freeze(credit, organisation))
    record("hours_letter.ask", letter, by=by, fields={"organisation": organisation.pk, "minutes": credit.minutes})
    return letter


@transaction.atomic
def sign_letter(letter: HoursLetter, *, code: str, by: Person) -> None:
    """A coordinator's signature, with their second factor, and the house's own on the facts. Refuses whoever stands too close."""
    demand(by, "letters.sign", letter)
    confirm_second_factor(by, code)
    key, now = keys.active(), timezone.now()
    token = jws.sign(claims(letter, keys.issuer(), timezone.localdate(now).isoformat()), secret=keys.private_half(key), kid=key.kid)
    LETTER.move(letter, LetterState.SIGNED, by=by, fields={"signed_by": by, "signed_at": now, "token": token})
    _tell(letter, "signed")


@transaction.atomic
def drop_letter(letter: HoursLetter, *, words: str = "", by: Person) -> None:
    """Take it back: its page says so from now on. A coordinator says why, in `words`; its person need not."""
    demand(by, "letters.drop", letter)
    mine = letter.person_id == by.pk
    if not mine and not words.strip():
        raise Invalid(_("Write why. The person reads it."))
    LETTER.move(letter, LetterState.DROPPED, by=by, fields={"words": "" if mine else words.strip()[:1000]})
    if not mine:
        _tell(letter, "dropped")


def _tell(letter: HoursLetter, moment: str) -> None:
    tell(letter.person, f"hours_letter_{moment}", reason=f"hours_letter.{moment}:{letter.pk}", link=f"/hours-letters/{letter.public_id}/")
