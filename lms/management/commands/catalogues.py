"""Texts in all languages: collect what the code says, compile what people translated, and prove that nothing is missing.

Babel does the work, so that no machine needs GNU gettext.
"""

import io
import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation.template import templatize

LANGUAGES = ("nb", "da")
QUIET = datetime(2026, 1, 1, tzinfo=UTC)  # a date that moves with every run would only make noise in diffs
PACKAGES = ("lms", "cms", "courses", "certification")
KEYWORDS: dict[str, Any] = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip


def catalogue_path(language: str) -> Path:
    """Where a language's texts are kept for people to edit."""
    return Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"


def sources(root: Path) -> Iterator[tuple[Path, str]]:
    """Every file that speaks to people, as Python that Babel can read (templates through Django's own `templatize`)."""
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path, path.read_text()
    for path in sorted((root / "templates").rglob("*")):
        if path.suffix in (".html", ".txt"):
            yield path, "# coding: utf-8\n" + templatize(path.read_text(), origin=str(path))


def collect(root: Path) -> Catalog:
    """All texts of the code with the places they stand in (line numbers left out: they only make noise in diffs)."""
    catalogue = Catalog(project="Ledestjerne", charset="utf-8")
    for path, text in sources(root):
        place = str(path.relative_to(root))
        for _line, function, found, comments in extract_python(io.BytesIO(text.encode()), cast(Any, KEYWORDS), ["Translators:"], {}):
            message, context = _message(function, found)
            if message:
                catalogue.add(message, locations=cast(Any, [(place, None)]), auto_comments=comments or (), context=context)
    return catalogue


def _message(function: Any, found: Any) -> tuple[Any, str | None]:
    """The id (a pair for plurals) and context of one call; calls with computed arguments have none."""
    arguments = found if isinstance(found, tuple) else (found,)
    spec = KEYWORDS[function]
    if spec is None:
        return (arguments[0] if isinstance(arguments[0], str) else None), None
    context = arguments[0] if isinstance(spec[0], tuple) else None
    ids = tuple(arguments[number - 1] for number in spec if isinstance(number, int))
    if not all(isinstance(one, str) for one in ids):
        return None, None
    return (ids if len(ids) > 1 else ids[0]), context


def read(language: str) -> Catalog:
    """A language's catalogue; an empty one when nobody has begun."""
    path = catalogue_path(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def is_open(message: Message) -> bool:
    """Whether a text still waits for its translation, in part or whole, or is only a guess."""
    parts = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return bool(message.id) and (message.fuzzy or not all(parts) or not parts)


class Command(BaseCommand):
    help = "extract: update the .po files from the code · compile: write the .mo files · check: fail when a text is missing"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("deed", choices=["extract", "compile", "check"])

    def handle(self, *args: Any, deed: str, **options: Any) -> None:
        {"extract": self.extract, "compile": self.compile, "check": self.prove}[deed]()

    def extract(self) -> None:
        """Add new texts, drop those no longer said, keep every translation; never guess."""
        template = collect(settings.ROOT)
        for language in LANGUAGES:
            catalogue = read(language)
            catalogue.update(template, no_fuzzy_matching=True)
            catalogue.obsolete.clear()
            catalogue.fuzzy, catalogue.creation_date, catalogue.revision_date = False, QUIET, QUIET
            catalogue.header_comment = f"# Ledestjerne, {language}"
            path = catalogue_path(language)
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as file:
                write_po(file, catalogue, width=120, sort_output=True, omit_header=False, include_lineno=False, include_previous=False)
            waiting = sum(is_open(message) for message in catalogue)
            self.stdout.write(f"{language}: {len(catalogue)} texts, {waiting} to translate")

    def compile(self) -> None:
        """Write the .mo files that Django reads, for each .po that is newer than its .mo. Several processes may do it at once."""
        for folder in settings.LOCALE_PATHS:
            for path in sorted(Path(folder).rglob("*.po")):
                target, part = path.with_suffix(".mo"), path.with_suffix(f".{os.getpid()}.part")
                if target.exists() and target.stat().st_mtime > path.stat().st_mtime:
                    continue
                with path.open("rb") as file:
                    catalogue = read_po(file, locale=path.parts[-3])
                with part.open("wb") as file:
                    write_mo(file, catalogue)
                part.replace(target)

    def prove(self) -> None:
        """Exit 1 and name the first twenty texts that lack a translation."""
        wanted = {(message.id, message.context) for message in collect(settings.ROOT) if message.id}
        missing = []
        for language in LANGUAGES:
            done = {(m.id, m.context) for m in read(language) if m.id and not is_open(m)}
            missing += [f"{language}: {message_id!r}" for message_id, context in wanted if (message_id, context) not in done]
        if missing:
            sys.stderr.write("\n".join(sorted(missing)[:20]) + "\n")
            raise CommandError(f"{len(missing)} texts lack a translation")
        self.stdout.write("every text speaks nb, da and en")
