"""Where translation keys come from: the same package gives the same keys on every machine, so learners' records find their lessons."""

import re
import uuid
from collections.abc import Iterable

NAMESPACE = uuid.UUID("5d1f6c1e-6a52-5f43-9c0b-1ed057e27a00")  # never change: every record ever written hangs on it
KINDS = ("course", "module", "lesson", "question", "quiz", "scenario", "rubric", "agreement", "programme", "gold", "dialogue", "page")


UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")


def key_of(package_key: str, kind: str, local_key: str) -> uuid.UUID:
    """The translation key of one thing in a package. Raises ValueError for a kind nobody knows.

    What was made in an admin has no name in a package: its file holds the translation key itself.
    """
    if kind not in KINDS:
        raise ValueError(f"no such kind: {kind!r}")
    if UUID.fullmatch(local_key):
        return uuid.UUID(local_key)
    return uuid.uuid5(NAMESPACE, f"{package_key}/{kind}/{local_key}")


def local_key(package_key: str, kind: str, key: uuid.UUID, guesses: Iterable[str]) -> str:
    """The name that leads to a translation key: the first guess that does, or else the key itself."""
    return next((guess for guess in guesses if guess and key_of(package_key, kind, guess) == key), str(key))


def block_id(lesson: uuid.UUID, name: str) -> str:
    """The id of a block in a lesson: equal in all languages and the next time the package is loaded."""
    return name if UUID.fullmatch(name) else str(uuid.uuid5(lesson, name))


def block_name(lesson: uuid.UUID, letter: str, block: str) -> str:
    """The name of a block with this id, such as r1: what people wrote hangs on the id, so one from the admin keeps it."""
    return next((name for n in range(1, 31) if block_id(lesson, name := f"{letter}{n}") == block), block)
