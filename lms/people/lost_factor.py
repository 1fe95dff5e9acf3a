"""The phone that made somebody's codes is gone, and so are the recovery codes: the second factor is taken away, and they make a new one.

It opens nothing by itself: whoever signs in still proves their e-mail address.
"""

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lms.audit.actions import record
from lms.kernel.errors import DomainError
from lms.kernel.permissions import demand
from lms.people.actions import confirm_second_factor
from lms.people.models import Person, RoleAssignment, Session
from lms.people.signals import factor_taken


@transaction.atomic
def take_factor(held: RoleAssignment, *, code: str, by: Person) -> None:
    """A coordinator takes away the second factor of somebody who holds a role with them, proved by the coordinator's own code.

    Refuses for oneself and for those who run the whole house: an operator does that at the keyboard.
    """
    demand(by, "people.take_factor", held)
    person = Person.objects.get(pk=held.person_id)
    if person.is_staff:
        raise DomainError(_("They look after the whole house. Only whoever runs the server can do this for them."), code="operator")
    confirm_second_factor(by, code)
    forget_factor(person, by=by)


@transaction.atomic
def forget_factor(person: Person, *, by: Person | None) -> None:
    """Every app, passkey and recovery code goes, and every session ends: the lost phone opens nothing any more. The person hears of it."""
    Authenticator.objects.filter(user=person).delete()
    Session.objects.filter(person=person).delete()
    entry = record("people.take_factor", person, by=by)
    factor_taken.send(Person, person=person, entry=entry.pk)


def with_factor(people: list[int]) -> set[int]:
    """Which of these people (ids) have a second factor that can be lost."""
    return set(Authenticator.objects.filter(user__in=people).values_list("user_id", flat=True))
