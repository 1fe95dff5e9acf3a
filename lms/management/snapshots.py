"""The whole database as one file, and back again: SQLite by VACUUM INTO, PostgreSQL by its own tools.

Copying a live SQLite file gives a broken one nearly every time; these ways give a whole one while others write.
"""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.db import connection
from django.db.backends.postgresql.client import DatabaseClient

EMPTY_FIRST = "DROP SCHEMA public CASCADE; CREATE SCHEMA public;\n"  # tables of a newer version must not stay behind


class SnapshotError(Exception):
    """The database or its tools said no; the message is for the person at the keyboard."""


def file_name() -> str:
    """What the snapshot is called inside a backup; it also says which database it is for."""
    return "database.sqlite3" if connection.vendor == "sqlite" else "database.sql"


def take(target: Path) -> None:
    """Write the database as it is at one moment into `target`, which must not exist. Others may read and write meanwhile."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(connection.settings_dict["NAME"], timeout=60)) as live:
            live.execute("VACUUM INTO ?", [str(target)])
    else:
        run_tool("pg_dump", "--no-owner", "--no-privileges", f"--file={target}")


def examine(source: Path) -> None:
    """Raise SnapshotError when the file is not a sound database; writes nothing."""
    if source.suffix != ".sqlite3":
        return
    try:
        with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as kept:
            (answer,) = kept.execute("PRAGMA integrity_check").fetchone()
    except sqlite3.DatabaseError as error:
        raise SnapshotError(f"The database in the backup cannot be read: {error}.") from error
    if answer != "ok":
        raise SnapshotError(f"The database in the backup is damaged: {answer}")


def put_back(source: Path) -> None:
    """Make the database equal to the snapshot, all of it or nothing. What was there is gone afterwards."""
    connection.close()
    if connection.vendor == "sqlite":
        name = connection.settings_dict["NAME"]
        with closing(sqlite3.connect(source)) as kept, closing(sqlite3.connect(name, timeout=60)) as live:
            kept.backup(live)  # one transaction on the live side
    else:
        script = source.with_suffix(".restore.sql")
        with script.open("wb") as whole, source.open("rb") as dump:
            whole.write(EMPTY_FIRST.encode())
            shutil.copyfileobj(dump, whole)
        run_tool("psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", f"--file={script}")


def run_tool(program: str, *words: str) -> None:
    """Run one of PostgreSQL's programs against our database; the password travels in the environment, not in the arguments."""
    (_psql, *where), settings = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    try:
        done = subprocess.run(
            [program, *words, *where], env={**os.environ, **(settings or {})}, capture_output=True, text=True, check=False
        )
    except FileNotFoundError as missing:
        raise SnapshotError(f"{program} is not on the PATH: install PostgreSQL's client programs.") from missing
    if done.returncode:
        raise SnapshotError(f"{program} refused: {done.stderr.strip() or done.stdout.strip()}")
