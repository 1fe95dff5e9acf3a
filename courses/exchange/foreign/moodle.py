"""Moodle XML, as Moodle 3 and 4 write it and read it.

Source: Moodle documentation, "Moodle XML format", and `question/format/xml/format.php`. Read with defusedxml, question by question, so that
a file may be large; entities and document types are refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, BinaryIO
from xml.etree import ElementTree as writing

from defusedxml import ElementTree as reading
from defusedxml.common import DefusedXmlException
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.exchange.foreign.beside import note_what_stands_beside
from courses.exchange.foreign.embedded import Embedded, embed
from courses.exchange.foreign.html_words import take_none, words_of
from courses.exchange.foreign.items import (
    Item,
    Notes,
    Part,
    accepts,
    as_kind,
    as_options,
    as_several,
    category_of,
    chosen,
    shares,
    sorted_tags,
)

type Note = Callable[[str], None]

_UNWRITABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
LEFT_OUT = {
    "description": gettext_lazy("a description asks nothing"), "essay": gettext_lazy("an essay, which nobody can mark by itself"),
    "cloze": gettext_lazy("gaps in a text"), "multianswer": gettext_lazy("gaps in a text"), "calculated": gettext_lazy("a calculated question"),
    "calculatedmulti": gettext_lazy("a calculated question"), "calculatedsimple": gettext_lazy("a calculated question"),
    "ddwtos": gettext_lazy("words to drag into a text"), "gapselect": gettext_lazy("words to choose in a text"), "ddimageortext": gettext_lazy("things to drag onto a picture"),
    "ddmarker": gettext_lazy("marks to drag onto a picture"), "random": gettext_lazy("a random question"), "randomsamatch": gettext_lazy("random pairs"),
}  # fmt: skip


class Unreadable(ValueError):
    """The file is no Moodle XML, or holds what XML from elsewhere may not hold; why, and at which line (0: nobody knows)."""

    def __init__(self, reason: str, line: int = 0) -> None:
        super().__init__(reason)
        self.line = line


def read(file: BinaryIO, notes: Notes) -> Iterator[Item]:
    """Every question that can be kept; what cannot is in the notes. Raises Unreadable, perhaps after the first questions."""
    category, number = "", 0
    try:
        for _event, element in reading.iterparse(file, events=("end",), forbid_dtd=True):
            if element.tag != "question":
                continue
            if element.get("type") == "category":
                category = category_of(_text(element.find("category")))
            else:
                number += 1
                item = _question(element, number, notes)
                if item:
                    item.category = category
                    yield as_kind(item, partial(notes.add, item.where))
            element.clear()
    except reading.ParseError as wrong:
        raise Unreadable(_("this is not XML"), wrong.position[0]) from wrong
    except (DefusedXmlException, ValueError, LookupError) as wrong:
        raise Unreadable(_("it holds what XML from elsewhere may not hold")) from wrong


def _text(element: Any) -> str:
    found = element.find("text") if element is not None else None
    return (found.text or "").strip() if found is not None else ""


def _words(element: Any, note: Note, otherwise: str = "html", files: Embedded | None = None) -> str:
    """The words of a text in the format it says. Only what is asked can have a picture (`files`); other files are noted."""
    if element is None:
        return ""
    text = words_of(_text(element), element.get("format") or otherwise, note, files.take if files else take_none)
    (files or Embedded(element, note)).note_the_rest()
    return text


def _question(element: Any, number: int, notes: Notes) -> Item | None:
    kind, name = element.get("type") or "", _text(element.find("name"))
    where = _("question %(n)s") % {"n": number} + (f" ({name})" if name else "")

    def note(what: str) -> None:
        notes.add(where, what)

    read_one = READERS.get(kind)
    if read_one is None:
        what = LEFT_OUT.get(kind) or _("the kind “%(kind)s” is not known here") % {"kind": kind[:40]}
        note(_("%(what)s: left out") % {"what": what})
        return None
    if said := _words(element.find("generalfeedback"), note):
        note(_("what is said about the whole question has no place here: %(said)s") % {"said": said[:80]})
    note_what_stands_beside(element, where, notes)
    tags = sorted_tags((_text(tag) for tag in element.findall("tags/tag")), note)
    if (element.findtext("shuffleanswers") or "true").strip() in ("false", "0") and not tags.get("kind"):
        note(_("the answers stand in a fixed order there, and are mixed here"))
    asked = element.find("questiontext")
    files = Embedded(asked, note) if asked is not None else None
    stem = _words(asked, note, files=files)
    item = Item("", stem, [], name, where=where, tags=tags, picture=files.picture if files else None)
    return read_one(element, item, note)


def _worth(answer: Any) -> float:
    try:
        return float(str(answer.get("fraction") or "0").replace(",", "."))
    except ValueError:
        return 0.0


def _choice(element: Any, item: Item, note: Note) -> Item:
    found = [(_worth(one), _words(one, note), _words(one.find("feedback"), note)) for one in element.findall("answer")]
    several = element.get("type") == "multichoiceset" or (element.findtext("single") or "true").strip() in ("false", "0")
    item = chosen(found, item, note, one_is_enough=not several)
    return as_several(item, found) if several else item


def _truth(element: Any, item: Item, note: Note) -> Item:
    part: Part = {"answer": "", "why_true": "", "why_false": ""}
    for one in element.findall("answer"):
        name = "true" if _text(one).lower() == "true" else "false"
        part[f"why_{name}"] = _words(one.find("feedback"), note)
        if _worth(one) > 0:
            part["answer"] = name
    item.kind, item.parts = "true_false", [part]
    return item


def _short(element: Any, item: Item, note: Note) -> Item | None:
    item.kind = "short_text"
    for one in element.findall("answer"):
        text = _words(one, note, "plain_text")
        if not accepts(text, _worth(one), note):
            continue
        tolerance = one.findtext("tolerance")
        part: Part = {"text": text, "tolerance": None, "explanation": _words(one.find("feedback"), note)}
        if tolerance is not None:
            part["tolerance"] = _number(tolerance)
        item.parts.append(part)
    if (element.findtext("usecase") or "0").strip() == "1":
        note(_("capital letters matter there, and do not matter here"))
    if not item.parts:
        note(_("no answer counts as right: left out"))
        return None
    return item


def _number(text: str) -> float:
    try:
        return abs(float(text.replace(",", ".")))
    except ValueError:
        return 0.0


def _pairs(element: Any, item: Item, note: Note) -> Item:
    item.kind = "match"
    for one in element.findall("subquestion"):
        item.parts.append({"left": _words(one, note), "right": _words(one.find("answer"), note, "plain_text"), "explanation": ""})
    return item


def _steps(element: Any, item: Item, note: Note) -> Item:
    """Moodle's `ordering`: the answers stand in their order, and say it again as their fraction."""
    item.kind = "order"
    answers = sorted(element.findall("answer"), key=_worth)
    item.parts = [{"text": _words(one, note), "explanation": _words(one.find("feedback"), note)} for one in answers]
    return item


