"""Who is asking: one question to the database per request, with everything that every page wants to know of that person.

Packages above ask along with `asks_along`: a subquery in the same question costs a tenth of a question of its own.
"""

from typing import Any

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
    table, roles = Person._meta.db_table, RoleAssignment._meta.db_table
    held = (
        f"SELECT {JOINED[connection.vendor]} FROM {roles} r WHERE r.person_id = p.id AND r.starts_on <= %s"
        " AND (r.ends_on IS NULL OR r.ends_on >= %s)"
    )
    along = "".join(f", ({sql}) AS {name}" for name, sql in _along.items())
    today = timezone.localdate()
    found = Person.objects.raw(f"SELECT p.*, ({held}) AS held_today{along} FROM {table} p WHERE p.id = %s", [today, today, pk])
    for person in found:
        pairs = (one.split(":") for one in filter(None, (person.held_today or "").split(",")))
        person.__dict__["role_pairs"] = frozenset((role, int(organisation)) for role, organisation in pairs)
        return person
    return None
