"""The one way to leave a line in the audit trail."""

from collections.abc import Mapping
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

from lms.audit.models import AuditEntry
from lms.audit.rules import GENESIS, digest, facts

_LOCK = 0x1EDE57  # one number for the whole chain; PostgreSQL's advisory locks know no names


@transaction.atomic
def record(deed: str, obj: models.Model, *, by: Any, fields: Mapping[str, Any] | None = None) -> AuditEntry:
    """Write one line in the transaction of the deed itself: no deed without a line, no line without a deed.

    `by` is a person, or None for the system. `fields` may hold ids, names of fields and names of states only.
    Concurrent writers queue up: SQLite has one writer anyway, PostgreSQL takes an advisory lock until commit.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    last = AuditEntry.objects.order_by("-seq").values("seq", "hash").first()
    seq, previous = (last["seq"] + 1, last["hash"]) if last else (1, GENESIS)
    at = timezone.now()
    actor = getattr(by, "pk", None)
    kept = {key: str(value) if value is not None else None for key, value in (fields or {}).items()}
    entry = facts(seq, at, actor, deed, obj._meta.label_lower, str(obj.pk), kept)
    return AuditEntry.objects.create(
        seq=seq, at=at, actor=actor, deed=deed, subject_type=obj._meta.label_lower, subject_id=str(obj.pk),
        fields=kept, previous=previous, hash=digest(previous, entry),
    )  # fmt: skip
