"""Reading the dialogues of a package into plain values."""

from __future__ import annotations

from typing import Any

from courses.dialogues.package import DialogueText, check
from courses.exchange.fields import Fields
from courses.exchange.folder import Folder
from courses.exchange.keys import key_of
from courses.exchange.package import Package
from courses.exchange.report import Report
from courses.exchange.yaml_text import read_yaml

DIALOGUE = ("key", "slug", "title", "theme", "intro", "persona", "minutes", "safety", "nodes")
NODE = ("key", "says", "replies", "end")
REPLY = ("text", "feedback", "to")


class DialogueReader:
    """Reads everything under dialogues/; what is wrong goes into the report at its line."""

    def __init__(self, folder: Folder, package: Package, report: Report) -> None:
        self.folder, self.package, self.report = folder, package, report

    def read(self) -> list[DialogueText]:
        before = len(self.report.errors)
        found = [self._dialogue(read_yaml(self.folder.texts[file], file, self.report), file) for file in self.folder.under("dialogues/")]
        if len(self.report.errors) == before:  # otherwise the gaps would be told twice
            check(found, self.report)
        return found

    def _dialogue(self, found: Any, file: str) -> DialogueText:
        facts, languages = Fields(found, file, self.report, allowed=DIALOGUE), self.package.languages
        key, persona = facts.key(), facts.text("persona", most=30)
        words = {name: facts.languages(name, languages, most=most) for name, most in (("title", 80), ("theme", 80), ("intro", 600))}
        return DialogueText(
            file=file, key=key_of(self.package.key, "dialogue", key), slug=facts.slug(key), minutes=facts.number("minutes", 1, 30),
            safety=facts.flag("safety"),
            words={**words, "persona": dict.fromkeys(languages, persona)},
            nodes=tuple(self._node(one, file) for one in facts.items("nodes", required=True)),
        )  # fmt: skip

    def _node(self, found: Any, file: str) -> dict[str, Any]:
        facts, languages = Fields(found, file, self.report, allowed=NODE), self.package.languages
        replies = [self._reply(one, file) for one in facts.items("replies")]
        end = None
        if "end" in facts.found:
            inner = Fields(facts.found["end"], file, self.report, allowed=("title", "text"))
            end = {"title": inner.languages("title", languages, most=80), "text": inner.languages("text", languages, most=900)}
        return {"key": facts.key(), "says": facts.languages("says", languages, most=900), "replies": replies, "end": end}

    def _reply(self, found: Any, file: str) -> dict[str, Any]:
        facts, languages = Fields(found, file, self.report, allowed=REPLY), self.package.languages
        texts = {name: facts.languages(name, languages, most=most) for name, most in (("text", 400), ("feedback", 500))}
        return {**texts, "to": facts.key("to")}
