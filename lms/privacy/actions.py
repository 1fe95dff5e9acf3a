"""Erasing a person, letting time do its work, and keeping the erased erased."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from lms.audit.actions import record
from lms.kernel.errors import DomainError
from lms.kernel.permissions import demand
from lms.people.models import Person
from lms.people.signals import account_shut
from lms.privacy import journal
from lms.privacy.holdings import Erasing, holdings

NOBODY = "Anonym"  # the alias of everybody who was erased, in every language


def reasons_to_wait(person: Person) -> list[str]:
    """Why this person cannot be erased today, in words for them: something that others wait for would stay with nobody."""
    return [str(reason) for asks in holdings().staying for reason in [asks(person)] if reason]


def erase_person(person: Person, *, by: Person | None) -> None:
    """Delete or empty everything the holdings name, take the name off the rest, and end every sign-in. Cannot be undone.

    `by` is the person themselves, or None for the operator at the keyboard. Raises DomainError while others wait for something only
    this person can hand over. Running it again changes nothing more.
    """
    if by is not None:
        demand(by, "privacy.erase", person)
    if waiting := reasons_to_wait(person):
        raise DomainError(" ".join(waiting), code="others_wait")
    _erase(person, by=by)


@transaction.atomic
def _erase(person: Person, *, by: Person | None) -> None:
    for leave in holdings().leaving:
        leave(person)
    for one in holdings().rows:
        if one.erasing == Erasing.DELETE:
            one.rows(person).delete()
        elif one.erasing == Erasing.BLANK:
            one.rows(person).update(**one.blanks)
    Person.objects.filter(pk=person.pk).update(
        email=f"{person.public_id}@erased.invalid", alias=NOBODY, legal_name="", is_active=False, is_staff=False,
        is_superuser=False, last_login=None, password="!",
    )  # fmt: skip
    record("privacy.erase", person, by=by)
    account_shut.send(Person, person=Person.objects.get(pk=person.pk))
    journal.note(person.public_id, at=timezone.now())


def erase_again() -> int:
    """After a restore: erase everybody in the journal whom the backup brought back. Returns how many."""
    back = Person.objects.filter(public_id__in=list(journal.erased())).exclude(email__endswith="@erased.invalid")
    people = list(back)
    for person in people:
        _erase(person, by=None)
    return len(people)


def let_time_pass(now: datetime | None = None) -> Iterator[tuple[str, int]]:
    """Run every retention clock at a moment (now); yields (clock, rows gone). A killed run goes on where it was when run again."""
    at = now or timezone.now()
    for clock in holdings().clocks:
        yield clock.name, clock.run(at)
