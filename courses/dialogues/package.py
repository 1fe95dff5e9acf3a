"""Dialogues of a course package: checked as plain values, then written as published snippets."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from wagtail.models import Locale

from cms.approval.actions import settle
from cms.versions import SOURCE_LANGUAGE, digest_of, says_already
from courses.dialogues import rules
from courses.dialogues.sources import FAULTS, Dialogue


class Report(Protocol):
    """Where problems and counts go; `line` 0 means the file as a whole."""

    dry: bool
    made: Counter[str]
    changed: Counter[str]
    same: Counter[str]

    def tell(self, outcome: str, kind: str, name: str) -> None: ...

    def error(self, file: str, line: int, reason: str) -> None: ...


@dataclass(frozen=True)
class DialogueText:
    """A dialogue in all its languages. Texts are {language: words}."""

    file: str
    key: UUID
    slug: str
    minutes: int
    words: Mapping[str, Mapping[str, str]]  # title, theme, intro, persona
    nodes: tuple[Mapping[str, Any], ...]  # key, says, replies: [{text, feedback, to}], end: {title, text} | None
    safety: bool = False

    def fields(self, language: str) -> dict[str, Any]:
        """Its columns in one language. A block's id follows from its name, so it is the same every time."""
        nodes = [
            {"type": "node", "id": str(uuid5(self.key, f"node/{node['key']}")), "value": self._value(node, language)} for node in self.nodes
        ]
        words = {name: texts[language] for name, texts in self.words.items()}
        mark = {"is_safety": True} if self.safety else {}
        return {"slug": self.slug, "minutes": self.minutes, **mark, **words, "nodes": json.dumps(nodes, ensure_ascii=False)}

    def _value(self, node: Mapping[str, Any], language: str) -> dict[str, Any]:
        replies = [
            {"type": "item", "id": str(uuid5(self.key, f"reply/{node['key']}/{number}")),
             "value": {"text": reply["text"][language], "feedback": reply["feedback"][language], "to": reply["to"]}}
            for number, reply in enumerate(node["replies"])
        ]  # fmt: skip
        end = node["end"]
        ending = {"title": end["title"][language], "text": end["text"][language]} if end else {"title": "", "text": ""}
        return {"key": node["key"], "says": node["says"][language], "replies": replies, "end": ending}


def check(dialogues: Iterable[DialogueText], report: Report) -> None:
    """Put everything that cannot be walked into the report."""
    for one in dialogues:
        for fault in rules.faults(rules.shape(one.nodes)):
            report.error(one.file, 0, str(FAULTS[fault.kind] % fault._asdict()))


def write(dialogues: Iterable[DialogueText], *, languages: Iterable[str], report: Report, by: Any = None) -> None:
    """Make every one a published snippet in each language. What the package says as it did last time is not touched, whatever
    editors did since."""
    order = sorted(languages, key=lambda code: code != SOURCE_LANGUAGE)  # translations are compared with their source
    for one in dialogues:
        for code in order:
            fields = one.fields(code)
            row = Dialogue.objects.filter(translation_key=one.key, locale__language_code=code).first()
            if row and row.loaded == digest_of(fields):
                report.tell("same", "dialogue", f"{one.slug} ({code})")
                continue
            if row and row.live and says_already(row, fields):
                if not report.dry:
                    Dialogue.objects.filter(pk=row.pk).update(loaded=digest_of(fields))
                report.tell("same", "dialogue", f"{one.slug} ({code})")
                continue
            outcome = "changed" if row else "made"
            row = row or Dialogue(translation_key=one.key, locale=Locale.objects.get_or_create(language_code=code)[0], live=False)
            for name, value in {**fields, "loaded": digest_of(fields)}.items():
                setattr(row, name, value)
            try:
                row.full_clean(exclude=["nodes"])
            except ValidationError as refused:
                report.error(one.file, 0, f"{code}: {' '.join(refused.messages)}")
                continue
            if not report.dry:
                settle(row, by=by)
                Dialogue.objects.filter(pk=row.pk).update(loaded=digest_of(fields))
            report.tell(outcome, "dialogue", f"{one.slug} ({code})")
