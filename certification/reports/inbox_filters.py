"""The filters over the inbox: one table that says which there are, what they are called and what each lets through."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from certification.reports.todo import APPLICATIONS, CHATS, COHORTS, MARKS, RATINGS, SIGNOFFS, TALKS, WORDS, Todo


def _sort(sort: str) -> Callable[[Todo], bool]:
    return lambda row: row.sort == sort


FILTERS: dict[str, tuple[Any, Callable[[Todo], bool]]] = {
    "": (_("Everything"), lambda row: True),
    "mine": (_("Mine"), lambda row: row.mine),
    APPLICATIONS: (_("Would like to join"), _sort(APPLICATIONS)),
    TALKS: (_("Talks"), _sort(TALKS)),
    RATINGS: (_("Ratings"), _sort(RATINGS)),
    WORDS: (_("Reflections"), _sort(WORDS)),
    COHORTS: (_("Cohorts"), _sort(COHORTS)),
    SIGNOFFS: (_("Sign-offs"), _sort(SIGNOFFS)),
    CHATS: (_("Practice chats"), _sort(CHATS)),
    MARKS: (_("To see and mark"), _sort(MARKS)),
}


def filters_of(rows: Iterable[Todo]) -> list[tuple[str, str, int]]:
    """(name, words, how many) of every filter that has something in it; everything first."""
    rows = list(rows)
    counted = [(name, str(label), sum(map(lets, rows))) for name, (label, lets) in FILTERS.items()]
    return [(name, label, n) for name, label, n in counted if n or not name]


def narrowed(rows: Iterable[Todo], show: str) -> list[Todo]:
    """The rows a filter leaves; an unknown filter leaves them all."""
    _label, lets = FILTERS.get(show, FILTERS[""])
    return [row for row in rows if lets(row)]
