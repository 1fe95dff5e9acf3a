"""Putting a parcel together: which things, in which languages, and what stays behind and why."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from courses.exchange import parts
from courses.exchange.folder import LANGUAGES, Folder
from courses.exchange.models import LoadedPackage, LoadedPage
from courses.exchange.outgoing.course import course_key_of
from courses.exchange.outgoing.parcel import Parcel, found
from courses.exchange.outgoing.yaml_lines import Row
from courses.exchange.package import FORMAT, SOURCE, read_package
from courses.exchange.questions import Reader
from courses.exchange.report import Report
from courses.outline.models import CoursePage

NAMED = 5  # of those that keep a language from going along


class NothingToExport(ValueError):
    """There is no such course, or nothing of it is published in the source language."""


def course_scope(slug: str) -> parts.Scope:
    """One course alone: pages and their files. Raises NothingToExport."""
    key = course_key_of(slug)
    if key is None:
        raise NothingToExport(slug)
    loaded = LoadedPage.objects.filter(key=key).first()
    return parts.Scope(package=loaded.package if loaded else slug, course=key)


def pack(scope: parts.Scope) -> Parcel:
    """The parcel of a scope. Only what is published goes out, in the languages in which all of it is. Raises NothingToExport."""
    here = [part for part in parts.every() if scope.whole or not part.whole_only]
    things = {part.name: list(part.collect(scope)) for part in here}
    parcel = Parcel(scope.package, [])
    kept = _with_source(things, parcel)
    every = [one for listed in kept.values() for one in listed]
    if not every:
        raise NothingToExport(scope.package)
    parcel.languages = _languages(every, parcel)
    _facts(parcel, scope, every)
    for part in here:
        part.write(parcel, kept[part.name])
    parcel.notes += [_("This cannot be read in again as it stands: %(problem)s") % {"problem": one} for one in _problems(parcel)]
    return parcel


def _with_source(things: dict[str, list[parts.Thing]], parcel: Parcel) -> dict[str, list[parts.Thing]]:
    """Without what was never published in the source language, and without what stands below that."""
    left: set[Any] = set()
    kept: dict[str, list[parts.Thing]] = {}
    for name, listed in things.items():
        kept[name] = []
        for one in listed:
            if SOURCE in one.rows and one.under not in left:
                kept[name].append(one)
                continue
            left.add(one.key)
            parcel.notes.append(_("Left out, because it is not published in bokmål: %(name)s.") % {"name": one.name})
    return kept


def _languages(things: list[parts.Thing], parcel: Parcel) -> list[str]:
    """Those in which everything is published. What keeps one out is said by name."""
    complete = []
    for code in LANGUAGES:
        missing = [one.name for one in things if code not in one.rows]
        if not missing:
            complete.append(code)
        elif any(code in one.rows for one in things):
            more = _("and %(count)s more") % {"count": len(missing) - NAMED} if len(missing) > NAMED else ""
            names = ", ".join(filter(None, [*missing[:NAMED], more]))
            parcel.notes.append(_("The language %(code)s is left out. Not published in it: %(names)s.") % {"code": code, "names": names})
    return complete


def _facts(parcel: Parcel, scope: parts.Scope, things: list[parts.Thing]) -> None:
    loaded = LoadedPackage.objects.filter(key=scope.package).first()
    known: dict[str, Any] = dict(loaded.facts) if loaded else {}
    course = CoursePage.objects.filter(translation_key=scope.course).select_related("locale")
    titles = {page.locale.language_code: page.title for page in course} | known.get("title", {})
    facts = {
        "format": FORMAT, "key": scope.package,
        "title": {code: titles.get(code) or titles.get(SOURCE) or scope.package for code in parcel.languages},
        "source_language": SOURCE, "languages": Row(parcel.languages),
        **found(licence=known.get("licence"), version=known.get("version", 1), readers=known.get("readers")),
    }  # fmt: skip
    parcel.yaml("package.yaml", facts)


def _problems(parcel: Parcel) -> list[str]:
    """What our own reader would say to the texts."""
    report, folder = Report(), Folder(texts=parcel.texts, media=dict.fromkeys(parcel.media, Path()))
    package = read_package(folder, report)
    Reader(folder, package, report).read()
    return [str(problem) for problem in report.errors]
