"""The sums behind the chain: what an entry's hash covers."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

GENESIS = "0" * 64


def digest(previous: str, entry: Mapping[str, Any]) -> str:
    """SHA-256 over the hash before and the canonical JSON of the entry (sorted keys, UTC times in ISO form)."""
    text = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()


def facts(seq: int, at: datetime, actor: int | None, deed: str, subject_type: str, subject_id: str, fields: Any) -> dict[str, Any]:
    """The part of an entry that its hash covers."""
    return {
        "seq": seq, "at": at.astimezone(UTC).isoformat(), "actor": actor, "deed": deed,
        "subject_type": subject_type, "subject_id": subject_id, "fields": fields,
    }  # fmt: skip
