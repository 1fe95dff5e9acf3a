"""A signature asks for the second factor again."""

from lms.people.actions import confirm_second_factor
from lms.people.models import Person


def confirm(person: Person, code: str) -> None:
    """Raise Invalid unless `code` is this person's second factor, now and for the first time."""
    confirm_second_factor(person, code)
