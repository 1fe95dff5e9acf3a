"""What must be there before the house opens, each thing done only when it is not done yet: a second start takes seconds."""

import hashlib
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from certification.credentials import keys
from lms.management.schedules import set_schedules


def prepare(say: Callable[[str], None]) -> None:
    """Database, texts, static files, cache table and schedules. Harmless when run again, also after an upgrade."""
    call_command("catalogues", "compile")
    collecting = collect_static(say)
    executor = MigrationExecutor(connection)
    if plan := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say(f"Preparing the database: {len(plan)} steps …")
        call_command("migrate", verbosity=0, interactive=False)
        call_command("update_index", verbosity=0)  # what can be found may have changed with it
    if not settings.CACHES["default"]["BACKEND"].endswith("redis.RedisCache"):
        call_command("createcachetable", verbosity=0)
    list(set_schedules())
    keys.ensure()
    collecting()


def collect_static(say: Callable[[str], None]) -> Callable[[], None]:
    """Begin to collect static files in a process of its own, if any changed; the answer waits for it to end.

    Compressing them takes as long as two hundred migrations: two cores do both at once.
    """
    stamp, wanted = Path(settings.STATIC_ROOT) / ".collected", fingerprint()
    if stamp.exists() and stamp.read_text() == wanted:
        return lambda: None
    say("Collecting style, drawings and scripts …")
    command = [sys.executable, str(settings.ROOT / "manage.py"), "collectstatic", "--noinput", "--verbosity", "0"]
    process = subprocess.Popen(command)

    def wait() -> None:
        if process.wait():
            raise CommandError("Static files could not be collected: run `manage.py collectstatic` to see why.")
        stamp.write_text(wanted)

    return wait


def fingerprint() -> str:
    """Changes when any static file does: names, sizes and times of all of them."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            facts = Path(storage.path(path)).stat()
            digest.update(f"{path} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()
