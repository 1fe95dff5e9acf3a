"""GIFT: Moodle's format for questions in plain text.

Source: Moodle documentation, "GIFT format", and `question/format/gift/format.php`. A question is a paragraph; answers stand in braces:
`=` right, `~` wrong, `~%50%` worth fifty per cent, `#` what is said about an answer, `->` a pair, `#5:0.2` a number give or take.
`\\` before ~ = # { } : makes them ordinary; `\\n` is a line break.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import partial

from django.utils.translation import gettext as _

from courses.exchange.foreign.beside import tags_of_comment
from courses.exchange.foreign.html_words import words_of
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

_SPECIAL = re.compile(r"([\\~=#{}:])")
_FORMAT = re.compile(r"^\s*\[(html|moodle|plain|markdown)\]")
_NAME = re.compile(r"^\s*::((?:[^:\\]|\\.|:(?!:))*)::", re.DOTALL)
_WEIGHT = re.compile(r"^\s*%(-?\d+(?:[.,]\d+)?)%")
_NUMBER = re.compile(r"^-?\d+(?:[.,]\d+)?$")
STYLES = {"plain": "plain_text"}


def escaped(text: str) -> str:
    """Words with everything marked that would mean something, on one line."""
    return _SPECIAL.sub(r"\\\1", text.replace("\r\n", "\n").strip()).replace("\n", "\\n")


def plain(text: str) -> str:
    """The other way round."""
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], text, flags=re.DOTALL).strip()


# in


def read(text: str, notes: Notes) -> list[Item]:
    """Every question that can be kept. What cannot is in the notes with the line where it begins."""
    items, category = [], ""
    for line, tags, paragraph in _blocks(text.removeprefix("\ufeff")):
        block = paragraph
        if found := re.match(r"\s*\$CATEGORY:\s*(.*)", block):
            category = category_of(plain(found[1].split("\n")[0]))
            block = block[found.end() :].lstrip("\n")
            if not block.strip():
                continue
        item = _question(block, _("line %(n)s") % {"n": line}, notes)
        if item:
            item.category, item.tags = category, sorted_tags(tags, partial(notes.add, item.where))
            items.append(as_kind(item, partial(notes.add, item.where)))
    return items


def _blocks(text: str) -> Iterable[tuple[int, list[str], str]]:
    """Paragraphs with the line they begin on; comments are left out, but for tags that we or Moodle wrote there."""
    kept: list[str] = []
    tags: list[str] = []
    start = 0
    for number, line in enumerate([*text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), ""], 1):
        if line.lstrip().startswith("//"):
            tags += tags_of_comment(line)
        elif line.strip():
            start = start or number
            kept.append(line)
        elif kept:
            yield start, tags, "\n".join(kept)
            kept, tags, start = [], [], 0


def _question(block: str, where: str, notes: Notes) -> Item | None:
    name = _NAME.match(block)
    body = block[name.end() :] if name else block
    title = plain(name[1]) if name else ""
    where = f"{where} ({title})" if title else where

    def note(what: str) -> None:
        notes.add(where, what)

    first, last = _brace(body, "{"), _brace(body, "}")
    if first < 0:
        note(_("a description without answers: left out"))
        return None
    if last < first:
        note(_("the brace is never closed: left out"))
        return None
    style = _FORMAT.match(body)
    fmt = style[1] if style else "moodle"
    before, after = body[style.end() if style else 0 : first], body[last + 1 :].strip()
    stem = f"{before.rstrip()} _____ {after}" if after else before

    def words(text: str) -> str:
        own = _FORMAT.match(text)
        return words_of(plain(text[own.end() :] if own else text), _style(own[1] if own else fmt), note)

    item = Item("", words_of(plain(stem), _style(fmt), note), [], title, where=where)
    return _answers(body[first + 1 : last], item, words, note)


def _style(name: str) -> str:
    return STYLES.get(name, name)


def _brace(text: str, brace: str) -> int:
    found = [one.start() for one in re.finditer(rf"\\.|{re.escape(brace)}", text, re.DOTALL) if one[0] == brace]
    return (found[0] if brace == "{" else found[-1]) if found else -1


def _split(text: str, mark: str) -> list[str]:
    """Cut at a mark that is not escaped."""
    parts, last = [], 0
    for one in re.finditer(rf"\\.|{mark}", text, re.DOTALL):
        if not one[0].startswith("\\"):
            parts.append(text[last : one.start()])
            last = one.end()
    return [*parts, text[last:]]


def _answers(text: str, item: Item, words: Callable[[str], str], note: Callable[[str], None]) -> Item | None:
    text, *general = _split(text, "####")
    if general and (said := words(general[0])):
        note(_("what is said about the whole question has no place here: %(said)s") % {"said": said[:80]})
    if not text.strip():
        note(_("an essay, which nobody can mark by itself: left out"))
        return None
    truth = re.match(r"^\s*(T|TRUE|F|FALSE)\s*(?=#|$)", text, re.IGNORECASE)
    if truth:
        wrong, right = ([words(one) for one in _split(text[truth.end() :].strip(), "#")[1:]] + ["", ""])[:2]
        is_so = truth[1][0].upper() == "T"
        whys = {"why_true": right if is_so else wrong, "why_false": wrong if is_so else right}
        item.kind, item.parts = "true_false", [{"answer": "true" if is_so else "false", **whys}]
        return item
    if text.lstrip().startswith("#"):
        return _numbers(text.lstrip()[1:], item, words, note)
    answers = re.findall(r"[=~](?:[^=~\\]|\\.)*", re.sub(r"(?<!\\)~=", "=", text), re.DOTALL)
    if not answers:
        note(_("no answers that can be read: left out"))
        return None
    if all(one[0] == "=" and len(_split(one, "->")) > 1 for one in answers):
        return _pairs(answers, item, words)
    return _options(answers, item, words, note)


def _options(answers: list[str], item: Item, words: Callable[[str], str], note: Callable[[str], None]) -> Item | None:
    found: list[tuple[float, str, str]] = []
    for one in answers:
        said, *why = _split(one[1:], "#")
        weight = _WEIGHT.match(said)
        worth = float(weight[1].replace(",", ".")) if weight else (100.0 if one[0] == "=" else 0.0)
        found.append((worth, words(said[weight.end() :] if weight else said), words(why[0]) if why else ""))
    if all(one[0] == "=" for one in answers):
        return _short(found, item, note)
    if not any(one[0] == "=" for one in answers):  # Moodle: without an equals sign several may be ticked
        return as_several(chosen(found, item, note, one_is_enough=False), found)
    return chosen(found, item, note)


def _short(found: list[tuple[float, str, str]], item: Item, note: Callable[[str], None]) -> Item | None:
    item.kind = "short_text"
    for worth, text, why in found:
        if accepts(text, worth, note):
            item.parts.append({"text": text, "tolerance": None, "explanation": why})
    if not item.parts:
        note(_("no answer counts as right: left out"))
        return None
    return item


def _pairs(answers: list[str], item: Item, words: Callable[[str], str]) -> Item:
    item.kind = "match"
    for one in answers:
        left, right = _split(one[1:], "->")[:2]
        item.parts.append({"left": words(left), "right": words(right), "explanation": ""})
    return item


def _numbers(text: str, item: Item, words: Callable[[str], str], note: Callable[[str], None]) -> Item | None:
    answers = re.findall(r"[=~](?:[^=~\\]|\\.)*", text, re.DOTALL) or [f"={text}"]
    for one in answers:
        said, *why = _split(one[1:], "#")
        weight = _WEIGHT.match(said)
        said = (said[weight.end() :] if weight else said).strip()
        if one[0] == "~" or (weight and float(weight[1].replace(",", ".")) <= 0):
            note(_("wrong numbers with their own words have no place here"))
            continue
        if weight and float(weight[1].replace(",", ".")) < 100:
            note(_("answers that give part of the points count as right here"))
        part = _number(said, words(why[0]) if why else "")
        if part is None:
            note(_("a number that cannot be read: left out"))
            return None
        item.parts.append(part)
    item.kind = "short_text"
    return item if item.parts else None


def _number(said: str, why: str) -> Part | None:
    """`5`, `5:0.2` or `4..6`."""
    low, dots, high = said.partition("..")
    if dots and _NUMBER.match(low.strip()) and _NUMBER.match(high.strip()):
        a, b = float(low.replace(",", ".")), float(high.replace(",", "."))
        return {"text": f"{(a + b) / 2:g}", "tolerance": round(abs(b - a) / 2, 9), "explanation": why}
    middle, _colon, off = said.partition(":")
    if not _NUMBER.match(middle.strip()) or (off.strip() and not _NUMBER.match(off.strip())):
        return None
    tolerance = float(off.replace(",", ".")) if off.strip() else 0.0
    return {"text": middle.strip().replace(",", "."), "tolerance": tolerance, "explanation": why}


# out


def write(items: Iterable[Item], words: dict[str, str], notes: Notes) -> str:
    """The text of a file. `words` are the names of the three answers of a case."""
    lines: list[str] = []
    category = None
    for item in items:
        answers = _written(item, words, notes)
        if item.picture and answers is not None:
            notes.add(item.name, _("GIFT cannot carry pictures: it goes without"))
        if answers is None:
            notes.add(item.name, _("%(format)s cannot carry the kind %(kind)s: left out") % {"format": "GIFT", "kind": item.kind})
            continue
        if item.category != category:
            category = item.category
            lines += [f"$CATEGORY: {escaped(category).replace(chr(92) + 'n', ' ')}", ""]
        tags = " ".join(f"{kind}:{value}" for kind, values in item.tags.items() for value in values)
        lines += [*([f"// [{tags}]"] if tags else []), f"::{escaped(item.name)}::[plain]{escaped(item.stem)} {{{answers}}}", ""]
    return "\n".join(lines)


def _written(item: Item, words: dict[str, str], notes: Notes) -> str | None:
    if item.kind == "true_false":
        one = item.parts[0]
        is_so = one["answer"] == "true"
        wrong, right = (one["why_false"], one["why_true"]) if is_so else (one["why_true"], one["why_false"])
        return f"{'TRUE' if is_so else 'FALSE'}#{_safe(wrong)}#{_safe(right)}"
    if item.kind == "match":
        return _written_pairs(item, notes)
    if item.kind == "short_text":
        if all(one["tolerance"] is not None and _NUMBER.match(one["text"]) for one in item.parts):
            return "#" + " ".join(f"={one['text']}:{one['tolerance']:g}{_why(one)}" for one in item.parts)
        return " ".join(f"={_weighed(_arrowless(one['text'], item, notes), 100)}{_why(one)}" for one in item.parts)
    options = as_options(item.kind, item.parts, words)
    if options is not None and item.kind == "multiple":
        return " ".join(f"~%{worth:.5g}%{_safe(one['text'])}{_why(one)}" for worth, one in zip(shares(options), options, strict=True))
    return None if options is None else " ".join(map(_one_option, options))


def _one_option(one: Part) -> str:
    sign, worth = ("=", 100) if one["is_right"] else ("~", 0)
    return f"{sign}{_weighed(one['text'], worth)}{_why(one)}"


def _written_pairs(item: Item, notes: Notes) -> str:
    if any(one["explanation"] for one in item.parts):
        notes.add(item.name, _("%(format)s has no place for why a pair belongs together") % {"format": "GIFT"})
    sides = [[_safe(_arrowless(one[side], item, notes)) for side in ("left", "right")] for one in item.parts]
    return " ".join(f"={left} -> {right}" for left, right in sides)


def _arrowless(text: str, item: Item, notes: Notes) -> str:
    if "->" in text:
        notes.add(item.name, _("an arrow -> means a pair in GIFT: it was written as →"))
    return text.replace("->", "→")


def _safe(text: str) -> str:
    """Escaped, and with its format said where it begins like one."""
    said = escaped(text)
    return f"[plain]{said}" if _FORMAT.match(said) else said


def _weighed(text: str, worth: int) -> str:
    """With its weight said where it begins like one: per cent cannot be escaped."""
    return f"%{worth}%{_safe(text)}" if text.lstrip().startswith("%") else _safe(text)


def _why(one: Part) -> str:
    return f"#{_safe(one['explanation'])}" if one.get("explanation") else ""
