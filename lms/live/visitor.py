"""Who stands behind an open connection now, not when it was opened."""

from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest

from lms.people.models import Person


def person_behind(session_key: str) -> Person | None:
    """The person of a session, read anew with today's roles; None when the session was ended or the account closed since."""
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    person = get_user(request)
    return person if isinstance(person, Person) and person.is_active else None
