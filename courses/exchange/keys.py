"""Where translation keys come from: the same package gives the same keys on every machine, so learners' records find their lessons."""

import uuid

NAMESPACE = uuid.UUID("5d1f6c1e-6a52-5f43-9c0b-1ed057e27a00")  # never change: every record ever written hangs on it
KINDS = ("course", "module", "lesson", "question", "quiz", "scenario", "rubric", "agreement", "programme", "gold", "dialogue")


def key_of(package_key: str, kind: str, local_key: str) -> uuid.UUID:
    """The translation key of one thing in a package. Raises ValueError for a kind nobody knows."""
    if kind not in KINDS:
        raise ValueError(f"no such kind: {kind!r}")
    return uuid.uuid5(NAMESPACE, f"{package_key}/{kind}/{local_key}")


def block_id(lesson: uuid.UUID, name: str) -> str:
    """The id of a block in a lesson: equal in all languages and the next time the package is loaded."""
    return str(uuid.uuid5(lesson, name))
