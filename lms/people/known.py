"""Who is asking: one question to the database per request, with everything that every page wants to know of that person.

Packages above ask along with `asks_along`: a subquery in the same question costs a tenth of a question of its own.
"""

from typing import Any

from django.db import connection
from django.utils import timezone

from lms.people.models import Person, RoleAssignment, Session

_along: dict[str, str] = {}
JOINED = {"sqlite": "group_concat(r.role || ':' || r.organisation_id)", "postgresql": "string_agg(r.role || ':' || r.organisation_id, ',')"}
BY_NUMBER = f"{Person._meta.db_table} p WHERE p.id = %s"
BY_SESSION = (
    f"{Session._meta.db_table} s JOIN {Person._meta.db_table} p ON p.id = s.person_id WHERE s.session_key = %s AND s.expire_date > %s"
)


def asks_along(name: str, sql: str) -> None:
    """Have `sql` answered with every signed-in request, as the attribute `name` of its person. `p.id` is the person; one value.

    The text is ours, never a user's.
    """
    _along[name] = sql


def known_person(pk: Any) -> Person | None:
    """The person with the roles held today (`role_pairs`) and what others ask along; None when there is nobody."""
    return _asked(BY_NUMBER, [pk], _along)


def person_in_session(key: str | None, *, along: bool = True) -> Person | None:
    """The same for whoever is behind an open session, with its `session_data`; None for one that has ended or is nobody's yet.

    Whether the session still fits the person's account is not asked here.
    """
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    return _asked(BY_SESSION, [key, now], {"session_data": "s.session_data", **(_along if along else {})})


def _asked(where: str, words: list[Any], along: dict[str, str]) -> Person | None:
    held = (
        f"SELECT {JOINED[connection.vendor]} FROM {RoleAssignment._meta.db_table} r WHERE r.person_id = p.id AND r.starts_on <= %s"
        " AND (r.ends_on IS NULL OR r.ends_on >= %s)"
    )
    more = "".join(f", ({sql}) AS {name}" for name, sql in along.items())
    today = timezone.localdate()
    found = Person.objects.raw(f"SELECT p.*, ({held}) AS held_today{more} FROM {where}", [today, today, *words])
    person: Any
    for person in found:
        pairs = (one.split(":") for one in filter(None, (person.held_today or "").split(",")))
        person.__dict__["role_pairs"] = frozenset((role, int(organisation)) for role, organisation in pairs)
        return person
    return None
