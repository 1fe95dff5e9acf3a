"""One certificate made many: rows copied inside the database, each of a person of its own. Load to measure against, not a story."""

import re
from typing import Any

from django.db import connection, models, transaction

from certification.credentials.models import Certificate
from certification.decisions.models import SignOff
from certification.programmes.models import Enrolment
from lms.people.models import Person

AWAY = 10_000_000  # where the copies' ids begin, far from those of the stories


def multiply(certificate: Certificate, count: int, *, after: int = 0) -> None:
    """Give `count` more people such a certificate; `after` is how many were given before. Their places in status lists do not exist."""
    lite = connection.vendor == "sqlite"
    uuid = "printf('%%032x', {0})" if lite else "lpad(to_hex({0}), 32, '0')::uuid"
    code = "printf('Z%%011d', {0})" if lite else "'Z' || lpad(({0})::text, 11, '0')"
    at = f"{AWAY} + n"
    signoff = certificate.signoff
    with transaction.atomic():
        _copy(certificate.person, count, after, id=at, email="'many' || n || '@example.org'", public_id=uuid.format(at))
        _copy(certificate.enrolment, count, after, id=at, person_id=at)
        _copy(signoff, count, after, id=at, enrolment_id=at)
        _copy(certificate, count, after, id=at, person_id=at, enrolment_id=at, signoff_id=at, previous_id="NULL",
              public_id=uuid.format(f"{2 * AWAY} + n"), code=code.format("n"), status_index=at)  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _copy(row: models.Model, count: int, after: int, **changed: str) -> None:
    columns = [field.column for field in row._meta.local_concrete_fields]
    quote = connection.ops.quote_name
    table, names = quote(row._meta.db_table), ", ".join(map(quote, columns))
    values = ", ".join(changed.get(name, f"t.{quote(name)}") for name in columns)
    numbers = "WITH RECURSIVE numbers(n) AS (SELECT %s UNION ALL SELECT n + 1 FROM numbers WHERE n < %s)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({names}) {numbers} SELECT {values} FROM numbers CROSS JOIN {table} t WHERE t.id = %s",
            [after + 1, after + count, row.pk],
        )


LARGE = tuple(model._meta.db_table for model in (Certificate, SignOff, Enrolment, Person))


def read_whole(sql: str) -> list[str]:
    """The large tables that a question reads from end to end, by the database's own plan."""
    lite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}" if lite else f"EXPLAIN {sql}")
        lines: list[Any] = [str(row[-1]) for row in cursor.fetchall()]
    if lite:
        return [
            line for line in lines if line.startswith("SCAN") and (line.split()[1] in LARGE or re.fullmatch(r"[TUVW]\d+", line.split()[1]))
        ]
    return [line for line in lines if "Seq Scan" in line and any(f" {table}" in line for table in LARGE)]
