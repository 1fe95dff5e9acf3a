"""The gold transcripts of a course package: read from gold/*.yaml, checked against the rubric's names, written as published snippets."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.models import Locale

from certification.assessment.gold import HOST, YOUNG, GoldTranscript, freeze_gold
from cms.approval.actions import settle
from cms.versions import SOURCE_LANGUAGE, digest_of, says_already
from courses.exchange.fields import Fields
from courses.exchange.folder import LANGUAGES, read_folder
from courses.exchange.keys import key_of
from courses.exchange.report import Report
from courses.exchange.yaml_text import read_yaml

FACTS = {"key", "slug", "title", "situation", "young", "host", "risk", "rubric", "judgement", "lines", "reference", "critical"}


def load_gold(path: Path, report: Report, *, by: Any = None) -> None:
    """Make the database hold the gold transcripts of the package at `path`, published and frozen; none of them when one has an error.

    Loading the same package again changes nothing, and never undoes what editors wrote since.
    """
    folder = read_folder(path, report)
    package = read_yaml(folder.texts.get("package.yaml", ""), "package.yaml", report)
    files = folder.under("gold/", ".yaml")
    if not files or not isinstance(package, dict) or not package.get("key"):
        return
    languages = package.get("languages") or list(LANGUAGES)
    known = _names(read_yaml(folder.texts.get("rubric.yaml", ""), "rubric.yaml", report))
    read = {file: _Reader(file, report, languages, known).gold(read_yaml(folder.texts[file], file, report)) for file in files}
    if not report.ok:
        return
    for file, one in read.items():
        key = key_of(package["key"], "gold", one["name"])
        for language in sorted(languages, key=lambda code: code != SOURCE_LANGUAGE):
            _write(file, key, language, _fields(one, key, language), report, by)
        if report.ok and not report.dry:
            freeze_gold(key)


def _names(rubric: Any) -> dict[str, set[str]]:
    """The behaviours of each criterion, and under "" the critical ones."""
    found: dict[str, set[str]] = {"": {line["key"] for line in rubric.get("critical", ())}} if isinstance(rubric, dict) else {"": set()}
    for group in rubric.get("groups", ()) if isinstance(rubric, dict) else ():
        for criterion in group["criteria"]:
            found[criterion["key"]] = {one["key"] for one in criterion["behaviours"]}
    return found


def _write(file: str, key: uuid.UUID, language: str, fields: dict[str, Any], report: Report, by: Any) -> None:
    """Write one language when the package says something new about it."""
    digest = digest_of(fields)
    row = GoldTranscript.objects.filter(translation_key=key, locale__language_code=language).first()
    name = f"{fields['slug']} ({language})"
    if row and (row.loaded == digest or (row.live and says_already(row, fields))):
        if not report.dry:
            GoldTranscript.objects.filter(pk=row.pk).update(loaded=digest)
        report.tell("same", "gold", name)
        return
    report.tell("changed" if row else "made", "gold", name)
    if row is None:
        row = GoldTranscript(translation_key=key, locale=Locale.objects.get_or_create(language_code=language)[0], live=False)
    for name, value in {**fields, "loaded": digest}.items():
        setattr(row, name, value)
    try:
        row.full_clean()
    except ValidationError as refused:
        report.error(file, 0, f"{language}: {' '.join(refused.messages)}")
        return
    if not report.dry:
        settle(row, by=by)
        GoldTranscript.objects.filter(pk=row.pk).update(loaded=digest)


class _Reader:
    """Takes one transcript out of its YAML; everything that is wrong goes into the report with its line."""

    def __init__(self, file: str, report: Report, languages: list[str], known: dict[str, set[str]]) -> None:
        self.file, self.report, self.languages, self.known = file, report, languages, known

    def fields(self, found: Any, allowed: set[str]) -> Fields:
        return Fields(found, self.file, self.report, allowed=allowed)

    def gold(self, found: Any) -> dict[str, Any]:
        one = self.fields(found, FACTS)
        lines = [self.line(row) for row in one.items("lines", required=True)]
        reference = [self.criterion(row, len(lines)) for row in one.items("reference", required=True)]
        missing = set(self.known) - {""} - {row["criterion"] for row in reference}
        if missing:
            one.wrong("reference", _("missing here: %(names)s") % {"names": ", ".join(sorted(missing))})
        critical = one.words("critical")
        if set(critical) - self.known[""]:
            one.wrong("critical", _("not a critical behaviour of the rubric"))
        return {
            "name": one.key(),
            "slug": one.slug(one.key()),
            "title": one.languages("title", self.languages, most=80),
            "situation": one.languages("situation", self.languages, most=600),
            "young_name": one.text("young", most=30),
            "host_name": one.text("host", most=30),
            "is_risk": one.flag("risk"),
            "rubric": one.key("rubric"),
            "judgement": one.number("judgement", 0, 3),
            "critical": ", ".join(critical),
            "lines": lines,
            "reference": reference,
        }

    def line(self, found: Any) -> dict[str, Any]:
        one = self.fields(found, {"who", "text"})
        who = one.text("who")
        if who not in (YOUNG, HOST):
            one.wrong("who", _("'%(name)s' is one of %(names)s") % {"name": "who", "names": f"{YOUNG}, {HOST}"})
        return {"who": who, "text": one.languages("text", self.languages, most=1000)}

    def criterion(self, found: Any, last: int) -> dict[str, Any]:
        one = self.fields(found, {"criterion", "ticks", "lines", "no_opportunity", "reason"})
        key, ticks = one.key("criterion"), one.words("ticks")
        if key not in self.known:
            one.wrong("criterion", _("'%(name)s' is not a criterion of the rubric") % {"name": key})
        elif set(ticks) - self.known[key]:
            said = {"names": ", ".join(sorted(set(ticks) - self.known[key])), "criterion": key}
            one.wrong("ticks", _("not among the behaviours of %(criterion)s: %(names)s") % said)
        reason = one.languages("reason", self.languages, most=600)
        rests_on = ", ".join(map(str, one.whole_numbers("lines", 1, last)))
        return {
            "criterion": key,
            "ticks": ", ".join(ticks),
            "lines": rests_on,
            "no_opportunity": one.flag("no_opportunity"),
            "reason": reason,
        }


def _fields(one: dict[str, Any], key: uuid.UUID, language: str) -> dict[str, Any]:
    """The columns of one language. Ids of blocks follow from their place: equal in all languages and the next time."""

    def block(kind: str, name: str, value: dict[str, Any]) -> dict[str, Any]:
        return {"type": kind, "id": str(uuid.uuid5(key, f"{kind}/{name}")), "value": value}

    plain = ("slug", "young_name", "host_name", "is_risk", "rubric", "judgement", "critical")
    return {
        **{name: one[name] for name in plain},
        "title": one["title"][language],
        "situation": one["situation"][language],
        "lines": [block("line", str(n), {"who": row["who"], "text": row["text"][language]}) for n, row in enumerate(one["lines"])],
        "reference": [
            block("criterion", row["criterion"], {**row, "reason": row["reason"][language]}) for row in one["reference"]
        ],
    }  # fmt: skip
