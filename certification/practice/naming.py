"""What could be a name in what somebody writes. Plain values in, plain values out.

One word alone counts only with a capital letter: young people write in small letters, and half of the chats would stop at *dag*, *liv*
and *even* otherwise. A word that opens a sentence has another reason for its capital, so names that are ordinary words too count only
in the middle of one. First and last name together count in any letters: that is hardly ever by chance.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from certification.practice.common_names import ALSO_WORDS, FAMILY, GIVEN

SHORTEST = 3
MANY = 5  # different words with a capital: somebody is trying out a list
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_PART = re.compile(r"[-'’]")


@dataclass(frozen=True)
class Capital:
    """A word with a capital letter, in small letters, without the s of whose it is. `opens`: it is the first of a sentence."""

    word: str
    opens: bool


def words_in(text: str) -> list[str]:
    """Every word, in small letters."""
    return [word.casefold() for word in _WORD.findall(text)]


def pairs_in(text: str) -> set[tuple[str, str]]:
    """Every two words side by side, with or without one between them."""
    words = words_in(text)
    return set(pairwise(words)) | set(zip(words, words[2:], strict=False))


def first_and_last(name: str) -> tuple[str, str] | None:
    """The two ends of a full name; None where there is only one word."""
    words = words_in(name)
    return (words[0], words[-1]) if len(words) > 1 else None


def ends_of(name: str) -> set[str]:
    """First and last name, each on its own; of double names also their parts. Nothing under three letters."""
    words = words_in(name)
    found = {part for end in words[:1] + words[1:][-1:] for part in (end, *_PART.split(end))}
    return {part for part in found if len(part) >= SHORTEST}


def capitals_in(text: str) -> set[Capital]:
    """The words that could be a name by their looks: a capital letter and then small ones, at least three letters."""
    found = set()
    for match in _WORD.finditer(text):
        before = text[: match.start()].rstrip()
        opens = not before or not (before[-1].isalnum() or before[-1] in ",;&)")
        for part in _PART.split(match[0]):
            if len(part) >= SHORTEST and part[0].isupper() and part[1:].islower():
                found.add(Capital(part.casefold(), opens))
    return found


def alone(capitals: set[Capital], names: frozenset[str] | set[str]) -> set[str]:
    """Those of the capital words that stand for one of these names, also with the s of whose it is."""
    found = set()
    for one in capitals:
        for word in {one.word, one.word.removesuffix("s")}:
            if word in names and not (one.opens and word in ALSO_WORDS):
                found.add(one.word)
    return found


def is_common(capitals: set[Capital]) -> set[str]:
    """Those that many people are called."""
    return alone(capitals, GIVEN | FAMILY)
