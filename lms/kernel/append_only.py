"""Tables that only grow: triggers that refuse UPDATE and DELETE, on SQLite and on PostgreSQL."""

from typing import Any

from django.db import migrations

SQLITE = """
CREATE TRIGGER IF NOT EXISTS {table}_no_{verb} BEFORE {VERB} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION lms_append_only() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$ LANGUAGE plpgsql
"""
POSTGRES = """
CREATE TRIGGER {table}_append_only BEFORE {verbs} ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION lms_append_only()
"""
BOTH = ("update", "delete")


def install(cursor: Any, vendor: str, table: str, verbs: tuple[str, ...] = BOTH) -> None:
    """Put the triggers on `table` of this module's own choosing (never a user's text).

    A table whose rows must go on a date forbids `update` alone.
    """
    if vendor == "sqlite":
        for verb in verbs:
            cursor.execute(SQLITE.format(table=table, verb=verb, VERB=verb.upper()))
    else:
        refused = [verb.upper() for verb in verbs] + (["TRUNCATE"] if "delete" in verbs else [])
        cursor.execute(POSTGRES_FUNCTION)
        cursor.execute(f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}")
        cursor.execute(POSTGRES.format(table=table, verbs=" OR ".join(refused)))


def remove(cursor: Any, vendor: str, table: str) -> None:
    """Take the triggers off again: for a migration backwards and for emptying a test database."""
    if vendor == "sqlite":
        for verb in BOTH:
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}")
    else:
        cursor.execute(f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}")


def forbid_changes(table: str, verbs: tuple[str, ...] = BOTH) -> migrations.RunPython:
    """The migration operation for one table."""

    def forwards(_apps: Any, editor: Any) -> None:
        with editor.connection.cursor() as cursor:
            install(cursor, editor.connection.vendor, table, verbs)

    def backwards(_apps: Any, editor: Any) -> None:
        with editor.connection.cursor() as cursor:
            remove(cursor, editor.connection.vendor, table)

    return migrations.RunPython(forwards, backwards)
