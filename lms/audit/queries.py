"""Reading the audit trail and proving that nobody changed it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models

from lms.audit.models import AuditEntry
from lms.audit.rules import GENESIS, digest, facts


@dataclass(frozen=True)
class Break:
    """Where the chain does not hold: the entry and what is wrong with it."""

    seq: int
    reason: str


def breaks(*, head: tuple[int, str] | None = None) -> Iterator[Break]:
    """Every place where the chain is broken; an intact chain yields nothing.

    `head` is an exported (seq, hash): with it a cut-off end and a chain rewritten as a whole are found too.
    """
    previous, expected, found = GENESIS, 1, head is None
    for entry in AuditEntry.objects.order_by("seq").iterator(chunk_size=1000):
        if entry.seq != expected:
            yield Break(entry.seq, f"expected entry {expected}")
        if entry.previous != previous:
            yield Break(entry.seq, "does not follow the entry before it")
        covered = facts(entry.seq, entry.at, entry.actor, entry.deed, entry.subject_type, entry.subject_id, entry.fields)
        if entry.hash != digest(entry.previous, covered):
            yield Break(entry.seq, "content and hash differ")
        if head and entry.seq == head[0]:
            found = True
            if entry.hash != head[1]:
                yield Break(entry.seq, "differs from the exported head")
        previous, expected = entry.hash, entry.seq + 1
    if not found and head:
        yield Break(head[0], "the exported head is missing")


def head() -> tuple[int, str]:
    """The newest (seq, hash): keep it outside, and a later cut or rewrite will show."""
    last = AuditEntry.objects.order_by("-seq").values_list("seq", "hash").first()
    return last or (0, GENESIS)


def lines_about(obj: models.Model) -> models.QuerySet[AuditEntry]:
    """The deeds done to one thing, oldest first."""
    return AuditEntry.objects.filter(subject_type=obj._meta.label_lower, subject_id=str(obj.pk)).order_by("seq")
