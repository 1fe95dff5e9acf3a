"""The lesson format: front matter, Markdown, and blocks between `:::` lines that never nest.

    ::: chat title="How it can sound"
    Mira: hi
    * Rype: Hi Mira!
    > what to look at, under the message before
    :::

Kinds: chat, callout (kind, title), note (title), reflection (key), check (key), dialogue (key: its short name, nothing
inside), markdown (where two texts stand side by side) and text (formatted text, as clean HTML); those with files stand in media_text.py.

`\\:::` at the start of a line is three colons; `\\"` a quotation mark in a title; `\\|` an upright line in an answer, `\\- [` a line of
the question that only looks like one. A line with `| ` before it goes on with the message, the answer's reason or the card above it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.exchange import formatted_text, media_text
from courses.exchange.fields import KEY, Fields
from courses.exchange.report import Report
from courses.exchange.yaml_text import read_yaml

FRONT = ("key", "slug", "title", "summary", "minutes", "goals", "open_to_all", "safety")
ATTRIBUTES = {
    "chat": {"title"}, "callout": {"kind", "title"}, "note": {"title"}, "reflection": {"key"}, "check": {"key"}, "dialogue": {"key"},
    "markdown": set(), "text": set(), **media_text.ATTRIBUTES,
}  # fmt: skip
NO_FACTS = {
    "lesson": gettext_lazy("the file must begin with --- and the facts of the lesson, and another --- after them"),
    "page": gettext_lazy("the file must begin with --- and the facts of the page, and another --- after them"),
}
NO_TEXT = {"lesson": gettext_lazy("the lesson has no text"), "page": gettext_lazy("the page has no text")}
_FENCE = re.compile(r"^:::\s*(?P<kind>[a-z-]+)?\s*(?P<rest>.*?)\s*$")
_ATTRIBUTE = re.compile(r'([a-z]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s"]+))')
_LINE = re.compile(r"^(?P<host>\*\s+)?(?P<who>[^:]{1,30}):\s*(?P<text>\S.*)$")
_OPTION = re.compile(r"^-\s+\[(?P<mark>[ xX])\]\s+(?P<text>.+?)\s+\|\s+(?P<why>.+)$")
_ESCAPED = re.compile(r'\\(["\\])')
_COLONS = re.compile(r"^\\(\\*:::)")
_MARK = re.compile(r"^\\(\\*- \[)", re.MULTILINE)


@dataclass
class Block:
    """One block as Wagtail keeps it: its kind there, its value, the key it was given (or none), and files by the field they go into."""

    kind: str
    value: Any
    line: int
    key: str = ""
    files: dict[str, str] = field(default_factory=dict)


@dataclass
class LessonText:
    """One lesson in one language."""

    file: str
    key: str
    title: str
    summary: str
    minutes: int
    goals: list[str]
    open_to_all: bool
    safety: bool = False  # a professional approves it before people may publish it
    slug: str = ""  # where the name of the folder cannot say it
    blocks: list[Block] = field(default_factory=list)

    @property
    def shape(self) -> list[tuple[str, str]]:
        """What must be the same in every language: which blocks, in which order, with which keys."""
        return [(block.kind, block.key) for block in self.blocks]


def parse_lesson(text: str, file: str, report: Report) -> LessonText:
    """Read a lesson. Everything that is wrong goes into the report; the result is then good for nothing but further checks."""
    front, blocks = front_and_blocks(text, file, report, allowed=FRONT, what="lesson")
    lesson = LessonText(
        file=file, key=front.key(), title=front.text("title", most=255), summary=front.text("summary"),
        minutes=front.number("minutes", 1, 60), goals=front.words("goals"), open_to_all=front.flag("open_to_all"),
        safety=front.flag("safety"), slug=front.text("slug", most=255, required=False),
    )  # fmt: skip
    lesson.blocks = blocks
    return lesson


def front_and_blocks(text: str, file: str, report: Report, *, allowed: tuple[str, ...], what: str) -> tuple[Fields, list[Block]]:
    """The facts at the top of a file and the blocks after them. `what` is lesson or page."""
    lines = text.replace("\r\n", "\n").split("\n")
    end = next((n for n, line in enumerate(lines[1:], start=1) if line.strip() == "---"), 0) if lines[0].strip() == "---" else 0
    if not end:
        report.error(file, 1, str(NO_FACTS[what]))
    front = Fields(read_yaml("\n".join(lines[1:end]), file, report, first_line=2) if end else None, file, report, allowed=allowed)
    blocks = _Body(file, report).read(lines, end + 1 if end else 0)
    if not blocks:
        report.error(file, 0, str(NO_TEXT[what]))
    return front, blocks


class _Body:
    """Goes through the lines once."""

    def __init__(self, file: str, report: Report) -> None:
        self.file, self.report = file, report
        self.blocks: list[Block] = []

    def wrong(self, line: int, reason: str) -> None:
        self.report.error(self.file, line, reason)

    def read(self, lines: list[str], start: int) -> list[Block]:
        plain: list[tuple[int, str]] = []
        number = start
        while number < len(lines):
            fence = _FENCE.match(lines[number])
            if not fence:
                plain.append((number + 1, _COLONS.sub(r"\1", lines[number])))
                number += 1
                continue
            self._markdown(plain)
            plain = []
            end = next((n for n in range(number + 1, len(lines)) if lines[n].startswith(":::")), None)
            inside = [(n + 1, _COLONS.sub(r"\1", lines[n])) for n in range(number + 1, len(lines) if end is None else end)]
            self._block(fence, number + 1, inside)
            if end is None or lines[end].strip() != ":::":
                self.wrong(number + 1, _("this block is never closed with :::"))
                break
            number = end + 1
        self._markdown(plain)
        self._once()
        return self.blocks

    def _markdown(self, plain: list[tuple[int, str]]) -> None:
        for number, line in plain:
            if line.startswith("# "):
                self.wrong(number, _("the lesson's title is its only first heading: use ##"))
        text = "\n".join(line for _n, line in plain).strip()
        if text:
            first = next(n for n, line in plain if line.strip())
            self.blocks.append(Block("markdown", text, first))

    def _block(self, fence: re.Match[str], line: int, inside: list[tuple[int, str]]) -> None:
        kind = fence["kind"]
        if kind not in ATTRIBUTES:
            self.wrong(line, _("there is no block '%(kind)s'") % {"kind": kind} if kind else _("a block begins with ::: and its kind"))
            return
        attributes = {name: _ESCAPED.sub(r"\1", quoted) or bare for name, quoted, bare in _ATTRIBUTE.findall(fence["rest"])}
        if _ATTRIBUTE.sub("", fence["rest"]).strip() or not set(attributes) <= ATTRIBUTES[kind]:
            takes = ", ".join(sorted(ATTRIBUTES[kind]))
            what = _("%(kind)s only takes %(names)s") if takes else _("nothing may stand after %(kind)s")
            self.wrong(line, what % {"kind": kind, "names": takes})
        key = attributes.get("key", "")
        if "key" in ATTRIBUTES[kind] and not KEY.fullmatch(key):
            self.wrong(line, _("%(kind)s needs a key, such as key=r1") % {"kind": kind})
        if kind in media_text.ATTRIBUTES:
            value = media_text.value_of(kind, attributes, line, inside, self.wrong)
        else:
            plain = {"markdown": self._markdown_block, "text": self._text_block}
            read: Callable[..., Any] = plain[kind] if kind in plain else getattr(self, f"_{kind}")
            value = read(attributes, line, inside)
        files = media_text.files_of(kind, attributes, line, self.wrong)
        self.blocks.append(Block({"note": "content_note"}.get(kind, kind), value, line, key, files))

    def _text(self, line: int, inside: list[tuple[int, str]]) -> str:
        text = "\n".join(words for _n, words in inside).strip()
        if not text:
            self.wrong(line, _("this block is empty"))
        return text

    def _markdown_block(self, _attributes: dict[str, str], line: int, inside: list[tuple[int, str]]) -> str:
        return self._text(line, inside)

    def _text_block(self, _attributes: dict[str, str], line: int, inside: list[tuple[int, str]]) -> str:
        html = self._text(line, inside)
        if refused := formatted_text.refused(html):
            self.wrong(line, _("formatted text has no %(tag)s") % {"tag": refused})
        return formatted_text.joined(html)

    def _title(self, attributes: dict[str, str], line: int) -> str:
        title = attributes.get("title", "")
        if not title or len(title) > 120:
            self.wrong(line, _("this block needs a title of at most %(most)s characters") % {"most": 120})
        return title

    def _chat(self, attributes: dict[str, str], line: int, inside: list[tuple[int, str]]) -> dict[str, Any]:
        said: list[dict[str, Any]] = []
        for number, words in inside:
            found = _LINE.match(words.strip())
            if not words.strip():
                continue
            if words.startswith("> ") and said:
                said[-1]["aside"] = words[2:].strip()
            elif words.startswith("|") and said:
                said[-1]["text"] += f"\n{words[1:].strip()}"
            elif found:
                said.append({"who": found["who"].strip(), "text": found["text"].strip(), "host": bool(found["host"]), "aside": ""})
            else:
                self.wrong(number, _("a message is a name, a colon and its words on one line"))
        if not said:
            self.wrong(line, _("this chat has no messages"))
        return {"title": attributes.get("title", ""), "lines": said}

    def _callout(self, attributes: dict[str, str], line: int, inside: list[tuple[int, str]]) -> dict[str, Any]:
        kind = attributes.get("kind", "")
        if kind not in ("tip", "remember", "safety"):
            self.wrong(line, _("the kind of a callout is %(names)s") % {"names": "tip, remember, safety"})
        return {"kind": kind, "title": self._title(attributes, line), "text": self._text(line, inside)}

    def _note(self, attributes: dict[str, str], line: int, inside: list[tuple[int, str]]) -> dict[str, Any]:
        if self.blocks:
            self.wrong(line, _("the content note stands first, and only once"))
        return {"title": self._title(attributes, line), "text": self._text(line, inside)}

    def _reflection(self, _attributes: dict[str, str], line: int, inside: list[tuple[int, str]]) -> dict[str, Any]:
        return {"question": self._text(line, inside)}

    def _dialogue(self, attributes: dict[str, str], line: int, inside: list[tuple[int, str]]) -> dict[str, Any]:
        if any(words.strip() for _n, words in inside):
            self.wrong(line, _("a dialogue is named by its key, and nothing stands inside"))
        return {"dialogue": attributes.get("key", "")}

    def _check(self, _attributes: dict[str, str], line: int, inside: list[tuple[int, str]]) -> dict[str, Any]:
        first = next((at for at, (_n, words) in enumerate(inside) if words.lstrip().startswith("- [")), len(inside))
        options: list[dict[str, Any]] = []
        for number, words in inside[first:]:
            found = _OPTION.match(words.strip())
            if found:
                text = found["text"].strip().replace("\\|", "|")
                options.append({"text": text, "right": found["mark"] != " ", "why": found["why"].strip()})
            elif words.startswith("|") and options:
                options[-1]["why"] += f"\n{words[1:].strip()}"
            elif words.strip():
                self.wrong(number, _("an answer is - [ ] or - [x], its words, | and why"))
        if not 2 <= len(options) <= 5 or not any(option["right"] for option in options):
            self.wrong(line, _("a check has two to five answers, at least one of them [x]"))
        return {"question": _MARK.sub(r"\1", self._text(line, inside[:first])), "options": options}

    def _once(self) -> None:
        seen: set[str] = set()
        for block in self.blocks:
            if block.key and block.key in seen:
                self.wrong(block.line, _("the key '%(key)s' is taken here") % {"key": block.key})
            seen.add(block.key)
