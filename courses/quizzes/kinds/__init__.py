"""The kinds of question. A new kind is one class and one line in KINDS."""

from collections.abc import Mapping
from typing import Any

from courses.quizzes.kinds.arranging import Match, Order
from courses.quizzes.kinds.choices import Case, Multiple, NextMessage, Single, SpotLine, TrueFalse
from courses.quizzes.kinds.open_ended import RateReplies, ShortText
from courses.quizzes.kinds.shape import Answer, Graded, Kind, Part, Parts, Slot, Unreadable, Words
from courses.quizzes.rules import spoken

__all__ = ["CHOICES", "KINDS", "Answer", "Graded", "Kind", "Part", "Parts", "Slot", "Unreadable", "Words", "told"]

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Single(),
        Multiple(),
        NextMessage(),
        TrueFalse(),
        Order(),
        Match(),
        ShortText(),
        RateReplies(),
        SpotLine(),
        Case(),
    )
}
CHOICES = [(kind.name, kind.label) for kind in KINDS.values()]


def told(how: Kind, text: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """What is asked, for the eye: ("say", words), ("line", a chat message), ("picture", {image, alt}) where there is one, and at the end
    ("ask", what is asked). `text` is a face in one language."""
    parts: list[tuple[str, Any]] = list(spoken(text["stem"], least_words=how.least_words))
    shown = [("picture", text["picture"])] if text.get("picture") else []
    if parts and parts[-1][0] == "say" and (not how.asks or parts[-1][1].endswith("?")):
        return [*parts[:-1], *shown, ("ask", parts[-1][1])]
    return [*parts, *shown, ("ask", str(how.ask))]
