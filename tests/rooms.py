"""Live practice rooms with people signed in, for programs that talk to a served site over plain connections."""

import uuid
from typing import Any

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from lms.people.models import Organisation, Person, Role, RoleAssignment
from lms.people.sessions import SessionStore
from tests.builders import a_chat, an_enrolment

TOKEN = "a" * 32  # what stands in the cookie and in the header of every form sent


def cookies_of(person: Person) -> str:
    """The cookies of a browser in which this person has just signed in."""
    session = SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(person.pk), person.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = "lms.people.backends.Backend"
    session.save()
    return f"sessionid={session.session_key}; csrftoken={TOKEN}"


def make_rooms(count: int) -> list[dict[str, Any]]:
    """So many live chats, each with a trainee and a partner of its own: the chat's number and the cookies of the two."""
    house = Organisation.objects.create(name="Rooms", slug=f"rooms-{uuid.uuid4().hex[:8]}", country="no", legal_profile="no_municipality")

    def somebody(role: str) -> Person:
        person = Person.objects.create_user(f"{uuid.uuid4().hex}@example.org", alias="Rype")
        RoleAssignment.objects.create(person=person, role=role, organisation=house)
        return person

    made = []
    for _ in range(count):
        trainee, partner = somebody(Role.TRAINEE), somebody(Role.PARTNER)
        chat = a_chat(enrolment=an_enrolment(person=trainee, organisation=house), partner=partner)
        made.append({"chat": chat.pk, "cookies": [cookies_of(trainee), cookies_of(partner)]})
    return made
