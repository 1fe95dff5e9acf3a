"""Agreements and programmes from a course package. Read and checked first, written only when the report has no error.

Loading again changes nothing, and never undoes what editors wrote since: a row whose text in the package is as it was when it was
last loaded is left alone.
"""

from __future__ import annotations

import json
import uuid
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.actions.publish_revision import PublishRevisionAction
from wagtail.models import Locale

from certification.programmes import kinds, papers, rules
from certification.programmes.levels import Level
from certification.programmes.models import AgreementVersion, ProgrammeVersion
from certification.programmes.publishing import complaints
from certification.programmes.reading import wrong_skill
from certification.programmes.sources import PLACES, Agreement, Programme
from cms.versions import SOURCE_LANGUAGE, digest_of, says_already
from courses.exchange.fields import Fields
from courses.exchange.folder import LANGUAGES, Folder, read_folder
from courses.exchange.keys import UUID, key_of
from courses.exchange.models import LoadedPage
from courses.exchange.report import Report
from courses.exchange.yaml_text import Mapping, read_yaml

AGREEMENT = ("key", "title", "summary", "verify", "version", "major")
PROGRAMME = ("key", "slug", "course", "name", "decision", "skills", "stages")
PLACES_OF = {"module": ("course/", "/module.yaml"), "quiz": ("quizzes/", ".yaml"), "agreement": ("agreements/", "/agreement.yaml")}
NOT_HERE = {
    "module": gettext_lazy("there is no module '%(key)s' in this package"), "quiz": gettext_lazy("there is no quiz '%(key)s' in this package"),
    "agreement": gettext_lazy("there is no agreement '%(key)s' in this package"),
}  # fmt: skip
REQUIREMENT = ("key", "kind", "name", "why", "params", "needs", "mandatory", "group", "least", "valid_months", "phase")


def load_agreements(path: Path, report: Report, *, by: Any = None) -> list[AgreementVersion]:
    """Every agreement of the package as snippets, and the newest frozen version of each; nothing when something is wrong."""
    folder = read_folder(Path(path), report)
    package, languages = _package(folder, report)
    found = [_read_agreement(folder, file, languages, report) for file in folder.under("agreements/", "agreement.yaml")]
    if not report.ok:
        return []
    written = [_write_agreement(package, one, report, by) for one in found]
    return [version for version in written if version is not None]


def load_programme(path: Path, report: Report, *, by: Any = None) -> ProgrammeVersion | None:
    """The package's programme as snippets and its newest frozen version; None when there is none or something is wrong."""
    folder = read_folder(Path(path), report)
    package, languages = _package(folder, report)
    file = "programme.yaml"
    if file not in folder.texts:
        return None
    read = read_yaml(folder.texts[file], file, report)
    if not report.ok:
        return None
    rows = _read_programme(read, package, languages, report)
    _check_references(read, folder, report)
    if not report.ok:
        return None
    return _write_programme(package, rows, report, by)


def _package(folder: Folder, report: Report) -> tuple[str, list[str]]:
    """Its key and its languages."""
    file = "package.yaml"
    read = read_yaml(folder.texts.get(file, ""), file, report)
    key = read.get("key") if isinstance(read, dict) else ""
    if not key:
        report.error(file, 0, _("the package has no key"))
    languages = read.get("languages") if isinstance(read, dict) else None
    known = [code for code in LANGUAGES if code in languages] if isinstance(languages, list) else []
    return str(key or ""), known if SOURCE_LANGUAGE in known else list(LANGUAGES)


# agreements


def _read_agreement(folder: Folder, file: str, languages: list[str], report: Report) -> dict[str, Any]:
    facts = Fields(read_yaml(folder.texts[file], file, report), file, report, allowed=AGREEMENT)
    slug = file.split("/")[1]
    texts = {}
    for language in languages:
        name = f"agreements/{slug}/text.{language}.md"
        texts[language] = folder.texts.get(name, "").strip()
        if not texts[language]:
            report.error(name, 0, _("the text is missing in %(language)s") % {"language": language})
        if line := papers.wrong_line(texts[language], PLACES):
            report.error(name, 0, _("this line does not fit: %(line)s") % {"line": line})
    title, summary = facts.languages("title", languages, most=120), facts.languages("summary", languages, most=2000)
    verify = facts.languages("verify", languages, most=2000) if "verify" in facts.found else dict.fromkeys(languages, "")
    words = {
        code: {"title": title[code], "summary": summary[code], "text": texts[code], "to_verify": verify[code], "verified_on": None}
        for code in languages
    }
    return {"key": facts.key(), "slug": slug, "major": facts.flag("major"), "words": words}


