"""Frozen versions: what somebody saw stays as it was, however often editors improve the source.

Sources (questions, scenarios, rubrics, agreements, programmes) are written in the admin, one object per language.
Evidence points to a frozen version that holds all languages of one moment.
"""

import hashlib
import json
import uuid
from decimal import Decimal
from typing import Any, Self

from django.db import models, transaction
from django.utils import timezone, translation
from wagtail.blocks.stream_block import StreamValue

SOURCE_LANGUAGE = "nb"


class FrozenVersion(models.Model):
    """`content` is {language: {…}} and never changes; `key` is the translation key of the source; `number` counts from 1."""

    key = models.UUIDField(db_index=True)
    number = models.PositiveIntegerField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    frozen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True
        constraints = [models.UniqueConstraint(fields=["key", "number"], name="%(class)s_number_once")]

    def __str__(self) -> str:
        return f"{self.key} v{self.number}"

    @classmethod
    @transaction.atomic
    def freeze(cls, key: uuid.UUID, content: dict[str, Any], **fields: Any) -> Self:
        """The newest version when nothing changed since, else a new one with the next number."""
        digest = digest_of({"content": content, **fields})
        newest = cls._default_manager.filter(key=key).order_by("-number").first()
        if newest and newest.digest == digest:
            return newest
        number = newest.number + 1 if newest else 1
        return cls._default_manager.create(key=key, number=number, content=content, digest=digest, **fields)

    def text(self, language: str | None = None) -> Any:
        """The content in a language (default: the active one), in the source language when that was never written."""
        wanted = language or translation.get_language() or SOURCE_LANGUAGE
        return self.content.get(wanted) or self.content.get(SOURCE_LANGUAGE) or next(iter(self.content.values()))


def digest_of(value: Any) -> str:
    """SHA-256 of the canonical JSON of plain values."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def says_already(row: Any, fields: dict[str, Any]) -> bool:
    """Whether a row holds these values, whatever the ids of its blocks are."""
    fresh = type(row)(**fields)
    return all(_plain(getattr(row, name)) == _plain(getattr(fresh, name)) for name in fields)


def _plain(value: Any) -> Any:
    if isinstance(value, StreamValue):
        value = value.get_prep_value()
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items() if name != "id"}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value or None if isinstance(value, bool | None) else str(value).strip() or None
