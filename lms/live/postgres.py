"""The bell between processes: PostgreSQL's NOTIFY. Ids and code words only; everything else is read from the tables."""

import threading
import time
import uuid
from collections.abc import Callable
from typing import Any

from django.db import Error, connection

CHANNEL = "ledestjerne"
ORIGIN = uuid.uuid4().hex[:12]  # so that a process does not hear itself twice

_lock = threading.Lock()
_ear: threading.Thread | None = None


def notify(topic: str, word: str) -> None:
    """Tell the other processes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, f"{ORIGIN} {topic} {word}"])


def keep_listening(deliver: Callable[[str, str], None], needed: Callable[[], bool]) -> None:
    """Have one thread listening for this process as long as it is `needed`; it ends by itself within a second or two."""
    global _ear  # noqa: PLW0603 (one ear for each process)
    with _lock:
        if _ear is None or not _ear.is_alive():
            _ear = threading.Thread(target=_listen, args=(deliver, needed), name="bell", daemon=True)
            _ear.start()


def _listen(deliver: Callable[[str, str], None], needed: Callable[[], bool]) -> None:
    """Hear until nobody needs it; a broken connection is opened again, and what was missed is found by the streams' own looking."""
    database: Any = connection.Database  # type: ignore[attr-defined]  # psycopg, whose own errors come through a bare connection
    while needed():
        try:
            with connection.cursor() as cursor:
                cursor.execute(f"LISTEN {CHANNEL}")
            while needed():
                for note in connection.connection.notifies(timeout=1.0):
                    origin, topic, word = note.payload.split(" ", 2)
                    if origin != ORIGIN:
                        deliver(topic, word)
        except (Error, OSError, database.Error):
            time.sleep(1)
        finally:
            connection.close()