READERS: dict[str, Callable[[Any, Item, Note], Item | None]] = {
    "multichoice": _choice, "truefalse": _truth, "shortanswer": _short, "numerical": _short, "matching": _pairs, "match": _pairs,
    "ddmatch": _pairs, "multichoiceset": _choice, "ordering": _steps,
}  # fmt: skip


# out


def write(items: Iterable[Item], words: dict[str, str], notes: Notes) -> bytes:
    """The bytes of a file. `words` are the names of the three answers of a case."""
    quiz, category = writing.Element("quiz"), None
    for item in items:
        question = _written(item, words, notes)
        if question is None:
            notes.add(item.name, _("%(format)s cannot carry the kind %(kind)s: left out") % {"format": "Moodle XML", "kind": item.kind})
            continue
        if item.category != category:
            category = item.category
            _say(writing.SubElement(writing.SubElement(quiz, "question", type="category"), "category"), f"$course$/top/{category}")
        quiz.append(question)
    writing.indent(quiz)
    return bytes(writing.tostring(quiz, encoding="utf-8", xml_declaration=True)) + b"\n"


def _say(element: Any, text: str) -> Any:
    writing.SubElement(element, "text").text = _UNWRITABLE.sub("", text)
    return element


def _plain(parent: Any, tag: str, text: str, **attributes: str) -> Any:
    return _say(writing.SubElement(parent, tag, {**attributes, "format": "plain_text"}), text)


def _answer(question: Any, worth: float, text: str, why: str) -> Any:
    answer = _plain(question, "answer", text, fraction=f"{worth:.7g}")
    _plain(answer, "feedback", why)
    return answer


def _written(item: Item, words: dict[str, str], notes: Notes) -> Any:
    kinds = {"true_false": "truefalse", "match": "matching", "order": "ordering", "short_text": "shortanswer"}
    options = as_options(item.kind, item.parts, words)
    if options is None and item.kind not in kinds:
        return None
    numbers = item.kind == "short_text" and all(one["tolerance"] is not None for one in item.parts)
    question = writing.Element("question", type="numerical" if numbers else kinds.get(item.kind, "multichoice"))
    _say(writing.SubElement(question, "name"), item.name)
    if item.picture:
        embed(writing.SubElement(question, "questiontext", format="html"), _UNWRITABLE.sub("", item.stem), item.picture)
    else:
        _plain(question, "questiontext", item.stem)
    if options is not None:
        _write_options(question, item, options)
    elif item.kind == "true_false":
        one = item.parts[0]
        for name in ("true", "false"):
            _answer(question, 100 if one["answer"] == name else 0, name, one[f"why_{name}"])
    elif item.kind == "match":
        _write_pairs(question, item, notes)
    else:
        for place, one in enumerate(item.parts, 1):
            answer = _answer(question, place if item.kind == "order" else 100, one["text"], one["explanation"])
            if numbers:
                writing.SubElement(answer, "tolerance").text = f"{one['tolerance']:g}"
    tags = [f"{kind}:{value}" for kind, values in item.tags.items() for value in values]
    if tags:
        kept = writing.SubElement(question, "tags")
        for tag in tags:
            _say(writing.SubElement(kept, "tag"), tag)
    return question


def _write_options(question: Any, item: Item, options: list[Part]) -> None:
    several = item.kind == "multiple"
    writing.SubElement(question, "single").text = "false" if several else "true"
    writing.SubElement(question, "shuffleanswers").text = "false" if item.kind in ("spot_line", "case") else "true"
    worth = shares(options) if several else [100.0 if one["is_right"] else 0.0 for one in options]
    for share, one in zip(worth, options, strict=True):
        _answer(question, share, one["text"], one["explanation"])


def _write_pairs(question: Any, item: Item, notes: Notes) -> None:
    if any(one["explanation"] for one in item.parts):
        notes.add(item.name, _("%(format)s has no place for why a pair belongs together") % {"format": "Moodle XML"})
    for one in item.parts:
        pair = _plain(question, "subquestion", one["left"])
        _say(writing.SubElement(pair, "answer"), one["right"])
