"""A migrated, empty SQLite database, made once for each set of migrations and copied from then on: migrating takes long."""

import hashlib
import os
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection

ALSO = ["lms/kernel/append_only.py", "tests/blank.py"]  # what migrations run that is not in them


def blank_file() -> Path:
    """Where the blank database for exactly these migrations lies, or will lie."""
    read = [Path(settings.ROOT) / name for name in ALSO]
    for app in apps.get_app_configs():
        read += sorted(Path(app.path, "migrations").glob("*.py"))
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in read)).hexdigest()
    return Path(tempfile.gettempdir()) / f"ledestjerne-blank-{os.getuid()}-{digest[:20]}.sqlite3"


def is_migrated(file: Path) -> bool:
    """Whether a file is a database that migrations have written in."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as opened:
        try:
            return opened.execute("SELECT count(*) FROM django_migrations").fetchone()[0] > 0
        except sqlite3.DatabaseError:
            return False


def lay_out(target: Path) -> bool:
    """Copy the blank database to `target`; False when there is none yet."""
    blank = blank_file()
    there = blank.exists() and is_migrated(blank)
    if there:
        shutil.copyfile(blank, target)
    return there


def keep() -> None:
    """Keep the database of this connection, just migrated, for the next time; whole or not at all."""
    part = blank_file().with_suffix(f".{os.getpid()}.part")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(part)])
    if is_migrated(part):
        part.replace(blank_file())
    else:  # whoever copied it would migrate from nothing, every time
        part.unlink()
