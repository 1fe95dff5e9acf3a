"""How hard a text is to read, as a number that works in bokmål, Danish and English alike.

LIX = words ÷ sentences + 100 × long words ÷ words, where a long word has more than six letters.
Source: C. H. Björnsson, *Läsbarhet* (Stockholm: Liber, 1968). His scale: under 30 very easy, 30 to 40 easy (fiction, papers for
young people), 40 to 50 medium (ordinary news), above that hard.

Our reading of it: a sentence ends at a full stop, colon, exclamation or question mark, and where a line ends, because a heading and
an item of a list are each read in one go. A number counts as a short word; words with a hyphen count as one. The messages of example
chats are not counted: they are so short that they would flatter everything around them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from courses.exchange.lesson_text import LessonText

LONG = 6  # a long word has more letters than this
HARDEST = 35  # what a lesson for trainees may have at most (B1)
_END = re.compile(r"(?<=[.!?:])[«»”\"'’)*_]*\s+|\n+")
_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_MARKUP = re.compile(r"^\s*(?:#+|[-*>]|\d+\.)\s+|\*\*|[*`]|\]\([^)]*\)|\[", re.MULTILINE)


@dataclass(frozen=True)
class Reading:
    """What was counted in a text."""

    words: int = 0
    sentences: int = 0
    long_words: int = 0
    longest: str = ""  # the sentence with the most words

    @property
    def lix(self) -> float:
        """The number; 0 for a text without words."""
        return self.words / self.sentences + 100 * self.long_words / self.words if self.words else 0.0

    @property
    def longest_words(self) -> int:
        return len(words_of(self.longest))


def words_of(text: str) -> list[str]:
    """The words as they stand, without what is around them."""
    return _WORD.findall(text)


def sentences_of(text: str) -> list[str]:
    """What is read in one go, without Markdown's marks. Pieces without words are left out."""
    return [piece.strip() for piece in _END.split(_MARKUP.sub("", text)) if words_of(piece)]


def reading_of(texts: Iterable[str]) -> Reading:
    """Count the texts together. A passage never runs on into the next one."""
    sentences = [sentence for text in texts for sentence in sentences_of(text)]
    words = [word for sentence in sentences for word in words_of(sentence)]
    long_words = sum(sum(map(str.isalpha, word)) > LONG for word in words)
    return Reading(len(words), len(sentences), long_words, max(sentences, key=lambda one: len(words_of(one)), default=""))


def passages(lesson: LessonText) -> Iterator[str]:
    """What a reader of the lesson meets, in order: title, text, questions, answers and why. Messages of chats: see `messages`."""
    yield lesson.title
    for block in lesson.blocks:
        yield from [block.value] if isinstance(block.value, str) else _said(block.value)


def messages(lesson: LessonText) -> Iterator[str]:
    """What is written in its example chats, without the names."""
    for block in lesson.blocks:
        if block.kind == "chat":
            yield from (line["text"] for line in block.value["lines"])


def _said(value: dict[str, Any]) -> Iterator[str]:
    for name in ("title", "question", "text", "transcript", "caption"):
        yield value.get(name) or ""
    for line in value.get("lines", ()):
        yield line["aside"]
    for option in value.get("options", ()):
        yield option["text"]
        yield option["why"]
    for card in value.get("cards", ()):
        yield card["front"]
        yield card["back"]
