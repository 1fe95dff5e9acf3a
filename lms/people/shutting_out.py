"""An account is shut, or opened again: by whoever runs the house, at the keyboard.

Roles stay as they are, so that whoever comes back is who they were; until then they can do nothing, and nothing waits with them.
"""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lms.audit.actions import record
from lms.kernel.errors import DomainError
from lms.people.models import Person, Session
from lms.people.signals import account_shut


@transaction.atomic
def shut_out(person: Person) -> None:
    """Nobody signs in as this person from now on and every session ends; what they held is free in the same moment."""
    if not Person.objects.filter(pk=person.pk, is_active=True).update(is_active=False):
        raise DomainError(_("This account is shut already."))
    Session.objects.filter(person=person).delete()
    record("people.shut_out", person, by=None)
    account_shut.send(Person, person=Person.objects.get(pk=person.pk))


@transaction.atomic
def let_in(person: Person) -> None:
    """They can sign in again. Nothing that was freed comes back to them. Refuses for somebody who was erased."""
    if person.email.endswith("@erased.invalid"):
        raise DomainError(_("This person has left for good."))
    if not Person.objects.filter(pk=person.pk, is_active=False).update(is_active=True):
        raise DomainError(_("This account is open."))
    record("people.let_in", person, by=None)
