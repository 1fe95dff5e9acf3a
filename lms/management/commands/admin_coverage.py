"""`manage.py admin_coverage`: how much of the admin speaks Norwegian and Danish, app by app and catalogue by catalogue."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand

from lms.management.commands.catalogues import LANGUAGES, is_open

DOMAINS = ("django", "djangojs")
type Key = tuple[str, str | None]


def read(folder: Path, language: str, domain: str) -> dict[Key, Message]:
    """The texts of one catalogue by id and context; none where there is no such file."""
    path = folder / language / "LC_MESSAGES" / f"{domain}.po"
    if not path.exists():
        return {}
    with path.open("rb") as file:
        catalogue: Catalog = read_po(file, locale=language)
    return {(one.id if isinstance(one.id, str) else one.id[0], one.context): one for one in catalogue if one.id}


def mounted() -> Iterator[tuple[str, Path]]:
    """Wagtail's apps that are installed here and have texts, and wagtail-localize's."""
    for app in apps.get_app_configs():
        folder = Path(app.path) / "locale"
        if app.name.startswith("wagtail") and (folder / "en").exists():
            yield app.name, folder


def coverage() -> list[tuple[str, str, int, dict[str, int]]]:
    """(app, catalogue, number of texts, how many of them speak each language), counting the app's own catalogue and our overlay."""
    overlay = Path(settings.ADMIN_LOCALE)
    rows = []
    for name, folder in mounted():
        for domain in DOMAINS:
            if wanted := read(folder, "en", domain):
                done = {
                    language: _spoken(wanted, read(folder, language, domain), read(overlay, language, domain)) for language in LANGUAGES
                }
                rows.append((name, domain, len(wanted), done))
    return rows


def _spoken(wanted: dict[Key, Message], *catalogues: dict[Key, Message]) -> int:
    return sum(any(key in one and not is_open(one[key]) for one in catalogues) for key in wanted)


class Command(BaseCommand):
    help = "Prints, for each app of the admin and each catalogue, the share of texts in nb and da, and the sum. --least N: exit 1 when a sum is below N per cent."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--least", type=float, default=0, help="per cent that both languages must reach")

    def handle(self, *args: Any, least: float, **options: Any) -> None:
        rows = coverage()
        sums = {
            language: 100 * sum(done[language] for *_rest, done in rows) / sum(n for _a, _d, n, _done in rows) for language in LANGUAGES
        }
        self.stdout.write(f"{'app':28}{'catalogue':10}{'texts':>6}" + "".join(f"{language:>8}" for language in LANGUAGES))
        for name, domain, count, done in rows:
            shares = "".join(f"{100 * done[language] / count:7.1f}%" for language in LANGUAGES)
            self.stdout.write(f"{name:28}{domain:10}{count:6}{shares}")
        self.stdout.write(
            f"{'all':38}{sum(n for _a, _d, n, _done in rows):6}" + "".join(f"{sums[language]:7.1f}%" for language in LANGUAGES)
        )
        if any(share < least for share in sums.values()):
            sys.exit(1)
