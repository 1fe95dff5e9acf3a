"""How things are called in a package: as it was when it was loaded, or as their short name says, or by their translation key."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable

from courses.exchange.keys import local_key
from courses.exchange.models import LoadedPackage, LoadedPage
from courses.exchange.parts import Thing

FOLDER = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class Names:
    """Looks up the names that one package gave."""

    def __init__(self, package: str) -> None:
        self.package = package
        rows = LoadedPage.objects.filter(package=package).exclude(name="").values_list("key", "name")
        self.loaded: dict[uuid.UUID, str] = dict(rows)

    def of(self, kind: str, key: uuid.UUID, *guesses: str) -> str:
        """The key of a thing in the files of this package."""
        return local_key(self.package, kind, key, (self.loaded.get(key, ""), *guesses))

    def of_thing(self, thing: Thing) -> dict[str, str]:
        """`key`, and `slug` where the short name is another word."""
        slug = thing.rows["nb"].slug
        key = self.of(thing.kind, thing.key, slug)
        return {"key": key} if key == slug else {"key": key, "slug": slug}


def belongs_here(package: str, kind: str, things: Iterable[Thing]) -> list[Thing]:
    """Those that this package named, and those that no package we know named: somebody wrote them in the admin."""
    known = {*LoadedPackage.objects.values_list("key", flat=True), *LoadedPage.objects.values_list("package", flat=True)} - {package}
    others = [Names(key) for key in sorted(known)]
    return [one for one in things if not any(_named(other, kind, one) for other in others)]


def _named(names: Names, kind: str, thing: Thing) -> bool:
    slugs = {row.slug for row in thing.rows.values()}
    return thing.key in names.loaded or local_key(names.package, kind, thing.key, slugs) != str(thing.key)


def file_name(slug: str, taken: set[str]) -> str:
    """A name for a file or folder that the format takes: small letters, digits, hyphens; each once."""
    stem = slug if FOLDER.fullmatch(slug) else "-".join(re.findall(r"[a-z0-9]+", slug.lower())) or "unnamed"
    name = next(one for n in range(1, 10_000) if (one := stem if n == 1 else f"{stem}-{n}") not in taken)
    taken.add(name)
    return name
