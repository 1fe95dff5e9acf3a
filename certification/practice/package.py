"""The scenarios of a course package: read from scenarios/*.yaml, checked, and written as published snippets."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.models import Locale

from certification.practice.scenarios import Scenario
from cms.approval.actions import settle
from cms.versions import SOURCE_LANGUAGE, digest_of, says_already
from courses.exchange.fields import Fields
from courses.exchange.folder import LANGUAGES, read_folder
from courses.exchange.keys import key_of
from courses.exchange.report import Report
from courses.exchange.yaml_text import Mapping, read_yaml
from lms.people.models import Country, LegalProfile

TAGS = {"risk", "boundary"}
FACTS = {
    "key", "slug", "title", "level", "tags", "theme", "content_note", "minutes", "persona", "situation", "card", "key_points", "debrief"
}  # fmt: skip
LONG = 1500
PLACES = [*Country.values, *LegalProfile.values]


def load_scenarios(path: Path, report: Report, *, by: Any = None) -> list[Scenario]:
    """Make the database hold the scenarios of the package at `path`, published; none of them when one has an error.

    Loading the same package again changes nothing, and never undoes what editors wrote since.
    """
    folder = read_folder(path, report)
    files = folder.under("scenarios/", ".yaml")
    package = read_yaml(folder.texts.get("package.yaml", ""), "package.yaml", report)
    if not files or not isinstance(package, dict) or not package.get("key"):
        return []
    languages = package.get("languages") or list(LANGUAGES)
    read = {file: _Reader(file, report, languages).scenario(read_yaml(folder.texts[file], file, report)) for file in files}
    if not report.ok:
        return []
    written = []
    for file, scenario in read.items():
        key = key_of(package["key"], "scenario", scenario.pop("name"))
        for language in sorted(languages, key=lambda code: code != SOURCE_LANGUAGE):
            written += _write(file, key, language, scenario, report, by)
    return written


def _write(file: str, key: uuid.UUID, language: str, scenario: dict[str, Any], report: Report, by: Any) -> list[Scenario]:
    """Write one language when the package says something new about it."""
    fields = _in_language(scenario, language)
    digest = digest_of(fields)
    row = Scenario.objects.filter(translation_key=key, locale__language_code=language).first()
    name = f"{fields['slug']} ({language})"
    if row and (row.loaded == digest or (row.live and says_already(row, fields))):
        if not report.dry:
            Scenario.objects.filter(pk=row.pk).update(loaded=digest)
        report.tell("same", "scenario", name)
        return [row]
    outcome = "changed" if row else "made"
    if row is None:
        row = Scenario(translation_key=key, locale=Locale.objects.get_or_create(language_code=language)[0], live=False)
    for name, value in {**fields, "loaded": digest, "verified_on": None}.items():  # whoever checked, checked other words
        setattr(row, name, value)
    try:
        row.full_clean()
    except ValidationError as refused:
        report.error(file, 0, f"{language}: {' '.join(refused.messages)}")
        return []
    if not report.dry:
        settle(row, by=by)
        Scenario.objects.filter(pk=row.pk).update(loaded=digest)
    report.tell(outcome, "scenario", name)
    return [row]


def _in_language(value: Any, language: str) -> Any:
    """The same values with every language map replaced by its text."""
    if isinstance(value, dict):
        if set(value) and set(value) <= set(LANGUAGES):
            return value[language]
        return {name: _in_language(inner, language) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_in_language(inner, language) for inner in value]
    return value


class _Reader:
    """Takes one scenario out of its YAML; everything that is wrong goes into the report with its line."""

    def __init__(self, file: str, report: Report, languages: list[str]) -> None:
        self.file, self.report, self.languages = file, report, languages

    def fields(self, found: Any, allowed: set[str]) -> Fields:
        return Fields(found, self.file, self.report, allowed=allowed)

    def scenario(self, found: Any) -> dict[str, Any]:
        one = self.fields(found, FACTS)
        persona = self.fields(one.found.get("persona"), {"name", "age"})
        tags = set(one.words("tags"))
        if tags - TAGS:
            one.wrong("tags", _("'%(name)s' takes only %(names)s") % {"name": "tags", "names": ", ".join(sorted(TAGS))})
        return {
            "name": one.key(),
            "slug": one.slug(one.key()),
            "title": one.languages("title", self.languages, most=80),
            "theme": one.languages("theme", self.languages, most=80),
            "level": one.number("level", 1, 3),
            "minutes": one.number("minutes", 10, 60),
            "is_risk": "risk" in tags,
            "is_boundary": "boundary" in tags,
            "persona_name": persona.text("name", most=30),
            "persona_age": persona.number("age", 16, 99),
            "content_note": one.languages("content_note", self.languages, most=LONG),
            "situation": one.languages("situation", self.languages, most=LONG),
            "debrief": [("line", text) for text in self.lines(one, "debrief")],
            **self.card(one.found.get("card")),
            **self.key(one.found.get("key_points")),
        }

    def card(self, found: Any) -> dict[str, Any]:
        one = self.fields(found, {"who", "opening", "ladder", "ifs", "stop", "partner_note"})
        note = one.languages("partner_note", self.languages, most=LONG) if "partner_note" in one.found else ""
        return {
            "who": one.languages("who", self.languages, most=LONG),
            "opening": one.languages("opening", self.languages, most=600),
            "ladder": [("rung", self.rung(rung)) for rung in one.items("ladder", required=True)],
            "ifs": [("if", self.rule(rule)) for rule in one.items("ifs")],
            "stop": one.languages("stop", self.languages, most=LONG),
            "partner_note": note,
        }

    def rung(self, found: Any) -> dict[str, Any]:
        one = self.fields(found, {"title", "say"})
        return {"title": one.languages("title", self.languages, most=60), "say": one.languages("say", self.languages, most=600)}

    def rule(self, found: Any) -> dict[str, Any]:
        one = self.fields(found, {"if", "then"})
        return {"when": one.languages("if", self.languages, most=160), "then": one.languages("then", self.languages, most=600)}

    def key(self, found: Any) -> dict[str, Any]:
        one = self.fields(found, {"must", "must_in", "strong", "weak", "national"})
        national = self.fields(one.found.get("national", Mapping()), {"no", "dk"})
        signs = {name: [("line", text) for text in self.lines(one, name)] for name in ("must", "strong", "weak")}
        return {
            **signs,
            "must_here": [("duty", duty) for duty in self.duties(one.found.get("must_in", Mapping()))],
            "national_no": national.languages("no", self.languages, most=LONG, required=False),
            "national_dk": national.languages("dk", self.languages, most=LONG, required=False),
        }

    def duties(self, found: Any) -> list[dict[str, Any]]:
        """What must happen in one country, or under one legal profile only."""
        one = self.fields(found, set(PLACES))
        return [{"where": where, "must": text} for where in PLACES if where in one.found for text in self.lines(one, where)]

    def lines(self, fields: Fields, name: str) -> list[dict[str, str]]:
        """A list of texts in every language."""
        found = []
        for text in fields.items(name):
            one = self.fields(text, set(self.languages))
            found.append({code: one.text(code, most=600) for code in self.languages})
        return found
