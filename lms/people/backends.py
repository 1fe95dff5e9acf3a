"""Who is behind a session."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from lms.people.known import known_person
from lms.people.models import Person


class Backend(AuthenticationBackend):
    """allauth's, which knows codes and passkeys; only who is behind a session is looked up our way."""

    def get_user(self, user_id: Any) -> Person | None:
        person = known_person(user_id)
        return person if person and self.user_can_authenticate(person) else None
