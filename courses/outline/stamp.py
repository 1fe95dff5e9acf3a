"""A word in the database that is another one after every change of what lessons are made of.

Whoever keeps something about pages in a process keeps it under this word, reads the word with every request, and so never shows what
is no longer so, in any process. Triggers write it: no way around them, not by a command, not by SQL. They are laid again after every
migration, because SQLite loses them when a migration makes a table anew.
"""

from typing import Any

from django.db import connections, models

from lms.people.known import asks_along


class TreeStamp(models.Model):
    """One row. Not counted but drawn by lot: a number would come back after a rollback, under other pages."""

    stamp = models.CharField(max_length=32)

    def __str__(self) -> str:
        return self.stamp


WATCHED = (
    "wagtailcore_page", "wagtailcore_site", "wagtailcore_locale", "wagtailcore_pageviewrestriction",
    "courses_coursepage", "courses_modulepage", "courses_lessonpage", "wagtailimages_image", "wagtailimages_rendition",
    "wagtaildocs_document",
)  # fmt: skip
SQLITE = """
CREATE TRIGGER IF NOT EXISTS {table}_stamp_{verb} AFTER {verb} ON {table}
BEGIN INSERT OR REPLACE INTO courses_treestamp (id, stamp) VALUES (1, lower(hex(randomblob(16)))); END
"""
POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION courses_new_stamp() RETURNS trigger AS $$
BEGIN
  INSERT INTO courses_treestamp (id, stamp) VALUES (1, replace(gen_random_uuid()::text, '-', ''))
  ON CONFLICT (id) DO UPDATE SET stamp = excluded.stamp;
  RETURN NULL;
END $$ LANGUAGE plpgsql
"""
POSTGRES = """
CREATE OR REPLACE TRIGGER {table}_stamp AFTER INSERT OR UPDATE OR DELETE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION courses_new_stamp()
"""


def lay_triggers(using: str = "default", **_signal: Any) -> None:
    """Make every change of a watched table draw a new stamp; harmless when they lie there already. After `migrate`."""
    connection = connections[using]
    present = set(connection.introspection.table_names())
    if TreeStamp._meta.db_table not in present:
        return  # migrated back to before it existed
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRES_FUNCTION)
        for table in present.intersection(WATCHED):
            if connection.vendor == "postgresql":
                cursor.execute(POSTGRES.format(table=table))
            else:
                for verb in ("insert", "update", "delete"):
                    cursor.execute(SQLITE.format(table=table, verb=verb))


asks_along("tree_stamp", "SELECT stamp FROM courses_treestamp WHERE id = 1")
