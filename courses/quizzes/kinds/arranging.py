"""Kinds where one puts things in their places: steps in order, and pairs."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from courses.quizzes.kinds.shape import WHY, Answer, Family, Graded, Kind, Parts, Slot, Unreadable, Words, paired
from courses.quizzes.marking import FULL, in_order


class Order(Kind):
    """Put the steps in order: right when all stand where they belong. The editor writes them in the right order."""

    name = "order"
    label: Words = _("Put the steps in order")
    description: Words = _("Write the steps in the right order. They are shown mixed.")
    ask: Words = _("Put them in order, the first one on top.")
    icon = "order"
    form = "order"
    asks = True
    part, least, most, counted, listed = "step", 3, 7, _("steps"), "steps"
    slots = (Slot("text", "text", most=160), WHY)

    def complaint(self, parts: Parts) -> Words | None:
        return super().complaint(parts) or (_("Two steps say the same.") if twins(parts, "text") else None)

    def face(self, parts: Parts, source: Parts) -> dict[str, Any]:
        """Sorted by id: the order of the steps is the key."""
        return {"options": sorted(super().face(parts, source)["options"], key=lambda one: one["id"])}

    def right(self, family: Family) -> Any:
        return [one["id"] for one in next(iter(family.values()))]

    def outline(self, parts: Parts) -> Any:
        return [one["id"] for one in parts]

    def order(self, ids: Sequence[str], right: Any) -> list[str]:
        """Never the right order: who leaves it as it is has not answered."""
        return [*ids[1:], ids[0]] if list(ids) == right else list(ids)

    def read(self, sent: Any, asked: Mapping[str, Any]) -> list[str]:
        options = [option["id"] for option in asked["options"]]
        if not isinstance(sent, list) or not all(isinstance(one, str) for one in sent):
            raise Unreadable
        if sent and sorted(sent) != sorted(options):
            raise Unreadable
        return sent

    def points(self, chosen: Sequence[str], right: Any) -> int:
        return in_order(chosen, right)

    def shown(self, asked: Mapping[str, Any], order: Sequence[str], chosen: Sequence[str]) -> dict[str, Any]:
        return {**super().shown(asked, chosen or order, ()), "moved": bool(chosen)}

    def explained(self, told: Graded) -> list[Answer]:
        """The steps in the right order, each with where it was put."""
        text_of, lines = {option["id"]: option["text"] for option in told.asked["options"]}, []
        for place, one in enumerate(told.right):
            put = told.chosen.index(one) if one in told.chosen else None
            fits = put == place
            note = "" if fits or put is None else _("You put it in place %(place)s.") % {"place": put + 1}
            lines.append(Answer(f"{place + 1}. {text_of[one]}", told.why[one], right=True, chosen=fits, note=note))
        return lines

    def says_something(self, sent: Sequence[str], order: Sequence[str], before: Sequence[str]) -> bool:
        return bool(before) or (bool(sent) and list(sent) != list(order))


class Match(Kind):
    """Find what belongs together. A pair without a left side is one right side too many, and belongs to nothing."""

    name = "match"
    label: Words = _("Find what belongs together")
    description: Words = _("Pairs. Leave the left side of a pair empty for an answer that belongs to nothing.")
    ask: Words = _("What belongs together?")
    icon = "link"
    form = "match"
    asks = True
    part, least, most, counted, listed = "pair", 2, 7, _("pairs"), "pairs"
    slots = (Slot("left", "left", most=160, required=False), Slot("right", "right", most=160), WHY)

    def complaint(self, parts: Parts) -> Words | None:
        if wrong := super().complaint(parts):
            return wrong
        if len([one for one in parts if one["left"]]) < 2:
            return _("At least two pairs need both sides.")
        return _("Two pairs have the same side.") if twins(parts, "right") or twins(parts, "left") else None

    def face(self, parts: Parts, source: Parts) -> dict[str, Any]:
        """Right sides have letters by their alphabet in the source language: their ids tell nothing about whose they are."""
        letters = self._letters(source)
        rights = sorted(({"id": letters[one["id"]], "text": one["right"]} for one in parts), key=lambda one: one["id"])
        lefts = [{"id": one["id"], "text": one["left"]} for one in parts if one["left"]]
        return {"options": sorted(lefts, key=lambda one: one["id"]), "matches": rights}

    def _letters(self, source: Parts) -> dict[str, str]:
        ordered = sorted(source, key=lambda one: (one["right"].casefold(), one["id"]))
        return {one["id"]: "abcdefghijkl"[number] for number, one in enumerate(ordered)}

    def right(self, family: Family) -> Any:
        source = next(iter(family.values()))
        letters = self._letters(source)
        whose: dict[bool, dict[str, str]] = {True: {}, False: {}}
        for one in source:
            whose[bool(one["left"])][one["id"]] = letters[one["id"]]
        return {"pairs": whose[True], "loose": whose[False]}

    def outline(self, parts: Parts) -> Any:
        return sorted([one["id"], bool(one["left"])] for one in parts)

    def read(self, sent: Any, asked: Mapping[str, Any]) -> list[str]:
        """ "left=letter" for every left side that was given one."""
        pairs = paired(sent)
        lefts, letters = {one["id"] for one in asked["options"]}, {one["id"] for one in asked["matches"]}
        if not pairs.keys() <= lefts or not {*pairs.values()} <= letters:
            raise Unreadable
        return sorted(f"{left}={letter}" for left, letter in pairs.items())

    def points(self, chosen: Sequence[str], right: Any) -> int:
        return FULL if right["pairs"] and paired(list(chosen)) == right["pairs"] else 0

    def shown(self, asked: Mapping[str, Any], order: Sequence[str], chosen: Sequence[str]) -> dict[str, Any]:
        mine, lefts = paired(list(chosen)), {option["id"]: option for option in asked["options"]}
        return {"options": [{**lefts[one], "chosen": mine.get(one, "")} for one in order], "matches": asked["matches"]}

    def explained(self, told: Graded) -> list[Answer]:
        text_of, lines = {one["id"]: one["text"] for one in told.asked["matches"]}, []
        for one in self.shown(told.asked, told.order, told.chosen)["options"]:
            belongs = told.right["pairs"][one["id"]]
            fits = one["chosen"] == belongs
            note = _("You chose: %(text)s") % {"text": text_of[one["chosen"]]} if one["chosen"] and not fits else ""
            lines.append(Answer(f"{one['text']} → {text_of[belongs]}", told.why[one["id"]], right=True, chosen=fits, note=note))
        loose = told.right["loose"].items()
        return [*lines, *[Answer(text_of[at], told.why[one], right=False, chosen=False, note=_("Belongs to nothing")) for one, at in loose]]

    def says_something(self, sent: Sequence[str], order: Sequence[str], before: Sequence[str]) -> bool:
        return bool(sent) or bool(before)


def twins(parts: Parts, name: str) -> bool:
    """Whether two parts have the same words there."""
    said = [one[name].strip().casefold() for one in parts if one[name]]
    return len(said) != len(set(said))
