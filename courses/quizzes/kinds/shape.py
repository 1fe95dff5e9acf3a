"""What every kind of question has in common. A kind is one class: it says what its parts are, how an answer is read, and what it is worth.

`Part` is one block of `Question.options` as plain values: {"id", "type", and the fields of the block}. From parts come the *face*
(what may be shown at any time), the *key* (`right`) and the reasons; freezing keeps them apart.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courses.quizzes.marking import exactly
from courses.quizzes.rules import shuffled

Words = str | Promise
Part = Mapping[str, Any]
Parts = Sequence[Part]
Family = Mapping[str, Parts]  # by language, the source first


class Unreadable(ValueError):
    """What was sent is no answer to this question."""


@dataclass(frozen=True)
class Slot:
    """A field of a part: its name in a package and in the block, and what it holds: "words" (a text in every language), "flag",
    "one_of", "numbers" or "number"."""

    name: str
    block: str
    holds: str = "words"
    most: int = 300
    required: bool = True
    of: tuple[Any, ...] = ()


WHY = Slot("why", "explanation", most=600)


@dataclass(frozen=True)
class Answer:
    """One line of the result page: an option, and what is to be known about it now."""

    text: str
    why: str
    right: bool
    chosen: bool
    note: Words = ""  # what stands beside it, such as the panel's mean
    who: str = ""  # "they" or "host" for a line of a chat


@dataclass(frozen=True)
class Graded:
    """A question after grading: its face, the order and the answer of an attempt, the key, the reasons, and the language of the page."""

    asked: Mapping[str, Any]
    order: Sequence[str]
    chosen: Sequence[str]
    right: Any
    why: Mapping[str, str]
    language: str


class Kind:
    """The common part, and the simplest kind at once: options of which some are right."""

    name: str
    label: Words
    description: Words
    ask: Words  # what to do, where the stem does not end in a question of its own
    icon = "list-ul"
    many = False  # boxes instead of dots
    form = "choice"  # the template: courses/parts/answer_<form>.html
    shuffles = True
    by_panel = False  # the key is what a panel rates
    asks = False  # says what to do also after a stem that asks nothing
    least_words = 3  # in a quotation that stands as a chat bubble of its own

    part = "option"  # the block its parts are made of
    least, most = 2, 6
    begins = 3  # empty parts in a new question's form
    counted: Words = _("options")
    listed = "options"  # the name of the list in a package; empty: the one part is written into the question itself
    slots: tuple[Slot, ...] = (Slot("right", "is_right", "flag"), Slot("text", "text"), WHY)

    def complaint(self, parts: Parts) -> Words | None:
        """What keeps these parts from being asked; None when nothing does."""
        if any(one["type"] != self.part for one in parts) or not self.least <= len(parts) <= self.most:
            return _("A question of this kind has %(least)s to %(most)s %(what)s.") % {
                "least": self.least, "most": self.most, "what": self.counted}  # fmt: skip
        return None

    def face(self, parts: Parts, source: Parts) -> dict[str, Any]:
        """What may be shown before grading, in one language, in an order that tells nothing: {options: [{id, text}], …}."""
        return {"options": [{"id": one["id"], "text": one["text"]} for one in parts]}

    def right(self, family: Family) -> Any:
        """The key, the same for every language; plain JSON."""
        return [one["id"] for one in next(iter(family.values())) if one["is_right"]]

    def reasons(self, parts: Parts) -> dict[str, str]:
        """Why each option is or is not a good one, by option id."""
        return {one["id"]: one.get("explanation") or "" for one in parts}

    def outline(self, parts: Parts) -> Any:
        """What must be the same in every language: the parts, and everything about them but words."""
        silent = [slot.block for slot in self.slots if slot.holds != "words"]
        return sorted([one["id"], *[one.get(name) for name in silent]] for one in parts)

    def order(self, ids: Sequence[str], right: Any) -> list[str]:
        """Options in the order an attempt shows them, given a shuffled one."""
        return list(ids)

    def arranged(self, ids: Sequence[str], right: Any, *, seed: int, key: str) -> list[str]:
        """Options in the order the attempt with this seed shows them."""
        return self.order(shuffled(ids, seed, key) if self.shuffles else ids, right)

    def read(self, sent: Any, asked: Mapping[str, Any]) -> list[str]:
        """The answer as it is kept, a list of texts; an empty one means not answered. `asked` is the face. Raises Unreadable."""
        options = {option["id"] for option in asked["options"]}
        if not isinstance(sent, list) or not all(isinstance(one, str) and one in options for one in sent):
            raise Unreadable
        chosen = sorted(set(sent))
        if len(chosen) > 1 and not self.many:
            raise Unreadable
        return chosen

    def points(self, chosen: Sequence[str], right: Any) -> int:
        """What an answer is worth, in hundredths of a point."""
        return exactly(chosen, right)

    def shown(self, asked: Mapping[str, Any], order: Sequence[str], chosen: Sequence[str]) -> dict[str, Any]:
        """What the page needs to draw the question with what was answered so far."""
        text_of = {option["id"]: option for option in asked["options"]}
        return {"options": [{**text_of[one], "checked": one in chosen} for one in order]}

    def explained(self, told: Graded) -> list[Answer]:
        """The lines of the result page. After grading only."""
        return [
            Answer(one["text"], told.why[one["id"]], one["id"] in told.right, one["checked"], who=one.get("who", ""))
            for one in self.shown(told.asked, told.order, told.chosen)["options"]
        ]

    def says_something(self, sent: Sequence[str], order: Sequence[str], before: Sequence[str]) -> bool:
        """Whether a form without scripts holds an answer to keep: nothing chosen says nothing, unless it takes an answer back."""
        return bool(sent) or (self.many and bool(before))

    def is_provisional(self, right: Any) -> bool:
        """Whether the key may still change because too few have spoken."""
        return False


def paired(sent: Any) -> dict[str, str]:
    """ "left=right" texts as pairs. Raises Unreadable for anything else, and when something is paired twice."""
    if not isinstance(sent, list) or not all(isinstance(one, str) and "=" in one for one in sent):
        raise Unreadable
    pairs = dict(one.split("=", 1) for one in sent)
    if len(pairs) != len(set(sent)):
        raise Unreadable
    return pairs
