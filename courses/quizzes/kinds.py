"""The kinds of question. A new kind is one class here and one line in KINDS.

A kind says how its key must look, how an answer is read from what a browser sent, and whether it is right. `chosen` and `right`
are lists of option ids for the three kinds there are; another kind may keep another plain JSON shape.
"""

from collections.abc import Collection
from typing import Any, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courses.quizzes.rules import spoken

Words = str | Promise


class Unreadable(ValueError):
    """What was sent is no answer to this question."""


class Kind(Protocol):
    name: str
    label: Words
    ask: Words  # what to do, where the stem does not end in a question of its own
    many: bool  # boxes instead of dots

    def complaint(self, right: int, options: int) -> Words | None:
        """What is wrong with a key of so many right options of so many; None when it can be used."""

    def read(self, sent: Any, options: Collection[str]) -> list[str]:
        """The answer as it is kept; an empty one means not answered. Raises Unreadable."""

    def is_right(self, chosen: Collection[str], right: Collection[str]) -> bool: ...

    least_words: int  # in a quotation that stands as a chat bubble of its own


class Multiple:
    """Tick all that fit: right when exactly the right ones are ticked."""

    name = "multiple"
    label: Words = _("Several answers")
    ask: Words = _("Choose all that fit.")
    many = True
    least_words = 3

    def complaint(self, right: int, options: int) -> Words | None:
        return None if right else _("Mark at least one option as right.")

    def read(self, sent: Any, options: Collection[str]) -> list[str]:
        if not isinstance(sent, list) or not all(isinstance(one, str) and one in options for one in sent):
            raise Unreadable
        return sorted(set(sent))

    def is_right(self, chosen: Collection[str], right: Collection[str]) -> bool:
        return bool(right) and set(chosen) == set(right)


class Single(Multiple):
    """Choose the one that fits best."""

    name = "single"
    label: Words = _("One answer")
    ask: Words = _("Choose one.")
    many = False

    def complaint(self, right: int, options: int) -> Words | None:
        return None if right == 1 else _("Mark exactly one option as right.")

    def read(self, sent: Any, options: Collection[str]) -> list[str]:
        chosen = super().read(sent, options)
        if len(chosen) > 1:
            raise Unreadable
        return chosen


class NextMessage(Single):
    """The young person's last lines stand as chat bubbles; each option is a message one could send."""

    name = "next_message"
    label: Words = _("Choose the next message")
    ask: Words = _("What do you write?")
    least_words = 1


KINDS: dict[str, Kind] = {kind.name: kind for kind in (Single(), Multiple(), NextMessage())}
CHOICES = [(kind.name, kind.label) for kind in KINDS.values()]


def told(how: Kind, stem: str) -> list[tuple[str, str]]:
    """A stem for the eye: ("say", words), ("line", a chat message), and at the end ("ask", what is asked)."""
    parts = spoken(stem, least_words=how.least_words)
    if parts and parts[-1][0] == "say":
        return [*parts[:-1], ("ask", parts[-1][1])]
    return [*parts, ("ask", str(how.ask))]
