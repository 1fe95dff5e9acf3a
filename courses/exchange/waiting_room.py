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


def put_down(file: Any, name: str) -> None:
    """Keep an upload under a name nobody else has. What was left here for more than a day is thrown away."""
    for old in _room().iterdir():
        if old.stat().st_mtime < time.time() - A_DAY:
            old.unlink(missing_ok=True)
    with place_of(name).open("xb") as out:
        for chunk in file.chunks():
            out.write(chunk)


def place_of(name: str) -> Path:
    """Where the file of this name lies, when it does."""
    return _room() / name


def throw_away(name: str) -> None:
    """It is of no use any more."""
    place_of(name).unlink(missing_ok=True)


def keep(file: Any, *, by: Any) -> str:
    """Put a package down and give the token that finds it again."""
    name = uuid.uuid4().hex
    put_down(file, name)
    return signing.dumps([name, by.pk, str(file.name)[-100:]], salt=SALT)


def find(token: str, *, by: Any) -> tuple[Path, str] | None:
    """The file, and what it was called; None for a stranger's token, a forged one, or one whose day is over."""
    try:
        name, person, called = signing.loads(token, salt=SALT, max_age=A_DAY)
    except (signing.BadSignature, ValueError):
        return None
    path = place_of(str(name))
    return (path, str(called)) if person == by.pk and path.is_file() else None
