"""Finding the person an operator means, at the keyboard."""

from uuid import UUID

from django.core.management.base import CommandError

from lms.people.models import Person


def person_by_id(text: str) -> Person:
    """The person with this number, public id or e-mail address. CommandError when there is none."""
    people = Person.objects.all()
    if text.isdecimal():
        found = people.filter(pk=int(text)) if len(text) < 19 else people.none()
    elif "@" in text:
        found = people.filter(email__iexact=text)
    else:
        try:
            found = people.filter(public_id=UUID(text))
        except ValueError as error:
            raise CommandError("Name the person by number, public id or e-mail address.") from error
    person = found.first()
    if person is None:
        raise CommandError("There is nobody with this id.")
    return person
