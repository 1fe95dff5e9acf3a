"""A lesson as lines: the other way round from `lesson_text`, whose words on the format hold here."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

from courses.exchange import formatted_text, media_text
from courses.exchange.keys import block_name
from courses.exchange.outgoing.yaml_lines import yaml_lines

type MediaName = Callable[[str, int | None], str]

_COLONS = re.compile(r"^(\\*:::)", re.MULTILINE)
_MARK = re.compile(r"^(\\*- \[)", re.MULTILINE)
_FIRST = re.compile(r"^# ", re.MULTILINE)


class LessonLines:
    """Writes the blocks of lessons. `media_name` finds a file's path in the package, `page_key` the key of a page that is linked to."""

    def __init__(self, media_name: MediaName, page_key: Callable[[int], str]) -> None:
        self.media_name, self.page_key = media_name, page_key

    def lesson(self, facts: dict[str, Any], key: UUID, blocks: list[dict[str, Any]]) -> str:
        """The whole file: facts, then every block in order. `blocks` are as Wagtail keeps them."""
        written: list[str] = []
        before = ""
        for block in blocks:
            kind = block["type"]
            lines = self._block(kind, block["value"], key, block.get("id") or "", before)
            if lines:
                written.append(lines)
                before = kind
        return f"---\n{yaml_lines(facts)}---\n" + "\n\n".join(written) + "\n"

    def _block(self, kind: str, value: Any, key: UUID, block_id: str, before: str) -> str:
        if kind == "markdown":
            text = _plain(_FIRST.sub("## ", value or ""))
            return _fenced("markdown", {}, text) if text and before == "markdown" else text
        if kind == "text":
            return _fenced("text", {}, formatted_text.lines(str(value or ""), self.page_key))
        write = getattr(self, f"_{kind}", None)
        if write:
            return str(write(value, lambda letter: block_name(key, letter, block_id)))
        return self._with_files(kind, value)

    def _callout(self, value: Any, _name: Any) -> str:
        return _fenced("callout", {"kind": value["kind"], "title": value["title"]}, _plain(value["text"]))

    def _content_note(self, value: Any, _name: Any) -> str:
        return _fenced("note", {"title": value["title"]}, _plain(value["text"]))

    def _reflection(self, value: Any, name: Any) -> str:
        return _fenced("reflection", {"key": name("r")}, _plain(value["question"]))

    def _dialogue(self, value: Any, _name: Any) -> str:
        return _fenced("dialogue", {"key": value["dialogue"]}, "")

    def _chat(self, value: Any, _name: Any) -> str:
        said = []
        for line in _items(value["lines"]):
            said.append(f"{'* ' if line['host'] else ''}{line['who'].strip()}: {_going_on(line['text'])}")
            if line.get("aside"):
                said.append(f"> {line['aside'].strip()}")
        return _fenced("chat", {"title": value.get("title") or ""}, _plain("\n".join(said)))

    def _check(self, value: Any, name: Any) -> str:
        answers = [
            f"- [{'x' if one['right'] else ' '}] {_barred(one['text'])} | {_going_on(one['why'])}" for one in _items(value["options"])
        ]
        question = _MARK.sub(r"\\\1", _plain(value["question"]))
        return _fenced("check", {"key": name("c")}, "\n".join([question, *map(_plain, answers)]))

    def _flip(self, value: Any, _name: Any) -> str:
        cards = [_plain(f"- {_barred(card['front'])} | {_going_on(card['back'])}") for card in _items(value["cards"])]
        return _fenced("flip", {"title": value.get("title") or ""}, "\n".join(cards))

    def _with_files(self, kind: str, value: Any) -> str:
        if kind == "image":
            picture = value.get("image") or {}
            picture = picture if isinstance(picture, dict) else {"image": picture}
            alt = "" if picture.get("decorative") else picture.get("alt_text") or ""
            attributes = {"file": self.media_name("image", picture.get("image")), "alt": alt}
            return _fenced(kind, attributes, _plain(value.get("caption") or ""), keep=("alt",))
        attributes = {name: self.media_name(field, value.get(field)) for name, field in media_text.FILE_FIELDS[kind].items()}
        words = value.get("text") if kind == "download" else value.get("transcript")
        return _fenced(kind, {**attributes, "title": value.get("title") or ""}, _plain(words or ""))


def _items(listed: Any) -> list[dict[str, Any]]:
    """The values of a list block, whether they stand in items with ids or not."""
    return [one["value"] if set(one) >= {"type", "value"} else one for one in listed or ()]


def _plain(text: str) -> str:
    """Words between fences: colons that would end them are marked."""
    return _COLONS.sub(r"\\\1", text.replace("\r\n", "\n").strip())


def _barred(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _going_on(text: str) -> str:
    """A text of several lines where one is expected: the others begin with an upright line."""
    first, *others = text.replace("\r\n", "\n").strip().split("\n")
    return "\n".join([first.strip(), *(f"| {line.strip()}".rstrip() for line in others)])


def _fenced(kind: str, attributes: dict[str, str], text: str, *, keep: tuple[str, ...] = ()) -> str:
    said = [f"{name}={_quoted(name, value.strip())}" for name, value in attributes.items() if value.strip() or name in keep]
    return "\n".join([" ".join(["::: " + kind, *said]), *([text] if text else []), ":::"])


def _quoted(name: str, value: str) -> str:
    if name not in ("title", "alt"):
        return value
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