def _write_agreement(package: str, one: dict[str, Any], report: Report, by: Any) -> AgreementVersion | None:
    rows = {language: {**words, "slug": one["slug"]} for language, words in one["words"].items()}
    written = _write(Agreement, package, "agreement", one["key"], rows, report, by)
    if report.dry:
        return None
    source = written[SOURCE_LANGUAGE]
    source.major = one["major"]
    return source.freeze()


# programmes


def _read_programme(read: Any, package: str, languages: list[str], report: Report) -> dict[str, dict[str, Any]]:
    """The fields of the snippet in each language; errors in the report name the line."""
    file = "programme.yaml"
    facts = Fields(read, file, report, allowed=PROGRAMME)
    decision = Fields(facts.found.get("decision") or Mapping(), file, report, allowed=("valid_months", "fades", "level", "levels"))
    key, slug, name = facts.key(), facts.key("slug"), facts.languages("name", languages, most=80)
    stages: dict[str, list[Any]] = {language: [] for language in languages}
    for row in facts.items("stages", required=True):
        _read_stage(row, stages, file, report)
    fields = {
        "slug": slug, "package": package, "course": facts.text("course", required=False, most=60),
        "valid_months": int(decision.found.get("valid_months") or 24), "key": key, **({"fades": True} if decision.flag("fades") else {}),
        **({"level": decision.number("level", min(Level), max(Level))} if "level" in decision.found else {}),
        **({"skills": _skills(facts)} if "skills" in facts.found else {}),
    }  # fmt: skip
    levels = _read_levels(decision, languages)
    return {
        language: {**fields, "name": name[language], "stages": json.dumps(stages[language]), **({"levels": json.dumps(levels[language])} if levels else {})}
        for language in languages
    }  # fmt: skip


def _read_levels(decision: Fields, languages: list[str]) -> dict[str, list[Any]]:
    """The blocks of the levels in each language; empty when the programme names none."""
    found: dict[str, list[Any]] = {}
    for row in decision.items("levels"):
        facts = Fields(row, decision.file, decision.report, allowed=("level", "words"))
        level = str(facts.number("level", min(Level), max(Level)))
        words = facts.languages("words", languages, most=120) if "words" in facts.found else dict.fromkeys(languages, "")
        for language in languages:
            block = {"type": "level", "id": _id("level", level), "value": {"level": level, "words": words[language]}}
            found.setdefault(language, []).append(block)
    return found


def _skills(facts: Fields) -> str:
    """As editors write them: a line each, of a name and an address."""
    lines = [str(line) for line in facts.items("skills")]
    if wrong := wrong_skill("\n".join(lines)):
        facts.wrong("skills", _("'%(line)s' is no name with a web address after it") % {"line": wrong})
    return "\n".join(lines)


def _check_references(read: Any, folder: Folder, report: Report) -> None:
    """Modules, quizzes and agreements that a whole package names are in it, or are here already."""
    if "course/course.yaml" not in folder.texts or not isinstance(read, dict):
        return
    there = {kind: _keys(folder, start, end, report) for kind, (start, end) in PLACES_OF.items()}
    for stage in read.get("stages") or ():
        for asked in stage.get("requirements") or () if isinstance(stage, dict) else ():
            known = kinds.every().get(str(asked.get("kind"))) if isinstance(asked, dict) else None
            params = asked.get("params") if known else None
            if known is None or not isinstance(params, dict):
                continue
            for name, kind in known.refers.items():
                wanted = params.get(name)
                if kind in there and wanted and wanted not in there[kind] and not _of_elsewhere(str(wanted)):
                    report.error("programme.yaml", getattr(asked, "line", 0), NOT_HERE[kind] % {"key": wanted})


def _of_elsewhere(wanted: str) -> bool:
    """Whether it names something by its translation key, or something of another package (`chatvert/confidentiality`)."""
    return bool(UUID.fullmatch(wanted)) or "/" in wanted


def _keys(folder: Folder, start: str, end: str, report: Report) -> set[str]:
    found = [read_yaml(folder.texts[file], file, report) for file in folder.under(start, end)]
    return {str(one["key"]) for one in found if isinstance(one, dict) and "key" in one}


