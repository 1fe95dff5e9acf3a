"""Who is asking: one question to the database per request, with everything that every page wants to know of that person.

Packages above ask along with `asks_along`: a subquery in the same question costs a tenth of a question of its own.
"""

from typing import Any

from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from lms.people.models import Person, RoleAssignment

_along: dict[str, str] = {}
JOINED = {"sqlite": "group_concat(r.role || ':' || r.organisation_id)", "postgresql": "string_agg(r.role || ':' || r.organisation_id, ',')"}


def asks_along(name: str, sql: str) -> None:
    """Have `sql` answered with every signed-in request, as the attribute `name` of its person. `p.id` is the person; one value.

    The text is ours, never a user's.
    """
    _along[name] = sql


def known_person(pk: Any) -> Person | None:
    """The person with the roles held today (`role_pairs`) and what others ask along; None when there is nobody."""
    return _asked(pk, _along, [])


def person_in_session(pk: int, key: str) -> Person | None:
    """The same, with `session_data`: what the open session of this key holds, None when it has ended. Nothing else is asked along."""
    held = f"SELECT s.session_data FROM {Session._meta.db_table} s WHERE s.session_key = %s AND s.expire_date > %s"
    return _asked(pk, {"session_data": held}, [key, connection.ops.adapt_datetimefield_value(timezone.now())])


def _asked(pk: Any, along: dict[str, str], words: list[Any]) -> Person | None:
    table, roles = Person._meta.db_table, RoleAssignment._meta.db_table
    held = (
        f"SELECT {JOINED[connection.vendor]} FROM {roles} r WHERE r.person_id = p.id AND r.starts_on <= %s"
        " AND (r.ends_on IS NULL OR r.ends_on >= %s)"
    )
    more = "".join(f", ({sql}) AS {name}" for name, sql in along.items())
    today = timezone.localdate()
    found = Person.objects.raw(f"SELECT p.*, ({held}) AS held_today{more} FROM {table} p WHERE p.id = %s", [today, today, *words, pk])
    for person in found:
        pairs = (one.split(":") for one in filter(None, (person.held_today or "").split(",")))
        person.__dict__["role_pairs"] = frozenset((role, int(organisation)) for role, organisation in pairs)
        return person
    return None
