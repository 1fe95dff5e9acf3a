"""How many points an answer gives, in hundredths, kind by kind. Plain values in, plain values out.

Only "rate two replies" gives part of the points; every other answer is right (100) or not (0).
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

FULL = 100
PROFESSIONALS, YOUTH = 5, 3  # the least a panel needs (domain.md §6.1); before that its mean is provisional
STEPS = range(1, 6)  # the scale on which replies are rated


def exactly(chosen: Collection[str], right: Collection[str]) -> int:
    """Full points for just the right ones, in any order."""
    return FULL if right and set(chosen) == set(right) else 0


def in_order(chosen: Sequence[str], right: Sequence[str]) -> int:
    """Full points for the right ones in the right order."""
    return FULL if right and list(chosen) == list(right) else 0


def moved(order: Sequence[str], place: int, by: int) -> list[str]:
    """The order with the one at `place` (from 0) moved by so many places; a move over the edge changes nothing."""
    there, to = list(order), place + by
    if 0 <= place < len(there) and 0 <= to < len(there):
        there.insert(to, there.pop(place))
    return there


EDGES = " \t\n.,;:!?…\"'`´’‘“”„«»()"
DASHES = dict.fromkeys(map(ord, "‐‑‒–—−"), "-") | dict.fromkeys(map(ord, "’‘´`"), "'")


def plain(text: str) -> str:
    """A written answer without what does not matter: case, form of letters, spaces, quotation marks, punctuation at the ends."""
    text = unicodedata.normalize("NFKC", text).casefold().translate(DASHES)
    return " ".join(text.split()).strip(EDGES)


def numbers_in(text: str) -> set[Fraction]:
    """The numbers a text may mean: spaces within are nothing, comma and point alike; "1.000" may be one or a thousand. No number: none."""
    bare = "".join(plain(text).split()).replace(",", ".")
    found = {Fraction(bare)} if re.fullmatch(r"[+-]?\d+(\.\d+)?", bare) else set()
    if re.fullmatch(r"[+-]?\d{1,3}(\.\d{3})+", bare):
        found.add(Fraction(bare.replace(".", "")))
    return found


def accepted(written: str, answer: str, tolerance: float | None = None) -> bool:
    """Whether what was written is this answer: the same words, or the same number, off by `tolerance` at most."""
    if plain(written) == plain(answer):
        return bool(plain(answer))
    slack = Fraction(str(tolerance or 0))
    return any(abs(one - other) <= slack for one in numbers_in(written) for other in numbers_in(answer))


def panel_mean(panel: Mapping[str, Sequence[int]]) -> Fraction | None:
    """The mean of everybody on the panel, professionals and youth alike; None without ratings."""
    given = [*panel.get("professionals", ()), *panel.get("youth", ())]
    return Fraction(sum(given), len(given)) if given else None


def is_provisional(panels: Iterable[Mapping[str, Sequence[int]]]) -> bool:
    """Whether some reply was rated by fewer than five professionals or three young people."""
    return any(len(one.get("professionals", ())) < PROFESSIONALS or len(one.get("youth", ())) < YOUTH for one in panels)


def closeness(given: int | None, mean: Fraction | None) -> int:
    """Points for one rating: full within one step of the panel's mean, half within two, none beyond or without a rating."""
    if given is None or mean is None:
        return 0
    distance = abs(given - mean)
    return FULL if distance <= 1 else FULL // 2 if distance <= 2 else 0


def rated(given: Mapping[str, int], panels: Mapping[str, Mapping[str, Any]]) -> int:
    """Points for all the ratings of a question: their mean, rounded down."""
    each = [closeness(given.get(one), panel_mean(panel)) for one, panel in panels.items()]
    return sum(each) // len(each) if each else 0
