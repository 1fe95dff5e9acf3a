"""The rubric of a course package: read from rubric.yaml, checked, and written as published snippets."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.models import Locale

from certification.assessment.freezing import freeze_rubric
from certification.assessment.models import Rubric, RubricVersion
from cms.approval.actions import settle
from cms.versions import SOURCE_LANGUAGE, digest_of, says_already
from courses.exchange.fields import Fields
from courses.exchange.folder import LANGUAGES, read_folder
from courses.exchange.keys import key_of
from courses.exchange.report import Report
from courses.exchange.yaml_text import read_yaml

FILE = "rubric.yaml"
KINDS = ("unhelpful", "basic", "advanced")
LINE = {"key", "text"}


def load_rubric(path: Path, report: Report, *, by: Any = None) -> RubricVersion | None:
    """Make the database hold the rubric of the package at `path`, published and frozen; None when there is none or it has errors.

    Loading the same package again changes nothing, and never undoes what editors wrote since.
    """
    folder = read_folder(path, report)
    if FILE not in folder.texts:
        return None
    package = read_yaml(folder.texts.get("package.yaml", ""), "package.yaml", report)
    found = read_yaml(folder.texts[FILE], FILE, report)
    if not isinstance(package, dict) or not isinstance(found, dict) or not package.get("key"):
        report.error(FILE, 0, _("the package or its rubric cannot be read"))
        return None
    reader = _Reader(report, package.get("languages") or list(LANGUAGES))
    rubric = reader.rubric(found)
    if not report.ok:
        return None
    key = key_of(package["key"], "rubric", rubric["name"])
    for language in sorted(reader.languages, key=lambda code: code != SOURCE_LANGUAGE):
        try:
            outcome = _write(key, language, _fields(rubric, key, language), by, dry=report.dry)
        except ValidationError as refused:
            report.error(FILE, 0, f"{language}: {' '.join(refused.messages)}")
            return None
        report.tell(outcome, "rubric", f"{rubric['slug']} ({language})")
    return None if report.dry else freeze_rubric(key)


def _write(key: uuid.UUID, language: str, fields: dict[str, Any], by: Any, *, dry: bool) -> str:
    """Write one language when the package says something new about it: "made", "changed" or "same"."""
    digest = digest_of(fields)
    row = Rubric.objects.filter(translation_key=key, locale__language_code=language).first()
    if row and row.loaded == digest:
        return "same"
    if row and row.live and says_already(row, fields):
        if not dry:
            Rubric.objects.filter(pk=row.pk).update(loaded=digest)
        return "same"
    what = "changed" if row else "made"
    if row is None:
        row = Rubric(translation_key=key, locale=Locale.objects.get_or_create(language_code=language)[0], live=False)
    for name, value in {**fields, "loaded": digest}.items():
        setattr(row, name, value)
    row.full_clean()
    if not dry:
        settle(row, by=by)
    return what


class _Reader:
    """Takes a rubric out of the YAML; everything that is wrong goes into the report with its line."""

    def __init__(self, report: Report, languages: list[str]) -> None:
        self.report, self.languages = report, languages

    def fields(self, found: Any, allowed: set[str]) -> Fields:
        return Fields(found, FILE, self.report, allowed=allowed)

    def rubric(self, found: Any) -> dict[str, Any]:
        one = self.fields(found, {"key", "slug", "title", "levels", "groups", "critical", "global", "unhelpful_panel", "partner_form"})
        return {
            "name": one.key(),
            "slug": one.slug(one.key()),
            "title": one.languages("title", self.languages, most=120),
            "groups": [self.group(group) for group in one.items("groups", required=True)],
            "critical": [self.line(line) for line in one.items("critical")],
            "panel": [self.line(line) for line in one.items("unhelpful_panel")],
            "levels": [self.level(level, n) for n, level in enumerate(one.items("levels", required=True), 1)],
            "judgements": [self.judgement(answer, n) for n, answer in enumerate(one.items("global", required=True))],
            "partner": [self.partner(item) for item in one.items("partner_form")],
        }

    def group(self, found: Any) -> dict[str, Any]:
        one = self.fields(found, {"key", "title", "barrier", "criteria"})
        criteria = [self.criterion(criterion) for criterion in one.items("criteria", required=True)]
        return {
            "key": one.key(),
            "title": one.languages("title", self.languages, most=80),
            "barrier": one.flag("barrier"),
            "criteria": criteria,
        }

    def criterion(self, found: Any) -> dict[str, Any]:
        one = self.fields(found, {"key", "number", "title", "code", "help", "own", "goals", "behaviours"})
        one.number("number", 1, 99)
        read = {
            "key": one.key(),
            "title": one.languages("title", self.languages, most=80),
            "code": one.text("code", most=8, required=False),
            "help": one.languages("help", self.languages, most=600, required=False),
            "own": one.languages("own", self.languages, most=300, required=False),
            "goals": one.words("goals"),
        }
        return {**read, **self.behaviours(one)}

    def behaviours(self, criterion: Fields) -> dict[str, Any]:
        kinds: dict[str, list[Any]] = {kind: [] for kind in KINDS}
        for found in criterion.items("behaviours", required=True):
            one = self.fields(found, {*LINE, "kind"})
            kind = one.text("kind", most=20)
            if kind not in kinds:
                one.wrong("kind", _("'%(name)s' is one of %(names)s") % {"name": "kind", "names": ", ".join(KINDS)})
                continue
            kinds[kind].append((one.key(), one.languages("text", self.languages, most=200)))
        return kinds

    def line(self, found: Any) -> tuple[str, dict[str, str]]:
        one = self.fields(found, LINE)
        return one.key(), one.languages("text", self.languages, most=200)

    def level(self, found: Any, expected: int) -> dict[str, Any]:
        one = self.fields(found, {"level", "name", "rule"})
        if one.number("level", 1, 4) != expected:
            one.wrong("level", _("the levels stand in order, 1 to 4"))
        return {"name": one.languages("name", self.languages, most=40), "rule": one.languages("rule", self.languages, most=200)}

    def judgement(self, found: Any, expected: int) -> dict[str, str]:
        one = self.fields(found, {"value", "text"})
        if one.number("value", 0, 9) != expected:
            one.wrong("value", _("the answers stand in order, from 0"))
        return one.languages("text", self.languages, most=120)

    def partner(self, found: Any) -> tuple[str, bool, dict[str, str]]:
        one = self.fields(found, {*LINE, "reverse"})
        return one.key(), one.flag("reverse"), one.languages("text", self.languages, most=120)


def _fields(rubric: dict[str, Any], key: uuid.UUID, language: str) -> dict[str, Any]:
    """The columns of one language. Ids of blocks follow from their names: equal in all languages and the next time."""

    def block(kind: str, name: str, value: Any) -> dict[str, Any]:
        return {"type": kind, "id": str(uuid.uuid5(key, f"{kind}/{name}")), "value": value}

    def line(kind: str, name: str, text: dict[str, str]) -> dict[str, Any]:
        return block(kind, name, {"text": text[language], "key": name})

    criteria = []
    for group in rubric["groups"]:
        criteria.append(block("group", group["key"], {"title": group["title"][language], "barrier": group["barrier"], "key": group["key"]}))
        for one in group["criteria"]:
            lists = {kind: [line("item", name, text) for name, text in one[kind]] for kind in KINDS}
            words = {name: one[name][language] for name in ("title", "help", "own")} | {"code": one["code"], "key": one["key"]}
            goals = {"goals": ", ".join(one["goals"])} if one["goals"] else {}
            criteria.append(block("criterion", one["key"], {**words, **goals, **lists}))
    return {
        "slug": rubric["slug"],
        "title": rubric["title"][language],
        "criteria": criteria,
        "critical": [line("line", name, text) for name, text in rubric["critical"]],
        "panel": [line("line", name, text) for name, text in rubric["panel"]],
        "levels": [
            block("level", str(n), {"name": one["name"][language], "rule": one["rule"][language]})
            for n, one in enumerate(rubric["levels"], 1)
        ],
        "judgements": [block("answer", str(n), {"text": text[language]}) for n, text in enumerate(rubric["judgements"])],
        "partner_form": [
            block("item", name, {"text": text[language], "reverse": reverse, "key": name}) for name, reverse, text in rubric["partner"]
        ],
    }
