"""What must be there before the house opens, each thing done only when it is not done yet: a second start takes seconds."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from certification.credentials import keys
from lms.management.schedules import set_schedules


def prepare(say: Callable[[str], None]) -> None:
    """Database, texts, static files, cache table and schedules. Harmless when run again, also after an upgrade."""
    call_command("catalogues", "compile")
    executor = MigrationExecutor(connection)
    if plan := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say(f"Preparing the database: {len(plan)} steps …")
        call_command("migrate", verbosity=0, interactive=False)
    if not settings.CACHES["default"]["BACKEND"].endswith("redis.RedisCache"):
        call_command("createcachetable", verbosity=0)
    stamp, wanted = Path(settings.STATIC_ROOT) / ".collected", fingerprint()
    if not stamp.exists() or stamp.read_text() != wanted:
        say("Collecting style, drawings and scripts …")
        call_command("collectstatic", verbosity=0, interactive=False)
        stamp.write_text(wanted)
    list(set_schedules())
    keys.ensure()


def fingerprint() -> str:
    """Changes when any static file does: names, sizes and times of all of them."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            facts = Path(storage.path(path)).stat()
            digest.update(f"{path} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()
