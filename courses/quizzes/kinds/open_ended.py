"""Kinds where there is nothing to tick: a short text, and two replies to rate against a panel."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from courses.quizzes.kinds.shape import WHY, Answer, Family, Graded, Kind, Parts, Slot, Unreadable, Words, paired
from courses.quizzes.marking import FULL, STEPS, accepted, closeness, is_provisional, panel_mean, rated

LONGEST = 80


class ShortText(Kind):
    """A word or a number. Case, spaces and punctuation do not matter; any language's answers are accepted in every language."""

    name = "short_text"
    label: Words = _("Short text")
    description: Words = _("A word or a number. Write every answer that should count. Case and punctuation do not matter.")
    ask: Words = _("Write your answer.")
    icon = "edit"
    form = "text"
    asks = True
    part, least, most, counted, listed = "accepted", 1, 8, _("answers"), "accepted"
    begins = 1
    slots = (Slot("text", "text", most=LONGEST), Slot("tolerance", "tolerance", "number", required=False), WHY)

    def complaint(self, parts: Parts) -> Words | None:
        return super().complaint(parts) or (
            None if all(one["text"].strip() for one in parts) else _("Write every answer that should count.")
        )

    def face(self, parts: Parts, source: Parts) -> dict[str, Any]:
        """Nothing to show: every answer is the key."""
        return {"options": []}

    def right(self, family: Family) -> Any:
        return {
            language: [{"id": one["id"], "text": one["text"], "tolerance": one.get("tolerance")} for one in parts]
            for language, parts in family.items()
        }

    def read(self, sent: Any, asked: Mapping[str, Any]) -> list[str]:
        if not isinstance(sent, list) or len(sent) > 1 or not all(isinstance(one, str) for one in sent):
            raise Unreadable
        written = " ".join(sent[0].replace("\x00", "").split()) if sent else ""
        if len(written) > LONGEST:
            raise Unreadable
        return [written] if written else []

    def points(self, chosen: Sequence[str], right: Any) -> int:
        return FULL if any(self._fits(chosen, one) for answers in right.values() for one in answers) else 0

    def _fits(self, chosen: Sequence[str], one: Mapping[str, Any]) -> bool:
        return any(accepted(written, one["text"], one["tolerance"]) for written in chosen)

    def shown(self, asked: Mapping[str, Any], order: Sequence[str], chosen: Sequence[str]) -> dict[str, Any]:
        return {"options": [], "written": chosen[0] if chosen else ""}

    def explained(self, told: Graded) -> list[Answer]:
        """What counts, in the language of the page, and what was written when it is none of them."""
        counts = told.right.get(told.language) or next(iter(told.right.values()))
        lines = [Answer(one["text"], told.why[one["id"]], right=True, chosen=self._fits(told.chosen, one)) for one in counts]
        if not told.chosen or any(line.chosen for line in lines):
            return lines
        return [Answer(told.chosen[0], "", right=bool(self.points(told.chosen, told.right)), chosen=True), *lines]

    def says_something(self, sent: Sequence[str], order: Sequence[str], before: Sequence[str]) -> bool:
        return bool(sent) or bool(before)


class RateReplies(Kind):
    """Rate replies to the same message; the points come from how near one is to a panel of professionals and young people."""

    name = "rate_replies"
    label: Words = _("Rate two replies")
    description: Words = _(
        "Two replies to the same message. Points come from how near one is to the panel: full within one step, half within two. "
        "Until the panel is complete the question is only shown to try, and never counts."
    )
    ask: Words = _("How well does each reply open the conversation?")
    icon = "pick"
    form = "rate"
    asks = True
    by_panel = True
    least_words = 1
    part, least, most, counted, listed = "reply", 2, 2, _("replies"), "replies"
    begins = 2
    slots = (
        Slot("text", "text"), WHY, Slot("professionals", "professionals", "numbers", required=False), Slot("youth", "youth", "numbers", required=False),
    )  # fmt: skip
    words = (_("Closes the door"), _("Does little"), _("Neither"), _("Helps a little"), _("Opens the conversation"))

    def complaint(self, parts: Parts) -> Words | None:
        if wrong := super().complaint(parts):
            return wrong
        if any(step not in STEPS for panel in self._panels(parts).values() for given in panel.values() for step in given):
            return _("The panel rates from 1 to 5.")
        rated = {panel_mean(panel) is not None for panel in self._panels(parts).values()}
        return _("Whoever is on the panel rates every reply. Leave all ratings empty until then.") if len(rated) > 1 else None

    def _panels(self, parts: Parts) -> dict[str, dict[str, list[int]]]:
        return {one["id"]: {seat: numbers(one.get(seat)) for seat in ("professionals", "youth")} for one in parts}

    def right(self, family: Family) -> Any:
        return self._panels(next(iter(family.values())))

    def is_provisional(self, right: Any) -> bool:
        return is_provisional(right.values())

    def read(self, sent: Any, asked: Mapping[str, Any]) -> list[str]:
        """ "reply=step" for every reply that was rated."""
        pairs = paired(sent)
        if not pairs.keys() <= {one["id"] for one in asked["options"]} or not {*pairs.values()} <= {str(step) for step in STEPS}:
            raise Unreadable
        return sorted(f"{one}={step}" for one, step in pairs.items())

    def _given(self, chosen: Sequence[str]) -> dict[str, int]:
        return {one: int(step) for one, step in paired(list(chosen)).items()}

    def points(self, chosen: Sequence[str], right: Any) -> int:
        return rated(self._given(chosen), right)

    def shown(self, asked: Mapping[str, Any], order: Sequence[str], chosen: Sequence[str]) -> dict[str, Any]:
        mine, text_of = self._given(chosen), {option["id"]: option["text"] for option in asked["options"]}
        steps = [{"step": step, "words": words} for step, words in zip(STEPS, self.words, strict=True)]
        options = [
            {
                "id": one,
                "text": text_of[one],
                "letter": letter,
                "steps": [{**step, "checked": mine.get(one) == step["step"]} for step in steps],
            }
            for letter, one in zip("AB", order, strict=True)
        ]
        return {"options": options}

    def explained(self, told: Graded) -> list[Answer]:
        mine, lines = self._given(told.chosen), []
        for one in self.shown(told.asked, told.order, told.chosen)["options"]:
            panel, given = told.right[one["id"]], mine.get(one["id"])
            mean = panel_mean(panel)
            facts = {"mean": f"{float(mean or 0):.1f}", "n": sum(map(len, panel.values())), "mine": given or "–"}
            said = _("You: %(mine)s.") if mean is None else _("The panel: %(mean)s of 5 (%(n)s people). You: %(mine)s.")
            note = said % facts
            lines.append(
                Answer(f"{one['letter']}. {one['text']}", told.why[one["id"]], closeness(given, mean) == FULL, given is not None, note=note)
            )
        return lines

    def says_something(self, sent: Sequence[str], order: Sequence[str], before: Sequence[str]) -> bool:
        return bool(sent) or bool(before)


def numbers(text: str | None) -> list[int]:
    """ "4, 5, 4" as numbers."""
    return [int(one) for one in (text or "").replace(",", " ").replace(";", " ").split()]
