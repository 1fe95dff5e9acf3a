"""Who was erased, written beside the database: ids and times only. A restored backup is older than some of them, so they go again."""

import json
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings


def journal_file() -> Path:
    return Path(settings.VAR) / "erased.jsonl"


def note(public_id: UUID, *, at: datetime) -> None:
    """Append one line and make sure that it is on the disk before the erasure itself is committed."""
    path = journal_file()
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a") as file:
        file.write(json.dumps({"person": str(public_id), "at": at.isoformat()}) + "\n")
        file.flush()
        os.fsync(file.fileno())


def erased() -> Iterator[UUID]:
    """Everybody ever erased here, each once; a line cut short by a power failure is passed over."""
    seen: set[UUID] = set()
    path = journal_file()
    for line in path.read_text().splitlines() if path.exists() else ():
        try:
            one = UUID(json.loads(line)["person"])
        except (ValueError, KeyError, TypeError):
            continue
        if one not in seen:
            seen.add(one)
            yield one
