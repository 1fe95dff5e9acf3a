"""A question between two systems, and what was noted on the way."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

type Part = dict[str, Any]  # fields by the names of our blocks

TRUE_FALSE = "true_false"
CASE = ("keep", "tell", "alert")
OUR_TAGS = frozenset({"area", "level", "goal", "kind", "critical"})
_PLACE = re.compile(r"^(?:\$\w+\$/)?(?:top/)?")


@dataclass(frozen=True)
class Picture:
    """A picture that was judged, and what it shows in words."""

    name: str
    content: bytes
    alt: str


@dataclass
class Item:
    """One question as plain values. `parts` are as our kinds read them, without ids; `where` is where it stood, for notes."""

    kind: str
    stem: str
    parts: list[Part]
    name: str = ""
    category: str = ""
    where: str = ""
    tags: Mapping[str, list[str]] = field(default_factory=dict)  # area, level, goal, kind, critical
    picture: Picture | None = None


@dataclass
class Notes:
    """What could not be carried, in order, each with its place."""

    lines: list[str] = field(default_factory=list)
    _told: set[str] = field(default_factory=set)

    def once(self, where: str, what: str) -> None:
        """The same words about many questions are said at the first of them."""
        if what not in self._told:
            self._told.add(what)
            self.add(where, _("%(what)s (said once, wherever it stands)") % {"what": what})

    def add(self, where: str, what: str) -> None:
        line = f"{where}: {what}"
        if line not in self.lines:
            self.lines.append(line)


def option(text: str, why: str, *, right: bool) -> Part:
    return {"text": text, "is_right": right, "explanation": why}


def category_of(path: str) -> str:
    """A category without Moodle's words for whose it is: `$course$/top/Safety` is `Safety`."""
    return _PLACE.sub("", path.strip())


def sorted_tags(tags: Iterable[str], note: Callable[[str], None]) -> dict[str, list[str]]:
    """Tags that mean something here, like `area:law`, by what they tell. Others are noted."""
    found: dict[str, list[str]] = {}
    for tag in tags:
        kind, colon, value = tag.partition(":")
        if colon and kind.strip().lower() in OUR_TAGS:
            found.setdefault(kind.strip().lower(), []).append(value.strip())
        elif tag.strip():
            note(_("a tag has no place here: %(tag)s") % {"tag": tag.strip()[:60]})
    return found


def chosen(answers: list[tuple[float, str, str]], item: Item, note: Callable[[str], None], *, one_is_enough: bool = True) -> Item:
    """Options with their worth in per cent become one right answer, or several. Part of the points is noted, not kept, and so is a question
    where any one of several right answers was enough."""
    best = max((worth for worth, _text, _why in answers), default=0.0)
    full = [worth for worth, _t, _w in answers if worth >= 100]
    some = [worth for worth, _t, _w in answers if worth > 0]
    several = len(full) > 1 or (not full and len(some) > 1)
    if best <= 0:
        note(_("no answer is marked as right: mark one before it is published"))
    if not several and len(some) > 1:
        note(_("some answers give part of the points there; here an answer is right or not"))
    if len(full) > 1 and one_is_enough:
        note(_("any one of the right answers was enough there; here all of them have to be ticked"))
    lowest = 0.0 if several else max(best - 0.001, 0.0)
    item.kind = "multiple" if several else "single"
    item.parts = [option(text, why, right=worth > lowest) for worth, text, why in answers]
    return item


def as_several(item: Item, answers: list[tuple[float, str, str]]) -> Item:
    """A question where several may be ticked stays one when only one of them is right."""
    if item.kind == "single":
        item.kind = "multiple"
        item.parts = [{**one, "is_right": worth > 0} for one, (worth, _t, _w) in zip(item.parts, answers, strict=True)]
    return item


def accepts(text: str, worth: float, note: Callable[[str], None]) -> bool:
    """Whether a written answer counts here. What differs from there is noted."""
    if worth <= 0:
        note(_("a wrong answer with its own words has no place here: %(answer)s") % {"answer": text[:60]})
        return False
    if worth < 100:
        note(_("answers that give part of the points count as right here"))
    if "*" in text:
        note(_("a star stands for anything there, and for itself here: %(answer)s") % {"answer": text[:60]})
    return True


def shares(parts: list[Part]) -> list[float]:
    """What each option of a question with several right answers is worth, in per cent: the right ones share 100, wrong ones take away."""
    right = sum(bool(one["is_right"]) for one in parts)
    wrong = len(parts) - right
    return [100 / right if one["is_right"] else (-100 / wrong if wrong else 0.0) for one in parts]


def as_options(kind: str, parts: list[Part], words: Mapping[str, str]) -> list[Part] | None:
    """Kinds whose options are always the same, and lines of a chat, as plain options; None for what is no choice among options."""
    if kind in ("single", "multiple", "next_message"):
        return parts
    if kind == "spot_line":
        return [{**one, "text": f"{'*' if one['who'] == 'host' else '-'} {one['text']}"} for one in parts]
    if kind == "case" and parts:
        one = parts[0]
        return [option(words[name], one.get(f"why_{name}") or "", right=one["answer"] == name) for name in CASE]
    return None


def as_kind(item: Item, note: Callable[[str], None]) -> Item:
    """A choice whose tag says that it was a kind of ours becomes that kind again."""
    wanted = next(iter(item.tags.get("kind", [])), "")
    if item.kind == "single" and wanted in ("next_message", "multiple"):
        item.kind = wanted
    elif item.kind == "single" and wanted == "spot_line" and all(one["text"][:2] in ("* ", "- ") for one in item.parts):
        item.kind = wanted
        item.parts = [{**one, "who": "host" if one["text"][0] == "*" else "they", "text": one["text"][2:]} for one in item.parts]
    elif item.kind == "single" and wanted == "case" and len(item.parts) == len(CASE):
        answer = next((name for name, one in zip(CASE, item.parts, strict=True) if one["is_right"]), "")
        whys = {f"why_{name}": one["explanation"] for name, one in zip(CASE, item.parts, strict=True)}
        item.kind, item.parts = wanted, [{"answer": answer, **whys}]
    elif wanted and wanted != item.kind:
        note(_("it was of the kind %(kind)s, which does not come back from here") % {"kind": wanted})
    return item
