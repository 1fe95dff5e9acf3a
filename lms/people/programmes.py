"""What people need to hear of programmes: which one can be invited to, and how far somebody has come.

Told by whoever knows programmes, so that people need not know them.
"""

from collections.abc import Callable, Iterable

_sources: list[Callable[[], list[tuple[str, str]]]] = []


def offers_programmes(source: Callable[[], list[tuple[str, str]]]) -> Callable[[], list[tuple[str, str]]]:
    """Register a function that lists (slug, name) of programmes open for invitation."""
    _sources.append(source)
    return source


def invitable() -> list[tuple[str, str]]:
    """All (slug, name) pairs that somebody can be invited to now."""
    return [pair for source in _sources for pair in source()]


_tellers: list[Callable[[Iterable[int]], dict[int, str]]] = []


def tells_standing(source: Callable[[Iterable[int]], dict[int, str]]) -> Callable[[Iterable[int]], dict[int, str]]:
    """Register a function that says in one line how far people (ids) have come."""
    _tellers.append(source)
    return source


def standing_of(people: Iterable[int]) -> dict[int, str]:
    """Person id → one line, for those about whom somebody has something to say."""
    ids = list(people)
    return {person: line for source in _tellers for person, line in source(ids).items()}


CERTIFIED, LEFT = "certified", "left"
_placers: list[Callable[[Iterable[int]], dict[int, str]]] = []


def tells_place(source: Callable[[Iterable[int]], dict[int, str]]) -> Callable[[Iterable[int]], dict[int, str]]:
    """Register a function that says which people (ids) are through (CERTIFIED) and which have gone (LEFT); others are under way."""
    _placers.append(source)
    return source


def places_of(people: Iterable[int]) -> dict[int, str]:
    """Person id → CERTIFIED or LEFT; whoever is not there is under way, or in no programme at all."""
    ids = list(people)
    return {person: place for source in _placers for person, place in source(ids).items()}
