"""What Moodle keeps beside a question and has no place here: each is noted, so that nothing goes without a word."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from courses.exchange.foreign.items import Notes

_TAGS = re.compile(r"^\s*//\s*(?:\[(?:[^\]\\]|\\.)*\]\s*)+$")
_TAG = re.compile(r"\[((?:[^\]\\]|\\.)*)\]")
WHOLE = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")


def note_what_stands_beside(element: Any, where: str, notes: Notes) -> None:
    """Hints, words about the whole answer, points, numbers, units, and that a question is hidden."""
    if any(_said(hint) for hint in element.findall("hint")):
        notes.add(where, _("a hint has no place here"))
    for name in WHOLE:
        if said := _said(element.find(name)):
            notes.once(where, _("what is said about a right or wrong answer as a whole has no place here: %(said)s") % {"said": said[:80]})
    if (points := _number(element.findtext("defaultgrade"))) is not None and points != 1:
        notes.add(where, _("it gives %(points)s points there; here every question counts the same") % {"points": f"{points:g}"})
    if (element.findtext("hidden") or "0").strip() == "1":
        notes.add(where, _("it is hidden there; here it is a draft like the others"))
    if number := (element.findtext("idnumber") or "").strip():
        notes.add(where, _("its number there has no place here: %(number)s") % {"number": number[:60]})
    for unit in element.findall("units/unit"):
        notes.add(where, _("a unit has no place here: %(unit)s") % {"unit": (unit.findtext("unit_name") or "").strip()[:60]})


def _said(element: Any) -> str:
    return " ".join((element.findtext("text") or "").split()) if element is not None else ""


def _number(text: str | None) -> float | None:
    try:
        return float((text or "").replace(",", "."))
    except ValueError:
        return None


def tags_of_comment(comment: str) -> Iterable[str]:
    """The tags in a comment of GIFT. Ours stand together, `[area:law level:apply]`; Moodle's have brackets of their own, `[id:Q1] [tag:area:law] [tag:chapter 2]`."""
    for inside in _TAG.findall(comment) if _TAGS.match(comment) else ():
        words = re.sub(r"\\(.)", r"\1", inside)
        if words.startswith(("tag:", "id:")):
            yield words.removeprefix("tag:")
        else:
            yield from words.split()
