"""The audit trail: append-only, chained by hashes, free of anything a person wrote.

Database triggers (migration `0002_append_only`) refuse UPDATE and DELETE on both databases.
"""

from django.db import models


class AuditEntry(models.Model):
    """One deed. `seq` has no gaps; `hash` covers the entry and the hash before it.

    `actor` and `subject_id` are ids, `fields` holds names of fields, names of states and ids: erasing a person never touches the chain.
    """

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.BigIntegerField(null=True)
    deed = models.CharField(max_length=80, db_index=True)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    fields = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["subject_type", "subject_id"])]

    def __str__(self) -> str:
        return f"{self.seq} {self.deed}"
