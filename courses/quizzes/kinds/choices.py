"""Kinds where one ticks: options, messages, lines of a transcript, and the two kinds whose options are always the same."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from courses.quizzes.kinds.shape import WHY, Family, Kind, Parts, Slot, Words


class Multiple(Kind):
    """Tick all that fit: right when exactly the right ones are ticked."""

    name = "multiple"
    label: Words = _("Several answers")
    description: Words = _("Tick all that fit. Right when exactly the right ones are ticked.")
    ask: Words = _("Choose all that fit.")
    icon = "check"
    many = True

    def complaint(self, parts: Parts) -> Words | None:
        return super().complaint(parts) or (None if self.right({"": parts}) else _("Mark at least one option as right."))


class Single(Kind):
    """Choose the one that fits best."""

    name = "single"
    label: Words = _("One answer")
    description: Words = _("Choose the one that fits best. Three options are enough.")
    ask: Words = _("Choose one.")
    icon = "radio-full"

    def complaint(self, parts: Parts) -> Words | None:
        return super().complaint(parts) or (None if len(self.right({"": parts})) == 1 else _("Mark exactly one option as right."))


class NextMessage(Single):
    """The young person's last lines stand as chat bubbles; each option is a message one could send."""

    name = "next_message"
    label: Words = _("Choose the next message")
    description: Words = _("What they write stands as chat bubbles. Each option is a message you could send.")
    ask: Words = _("What do you write?")
    icon = "comment"
    least_words = 1


class SpotLine(Single):
    """Which line of a conversation is it? Lines stand in their order, as in the room."""

    name = "spot_line"
    label: Words = _("Find the line in a chat")
    description: Words = _("A short conversation. One line is the answer, such as the one that breaks anonymity.")
    ask: Words = _("Which line is it?")
    icon = "search"
    form = "line"
    asks = True
    shuffles = False
    part, least, most, counted, listed = "line", 3, 12, _("lines"), "lines"
    begins = 4
    slots = (Slot("who", "who", "one_of", of=("they", "host")), Slot("right", "is_right", "flag"), Slot("text", "text"), WHY)

    def face(self, parts: Parts, source: Parts) -> dict[str, Any]:
        return {"options": [{"id": one["id"], "text": one["text"], "who": one["who"]} for one in parts]}


class Fixed(Single):
    """Options that are the same in every question: an editor says which one it is, and why for each."""

    part, least, most, counted, listed = "", 1, 1, _("answers"), ""
    begins = 1
    shuffles = False
    asks = True
    words: Mapping[str, Words]

    def complaint(self, parts: Parts) -> Words | None:
        if len(parts) != 1 or parts[0]["type"] != self.part or parts[0].get("answer") not in self.words:
            return _("Say once which answer it is.")
        return None

    def face(self, parts: Parts, source: Parts) -> dict[str, Any]:
        return {"options": [{"id": one, "text": str(text)} for one, text in self.words.items()]}

    def right(self, family: Family) -> Any:
        return [one["answer"] for one in next(iter(family.values())) if one["answer"]]

    def reasons(self, parts: Parts) -> dict[str, str]:
        return {one: parts[0].get(f"why_{one}") or "" for one in self.words} if parts else {}


class TrueFalse(Fixed):
    """A statement that is so, or is not."""

    name = "true_false"
    label: Words = _("True or not")
    description: Words = _("A statement, and the reason why it is so or not. No trick questions.")
    ask: Words = _("Is that so?")
    icon = "check"
    part = "statement"
    words = {"true": _("Yes, that is so"), "false": _("No, that is not so")}
    slots = (
        Slot("answer", "answer", "one_of", of=("true", "false")),
        Slot("why_true", "why_true", most=600), Slot("why_false", "why_false", most=600),
    )  # fmt: skip


class Case(Fixed):
    """A small case: keep it between you, tell it afterwards, or alert now."""

    name = "case"
    label: Words = _("Case: tell, alert or keep")
    description: Words = _("A small case about secrecy and safety: keep it in the chat, tell it afterwards, or alert now.")
    ask: Words = _("What do you do with it?")
    icon = "warning"
    part = "case"
    words = {
        "keep": _("Keep it in the chat"),
        "tell": _("Tell your supervisor after the chat"),
        "alert": _("Alert your supervisor now"),
    }
    slots = (
        Slot("answer", "answer", "one_of", of=("keep", "tell", "alert")),
        *[Slot(f"why_{one}", f"why_{one}", most=600) for one in ("keep", "tell", "alert")],
    )  # fmt: skip
