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
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION lms_append_only()
"""


def install(cursor: Any, vendor: str, table: str) -> None:
    """Put the triggers on `table` of this module's own choosing (never a user's text)."""
    if vendor == "sqlite":
        for verb in ("update", "delete"):
            cursor.execute(SQLITE.format(table=table, verb=verb, VERB=verb.upper()))
    else:
        cursor.execute(POSTGRES_FUNCTION)
        cursor.execute(f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}")
        cursor.execute(POSTGRES.format(table=table))


def remove(cursor: Any, vendor: str, table: str) -> None:
    """Take the triggers off again: for a migration backwards and for emptying a test database."""
    if vendor == "sqlite":
        for verb in ("update", "delete"):
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}")
    else:
        cursor.execute(f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}")


def forbid_changes(table: str) -> migrations.RunPython:
    """The migration operation for one table."""

    def forwards(_apps: Any, editor: Any) -> None:
        with editor.connection.cursor() as cursor:
            install(cursor, editor.connection.vendor, table)

    def backwards(_apps: Any, editor: Any) -> None:
        with editor.connection.cursor() as cursor:
            remove(cursor, editor.connection.vendor, table)

    return migrations.RunPython(forwards, backwards)
