"""Who is asking: one question to the database per request, with everything that every page wants to know of that person.

Packages above ask along with `asks_along`: a subquery in the same question costs a tenth of a question of its own.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from django.db import connection
from django.db.models.sql import Query
from django.utils import timezone

from lms.people.models import Person, RoleAssignment, Session

FIELDS = Person._meta.concrete_fields
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
    columns = ", ".join([f"p.{field.column}" for field in FIELDS] + [f"({sql})" for sql in along.values()])
    today = timezone.localdate()
    with connection.cursor() as cursor:  # written out: composing it anew, or as a raw query set, costs more than asking it
        cursor.execute(f"SELECT ({held}), {columns} FROM {where}", [today, today, *words])
        row = cursor.fetchone()
    if row is None:
        return None
    person = Person.from_db(connection.alias, [field.attname for field in FIELDS], _converted(row[1:]))
    person.__dict__.update(zip(along, row[1 + len(FIELDS) :], strict=True))
    pairs = (one.split(":") for one in filter(None, (row[0] or "").split(",")))
    person.__dict__["role_pairs"] = frozenset((role, int(organisation)) for role, organisation in pairs)
    return person


def _converted(values: Sequence[Any]) -> list[Any]:
    """The columns of a person as Python knows them: a database without dates or ids of its own gives text."""
    found = list(values[: len(FIELDS)])
    for place, (ways, column) in _converters(connection.vendor).items():
        for convert in ways:
            found[place] = convert(found[place], column, connection)
    return found


@cache
def _converters(_vendor: str) -> dict[int, tuple[list[Callable[..., Any]], Any]]:
    compiler = Query(Person).get_compiler(connection=connection)
    found: dict[int, tuple[list[Callable[..., Any]], Any]] = compiler.get_converters(
        [field.get_col(field.model._meta.db_table) for field in FIELDS]
    )
    return found
