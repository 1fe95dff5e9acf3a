"""Which page stands for which: the sums over rows of the page tree. Plain values in, plain values out."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

STEP = 4  # letters of a tree path per level

type Row = Mapping[str, Any]


def parent_path(path: str) -> str:
    """The path of the page above."""
    return path[:-STEP]


def in_language(rows: Iterable[Row], *, language: str, source: str) -> list[tuple[Row, Row]]:
    """Pairs (place, words), in tree order: where the page stands in the source language, and the row with its words.

    The source language decides what there is and in which order, so the sum of a course is the same in every language. Words
    come from `language` where they exist. A tree that has no source at all stands for itself.
    """
    kept = list(rows)
    origin = source if any(row["language"] == source for row in kept) else language
    translated = {row["key"]: row for row in kept if row["language"] == language}
    places = sorted((row for row in kept if row["language"] == origin), key=lambda row: row["path"])
    return [(place, translated.get(place["key"], place)) for place in places]


def children(pairs: Sequence[tuple[Row, Row]], path: str) -> list[tuple[Row, Row]]:
    """The pairs whose place is directly under `path`."""
    return [pair for pair in pairs if parent_path(pair[0]["path"]) == path]


def tail(url_path: str) -> str:
    """An address below the front page, without the front page's own name: `/home/chatvert/x/` gives `chatvert/x/`."""
    return url_path.split("/", 2)[2]


def first_undone[K: Hashable](order: Sequence[K], done: set[K] | frozenset[K], *, after: K | None = None) -> K | None:
    """The next one that is not done: first among those after `after`, then from the beginning; never `after` itself."""
    start = order.index(after) + 1 if after in order else 0
    for key in [*order[start:], *order[:start]]:
        if key not in done and key != after:
            return key
    return None


def place_left[K: Hashable](order: Sequence[K], opened: Mapping[K, Any], done: Mapping[K, Any]) -> K | None:
    """Where somebody left off: the last one they touched if it is not done, otherwise the next undone after it."""
    touched = {key: max(filter(None, (opened.get(key), done.get(key)))) for key in order if key in opened}
    last = max(touched, key=lambda key: touched[key]) if touched else None
    if last is not None and last not in done:
        return last
    return first_undone(order, set(done), after=last)
