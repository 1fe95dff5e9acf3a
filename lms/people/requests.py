"""What a view behind a permission is given: a request of somebody who is signed in."""

from django.http import HttpRequest

from lms.people.models import Person


class SignedInRequest(HttpRequest):
    """A name for type checkers: `@requires` has seen to it that `user` is a person before such a view runs."""

    user: Person  # type: ignore[assignment]
