"""What the house holds about a person: one row for each table, to be read aloud by somebody who answers for privacy.

The rows stand with the data (`courses/holdings.py`, `certification/holdings.py`) and are put together in `lms/holdings.py`,
which is loaded by name (setting `HOLDINGS`) so that nothing imports upwards. A table that names a person and has no row stops
`manage.py check`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Model, QuerySet
from django.utils.module_loading import import_string


class Erasing(StrEnum):
    """What becomes of the rows when their person is erased."""

    DELETE = "delete"
    BLANK = "blank"  # the row stays as a fact about nobody, `blanks` says what goes
    KEEP = "keep"  # nothing in it tells who it was once the person has no name


@dataclass(frozen=True)
class Holding:
    """What one table holds about one person.

    `owner` is the way from a row to the person, `only` narrows it, `gives` names the fields of the person's own copy, `shown` keeps
    back what they may not read yet (a rating before feedback is out), `kept` says in words how long it stays.
    """

    model: str
    owner: str
    title: Any
    kept: Any
    gives: tuple[str, ...] = ()
    erasing: Erasing = Erasing.DELETE
    blanks: Mapping[str, Any] = field(default_factory=dict)
    only: Mapping[str, Any] = field(default_factory=dict)
    shown: Callable[[QuerySet[Any], Any], QuerySet[Any]] | None = None

    @property
    def table(self) -> type[Model]:
        return apps.get_model(self.model)

    def rows(self, person: Any) -> QuerySet[Any]:
        """Every row about the person, oldest first."""
        return self.table._default_manager.filter(**{self.owner: person}, **self.only).order_by("pk")

    def readable(self, person: Any) -> QuerySet[Any]:
        """The rows the person may read today."""
        rows = self.rows(person)
        return self.shown(rows, person) if self.shown else rows


@dataclass(frozen=True)
class Clock:
    """One kind of data that goes by itself. `run(now)` deletes what is due at that moment, never earlier, and returns how many rows."""

    name: str
    kept: Any
    run: Callable[[datetime], int]


@dataclass(frozen=True)
class Holdings:
    """All of it: the rows in the order in which they can be erased, fields that stay as a number without a name, what is done
    before anybody is erased, why somebody cannot be erased yet, and the clocks."""

    rows: tuple[Holding, ...]
    numbers: Mapping[str, tuple[str, ...]]
    leaving: tuple[Callable[[Any], None], ...] = ()
    staying: tuple[Callable[[Any], Any], ...] = ()
    clocks: tuple[Clock, ...] = ()

    def __add__(self, other: "Holdings") -> "Holdings":
        return Holdings(
            self.rows + other.rows, {**self.numbers, **other.numbers}, self.leaving + other.leaving,
            self.staying + other.staying, self.clocks + other.clocks,
        )  # fmt: skip


@cache
def holdings() -> Holdings:
    """The table of the house."""
    found: Holdings = import_string(f"{settings.HOLDINGS}.HOLDINGS")
    return found
