"""A clock that can be set: what the demo's people did last month gets last month's dates, through the same actions."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from django.apps import apps
from django.utils import timezone

REAL_NOW = timezone.now


class Clock:
    """Shows real time until it is set; never shows more than real time."""

    def __init__(self) -> None:
        self.at: datetime | None = None

    def now(self) -> datetime:
        return min(self.at.astimezone(UTC), REAL_NOW()) if self.at else REAL_NOW()


@contextmanager
def moved_clock() -> Iterator[Clock]:
    """Inside, `timezone.now` and every model field that defaults to it read the yielded clock.

    For the one process that builds the demonstration; threads and other processes keep real time.
    """
    clock = Clock()
    fields = [field for model in apps.get_models() for field in model._meta.fields if field.default is REAL_NOW]
    timezone.now = clock.now
    try:
        for field in fields:
            field.default = clock.now
            field.__dict__.pop("_get_default", None)
        yield clock
    finally:
        timezone.now = REAL_NOW
        for field in fields:
            field.default = REAL_NOW
            field.__dict__.pop("_get_default", None)
