"""Who stands behind an open connection now, not when it was opened."""

from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone

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
        if self._known:
            number, session, password = self._known
            person = person_in_session(number, self.key)
            if person and person.is_active and (person.session_data, person.password) == (session, password):  # type: ignore[attr-defined]
                return person
        return self._opened()

    def _opened(self) -> Person | None:
        """As Django itself opens a session at the beginning of a request."""
        rows = Session.objects.filter(session_key=self.key, expire_date__gt=timezone.now())
        session = rows.values_list("session_data", flat=True).first()
        if session is None:
            return None
        request = HttpRequest()
        request.session = self._store(self.key)
        person = get_user(request)
        if not isinstance(person, Person) or not person.is_active:
            return None
        self._known = (person.pk, session, person.password)
        return person
