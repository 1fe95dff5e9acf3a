"""Who stands behind an open connection now, not when it was opened."""

from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest
from django.utils import timezone

from lms.people.models import Person


class Visitor:
    """The person of a session, asked for again and again.

    Opening a session and checking its signature costs more than all the rest, so a session whose row and whose person's row say the
    same as last time is not opened again. Whatever ends a session changes one of the two.
    """

    def __init__(self, session_key: str) -> None:
        self.key = session_key
        self._store = import_module(settings.SESSION_ENGINE).SessionStore
        self._known: tuple[str, int, str] | None = None  # the session's content, the person's number and password hash

    def person(self) -> Person | None:
        """The person with today's roles; None when the session was ended or the account closed since."""
        session = self._row()
        if session is None:
            return None
        if self._known and self._known[0] == session:
            person = Person.objects.filter(pk=self._known[1], is_active=True).first()
            if person is not None and person.password == self._known[2]:
                return person
        return self._opened(session)

    def _row(self) -> str | None:
        rows = self._store.get_model_class().objects.filter(session_key=self.key, expire_date__gt=timezone.now())
        return rows.values_list("session_data", flat=True).first()

    def _opened(self, session: str) -> Person | None:
        """As Django itself opens a session at the beginning of a request."""
        request = HttpRequest()
        request.session = self._store(self.key)
        person = get_user(request)
        if not isinstance(person, Person) or not person.is_active:
            return None
        self._known = (session, person.pk, person.password)
        return person
