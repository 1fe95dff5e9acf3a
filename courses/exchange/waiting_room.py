"""Where a file waits between being looked at and being read in: on disk beside the database, for its bringer only, for a day."""

from __future__ import annotations

import time
import uuid
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import signing

SALT = "courses.exchange.waiting_room"
A_DAY = 24 * 60 * 60


def _room() -> Path:
    room = Path(settings.VAR) / "arrivals"
    room.mkdir(mode=0o700, parents=True, exist_ok=True)
    return room


def keep(file: Any, wishes: dict[str, str], *, by: Any) -> str:
    """Put an upload down, with where its questions should go, and give the token that finds it again. What was left here for more than a day is thrown away."""
    for old in _room().iterdir():
        if old.stat().st_mtime < time.time() - A_DAY:
            old.unlink(missing_ok=True)
    name = uuid.uuid4().hex
    with (_room() / name).open("xb") as out:
        for chunk in file.chunks():
            out.write(chunk)
    return signing.dumps([name, by.pk, str(file.name)[-100:], wishes], salt=SALT)


def find(token: str, *, by: Any) -> tuple[Path, str, dict[str, str]] | None:
    """The file, what it was called, and the wishes; None for a stranger's token, a forged one, or one whose day is over."""
    try:
        name, person, called, wishes = signing.loads(token, salt=SALT, max_age=A_DAY)
    except (signing.BadSignature, ValueError):
        return None
    path = _room() / str(name)
    return (path, str(called), wishes) if person == by.pk and path.is_file() else None
