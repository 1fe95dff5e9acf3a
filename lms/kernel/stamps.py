"""Words that are other ones after every change of certain tables, whichever way the change comes.

Whoever keeps something in a process keeps it under such a word, reads the word with every request, and so never shows what is no longer
so, in any process. Triggers draw: no way around them, not by a command, not by SQL. Writers only ever add rows here and never touch one
that another wrote, so no two of them can wait for each other; the word is the sum of what a reader sees, and so another one also when
somebody who began early is done late. Before a migration the triggers are lifted, as a table they name could not be made anew on
SQLite, and no word can be read; then nothing is kept.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db import connections, models, transaction
from django.db.models import Count
from django.db.models.functions import Now
from django.utils import timezone

LOTS = 2**40
SETTLED = timedelta(hours=1)  # no deed lasts that long, and nothing is kept under what was drawn before
VERBS = {"insert": ("new",), "update": ("new", "old"), "delete": ("old",)}


class Stamp(models.Model):
    """One drawing. Says when something about whom changed last, and nothing about anybody."""

    about = models.CharField(max_length=40)
    lot = models.BigIntegerField()  # drawn, not counted: a number would come back after a rollback
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["about", "lot"], name="stamp_about")]

    def __str__(self) -> str:
        return f"{self.about} {self.lot}"


@dataclass(frozen=True)
class Watch:
    """Which tables draw a stamp about what. `tables` says for each the subjects of a row as SQL, `{row}` being the row: a text or NULL.

    Of the tables in `only` just these columns count, of those in `but` all except these. The texts are ours, never a user's.
    """

    about: str  # what everybody's stamps are about; drawn once when the triggers are laid
    tables: Mapping[str, Sequence[str]]
    only: Mapping[str, Sequence[str]] = field(default_factory=dict)
    but: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def columns(self, table: str) -> list[str]:
        """Those an update must change to count; none for any."""
        if table in self.only:
            return list(self.only[table])
        if table not in self.but:
            return []
        model = next(one for one in apps.get_models() if one._meta.db_table == table)
        return [one.column for one in model._meta.concrete_fields if one.column and one.column not in self.but[table]]


_watches: dict[str, Watch] = {}


def watch(about: str, tables: Mapping[str, Sequence[str]], **more: Mapping[str, Sequence[str]]) -> None:
    """Have every change of these tables draw stamps; see `Watch`."""
    _watches[about] = Watch(about, tables, **more)


def word(*subjects: str) -> str:
    """SQL that reads the word about these subjects (SQL, each a text): NULL as long as nothing was drawn about the first one."""
    sums = [f"(SELECT CAST(sum(s.lot) AS varchar(40)) FROM {Stamp._meta.db_table} s WHERE s.about = {one})" for one in subjects]
    return "SELECT " + " || ':' || ".join([sums[0], *(f"coalesce({one}, '')" for one in sums[1:])])


def lift(using: str = "default", plan: Sequence[Any] = (), **_signal: Any) -> None:
    """Before a migration: no trigger is left, and no word either."""
    connection = connections[using]
    if not plan:
        return
    lines = [one.taken_off for one in _laid(connection).values()]
    if Stamp._meta.db_table in connection.introspection.table_names():
        lines.append(f"DELETE FROM {Stamp._meta.db_table}")
    with connection.cursor() as cursor:
        for line in lines:
            cursor.execute(line)


def lay(using: str = "default", **_signal: Any) -> None:
    """After a migration: each trigger is there as it is written here, and there is a word; harmless when they are."""
    connection = connections[using]
    present = set(connection.introspection.table_names())
    if Stamp._meta.db_table not in present:
        return  # migrated back to before it existed
    laid = _laid(connection)
    for one in _watches.values():
        if not present.issuperset(one.tables):
            continue  # on the way to another version
        with connection.cursor() as cursor:
            for table in one.tables:
                for verb in VERBS:
                    _lay_one(cursor, connection.vendor, one, table, verb, laid)
        draw(one.about, using=using)


def draw(about: str, *, using: str = "default") -> None:
    """Make the word about this another one."""
    Stamp.objects.using(using).create(about=about, lot=secrets.randbelow(LOTS))


def tidy() -> int:
    """Draw one stamp in place of the many that have settled; how many went."""
    settled = Stamp.objects.filter(at__lt=timezone.now() - SETTLED)
    many = list(settled.values("about").annotate(n=Count("pk")).filter(n__gt=1).values_list("about", flat=True))
    gone = 0
    for about in many:
        with transaction.atomic():
            gone += settled.filter(about=about).delete()[0]
            draw(about)
    return gone


# the triggers

SQLITE = """CREATE TRIGGER {name} AFTER {verb} {columns} ON {table}
BEGIN
DELETE FROM lms_stamp WHERE about IN ({whom});
INSERT INTO lms_stamp (about, lot) SELECT whom, random() % {lots} FROM ({whom}) WHERE whom IS NOT NULL;
END"""  # one writer at a time: the last stamp is enough
POSTGRES_BODY = """BEGIN
INSERT INTO lms_stamp (about, lot) SELECT whom, (random() * {lots})::bigint FROM (SELECT DISTINCT whom FROM ({whom}) AS every) AS those
WHERE whom IS NOT NULL;
RETURN NULL;
END"""
POSTGRES = """CREATE TRIGGER {name} AFTER {verb} ON {table} REFERENCING {tables}
FOR EACH STATEMENT EXECUTE FUNCTION {name}()"""
LAID = {
    "sqlite": "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT t.tgname, t.tgrelid::regclass::text, p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
    " WHERE NOT t.tgisinternal",
}
DRAWING = ("lms_stamp", "courses_treestamp", "certification_waystamp")  # the last two before there was one table for all


@dataclass(frozen=True)
class _Trigger:
    text: str
    taken_off: str


def _laid(connection: Any) -> dict[str, _Trigger]:
    """The triggers in the database that draw stamps, by name."""
    with connection.cursor() as cursor:
        cursor.execute(LAID[connection.vendor])
        rows = [row for row in cursor.fetchall() if any(table in row[2] for table in DRAWING)]
    on = " ON {}" if connection.vendor == "postgresql" else ""
    return {name: _Trigger(text, f"DROP TRIGGER {name}{on.format(table)}") for name, table, text in rows}


def _lay_one(cursor: Any, vendor: str, one: Watch, table: str, verb: str, laid: Mapping[str, _Trigger]) -> None:
    name = f"{table}_{one.about}_{verb}"
    text, lines = (_for_sqlite if vendor == "sqlite" else _for_postgresql)(one, table, verb, name)
    there = laid.get(name)
    if there and there.text == text:
        return
    for line in [there.taken_off, *lines] if there else lines:
        cursor.execute(line)


def _for_sqlite(one: Watch, table: str, verb: str, name: str) -> tuple[str, list[str]]:
    """What the database then knows of the trigger, and what lays it."""
    columns = one.columns(table) if verb == "update" else []
    whom = " UNION ".join(f"SELECT {subject.format(row=row.upper())} AS whom" for subject in one.tables[table] for row in VERBS[verb])
    of = f"OF {', '.join(columns)}" if columns else ""
    text = SQLITE.format(name=name, table=table, verb=verb, columns=of, whom=whom, lots=LOTS)
    return text, [text]


def _for_postgresql(one: Watch, table: str, verb: str, name: str) -> tuple[str, list[str]]:
    """The same there, once for each statement. A table of which only some columns count has a key called id."""
    rows, changed = VERBS[verb], {row: f"{row}s this" for row in VERBS[verb]}
    if verb == "update" and (columns := one.columns(table)):
        differs = " OR ".join(f"this.{column} IS DISTINCT FROM other.{column}" for column in columns)
        changed = {row: f"{row}s this JOIN {was}s other ON other.id = this.id WHERE {differs}" for row, was in (rows, rows[::-1])}
    whom = " UNION ".join(
        f"SELECT {subject.format(row='this')} AS whom FROM {changed[row]}" for subject in one.tables[table] for row in rows
    )
    body = POSTGRES_BODY.format(whom=whom, lots=LOTS)
    tables = " ".join(f"{row.upper()} TABLE AS {row}s" for row in rows)
    function = f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger AS $${body}$$ LANGUAGE plpgsql"
    return body, [function, POSTGRES.format(name=name, table=table, verb=verb, tables=tables)]