def _read_stage(row: Any, stages: dict[str, list[Any]], file: str, report: Report) -> None:
    languages = list(stages)
    facts = Fields(row, file, report, allowed=("key", "name", "requirements"))
    key, name = facts.key(), facts.languages("name", languages, most=60)
    asked = [_read_requirement(item, languages, file, report) for item in facts.items("requirements", required=True)]
    for language in languages:
        items = [
            {"type": "item", "id": _id(key, r["key"]), "value": {**r, "name": r["name"][language], "why": r["why"][language]}}
            for r in asked
        ]
        stages[language].append({"type": "stage", "id": _id(key), "value": {"key": key, "name": name[language], "requirements": items}})


def _read_requirement(item: Any, languages: list[str], file: str, report: Report) -> dict[str, Any]:
    facts = Fields(item, file, report, allowed=REQUIREMENT)
    kind, params = facts.text("kind", most=30), dict(facts.found.get("params") or {})
    known = kinds.every().get(kind)
    if known is None:
        facts.wrong("kind", _("'%(kind)s' is no kind of requirement") % {"kind": kind})
    elif complaint := known.wrong(params):
        facts.wrong("params", _("look at '%(name)s'") % {"name": complaint})
    months, least = facts.found.get("valid_months"), facts.found.get("least")
    return {
        "key": facts.key(), "kind": kind, "name": facts.languages("name", languages, most=80),
        "why": facts.languages("why", languages, most=600),
        "params": "\n".join(f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in params.items()),
        "needs": ", ".join(facts.words("needs")), "mandatory": facts.found.get("mandatory", True) is not False,
        "group": facts.text("group", required=False, most=40), "valid_months": months if isinstance(months, int) else None,
        **({"least": least} if isinstance(least, int) else {}),
        **({"phase": facts.found["phase"]} if facts.found.get("phase") in (rules.RENEWAL, rules.BOTH) else {}),
    }  # fmt: skip


def _id(*names: str) -> str:
    """Block ids that are the same in every language and every time."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, "/".join(names)))


def _write_programme(package: str, rows: dict[str, dict[str, Any]], report: Report, by: Any) -> ProgrammeVersion | None:
    local = rows[SOURCE_LANGUAGE]["key"]
    fields = {language: {name: value for name, value in row.items() if name != "key"} for language, row in rows.items()}
    file = "programme.yaml"
    draft = Programme(**fields[SOURCE_LANGUAGE])
    for complaint in complaints(draft.rules()):
        report.error(file, 0, complaint)
    if not report.ok:
        return None
    written = _write(Programme, package, "programme", local, fields, report, by)
    return None if report.dry else written[SOURCE_LANGUAGE].freeze()


# both


def _words(fields: dict[str, Any]) -> dict[str, Any]:
    """Without the day of a check: the same words that were checked here stay checked."""
    return {name: value for name, value in fields.items() if name != "verified_on"}


def _write(
    model: type[Agreement] | type[Programme],
    package: str,
    kind: str,
    name: str,
    rows: dict[str, dict[str, Any]],
    report: Report,
    by: Any,
) -> dict[str, Any]:
    """One published snippet in each language; freezing is left to the caller, once for all languages."""
    key = key_of(package, kind, name)
    have = {row.locale.language_code: row for row in model.objects.filter(translation_key=key).select_related("locale")}
    loaded = {row.language: row.digest for row in LoadedPage.objects.filter(key=key)}
    for language, fields in rows.items():
        digest, row = digest_of(fields), have.get(language)
        said = {"package": package, "digest": digest, "name": name, "loaded_at": timezone.now()}
        if row and (loaded.get(language) == digest or (row.live and says_already(row, _words(fields)))):
            if not report.dry:
                LoadedPage.objects.update_or_create(key=key, language=language, defaults=said)
            report.tell("same", kind, f"{row.slug} ({language})")
            continue
        if row is None:
            row = model(translation_key=key, locale=Locale.objects.get_or_create(language_code=language)[0], live=False)
            report.tell("made", kind, f"{fields['slug']} ({language})")
        else:
            report.tell("changed", kind, f"{fields['slug']} ({language})")
        if report.dry:
            continue
        for column, value in fields.items():
            setattr(row, column, value)
        row.from_package = True
        row.save()
        PublishRevisionAction(row.save_revision(user=by), user=by).execute(skip_permission_checks=True)
        row.refresh_from_db()
        have[language] = row
        LoadedPage.objects.update_or_create(key=key, language=language, defaults=said)
    return have
