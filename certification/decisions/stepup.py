"""A signature asks for the second factor again."""

from importlib import import_module

from lms.people.models import Person


def confirm(person: Person, code: str) -> None:
    """Raise Invalid unless `code` is this person's second factor, now and for the first time."""
    import_module("lms.people.actions").confirm_second_factor(person, code)
