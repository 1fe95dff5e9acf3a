"""Where sessions are kept (the setting SESSION_ENGINE), and how the person behind one comes along with it."""

import json
from functools import lru_cache
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db

from lms.people.known import person_in_session
from lms.people.models import Person, Session


class SessionStore(db.SessionStore):
    """Read with every request and never kept between two: what ends a session ends it at once, in every process."""

    person: Person | None = None  # as they were when the session was read; whether it still counts is asked in middleware.py

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def load(self) -> dict[str, Any]:
        """What is in the session; nothing, and a key that is given up, when there is none or it has ended."""
        self.person = person_in_session(self.session_key)
        return self.decode(self.person.session_data) if self.person else super().load()  # type: ignore[attr-defined]

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """As ever, except that a text whose signature was found good is not proved again."""
        found: dict[str, Any] = json.loads(_proved(session_data))
        return found

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row: Any = super().create_model_instance(data)
        row.person_id = data.get(SESSION_KEY)
        return row


@lru_cache(maxsize=1000)
def _proved(session_data: bytes | str) -> str:
    """What a session's row says, as JSON: a pure function of the row and the house's secret. Nothing at all when it is no text of ours."""
    return json.dumps(db.SessionStore().decode(session_data))
