"""The parts a package has. Each slice registers how it loads its own part and how it writes it out; nobody here knows them all."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.functional import Promise

from courses.exchange.outgoing.parcel import Parcel
from courses.exchange.report import Report


@dataclass(frozen=True)
class Scope:
    """What is to go out: the course with this key, or with `whole` everything that belongs to its package."""

    package: str
    course: uuid.UUID | None
    whole: bool = False
    programme: uuid.UUID | None = None


@dataclass(frozen=True)
class Thing:
    """One thing in its published languages. `under` is the key of what it stands below."""

    kind: str
    key: uuid.UUID
    rows: Mapping[str, Any]
    under: uuid.UUID | None = None

    @property
    def name(self) -> str:
        return str(self.rows.get("nb") or next(iter(self.rows.values())))


@dataclass(frozen=True)
class Part:
    """`collect` finds what belongs to a scope, `write` puts it into a parcel, `load` reads it from a folder (all or nothing)."""

    name: str
    collect: Callable[[Scope], Iterable[Thing]]
    write: Callable[[Parcel, list[Thing]], None]
    load: Callable[[Path, Report, Any], None]
    whole_only: bool = True  # not part of a course that goes out alone


@dataclass(frozen=True)
class Offer:
    """Something that can go out: `choices` lists what is published as (short name, name), `scope` says what belongs to one of them."""

    kind: str
    label: str | Promise
    choices: Callable[[], list[tuple[str, str]]]
    scope: Callable[[str], Scope | None]


@dataclass
class _Parts:
    known: dict[str, Part] = field(default_factory=dict)
    offers: dict[str, Offer] = field(default_factory=dict)


_PARTS = _Parts()


def register(part: Part) -> None:
    """Let a part belong to packages; the order of registering is the order of loading."""
    _PARTS.known[part.name] = part


def offer(one: Offer) -> None:
    """Let something go out from the page of the admin and from the command."""
    _PARTS.offers[one.kind] = one


def offers() -> dict[str, Offer]:
    return dict(_PARTS.offers)


def every() -> list[Part]:
    return list(_PARTS.known.values())


def families(rows: Iterable[Any], kind: str, *, languages: Iterable[str]) -> list[Thing]:
    """Rows of one model as things, in the order they come; only languages that packages have."""
    wanted, found = set(languages), dict[uuid.UUID, dict[str, Any]]()
    for row in rows:
        code = row.locale.language_code
        if code in wanted:
            found.setdefault(row.translation_key, {})[code] = row
    return [Thing(kind, key, one) for key, one in found.items()]
