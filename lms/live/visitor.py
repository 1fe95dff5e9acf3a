"""Who stands behind an open connection now, not when it was opened."""

from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest

from lms.people.known import person_in_session
from lms.people.models import Person


class Visitor:
    """The person of a session, asked for again and again.

    Opening a session and checking its signature costs more than all the rest, so a session whose row and whose person's row say the
    same as last time is not opened again. Whatever ends a session changes one of the two.
    """

    def __init__(self, session_key: str) -> None:
        self.key = session_key
        self._store = import_module(settings.SESSION_ENGINE).SessionStore
        self._known: tuple[int, str, str] | None = None  # the person's number, the session's content, the password hash

    def person(self) -> Person | None:
        """The person with today's roles; None when the session was ended or the account closed since."""
        person = person_in_session(self.key, along=False)
        if person is None or not person.is_active:
            return None
        seen = (person.pk, person.session_data, person.password)  # type: ignore[attr-defined]
        if seen != self._known:
            if self._opened() != person:
                return None
            self._known = seen
        return person

    def _opened(self) -> Person | None:
        """As Django itself opens a session at the beginning of a request."""
        request = HttpRequest()
        request.session = self._store(self.key)
        person = get_user(request)
        return person if isinstance(person, Person) else None
