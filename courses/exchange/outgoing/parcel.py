"""A parcel: the files of a package before they are written anywhere, and what could not be carried."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from django.utils.text import slugify
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from cms.file_kinds import extension_of
from courses.exchange.outgoing.yaml_lines import yaml_lines

SAME_DAY = (2020, 1, 1, 0, 0, 0)  # a zip of the same things is the same file, whenever it is made
FINGERPRINT = 8


@dataclass
class Parcel:
    """One package on its way out. `notes` say what stayed behind and why, in words for the person who exports."""

    key: str
    languages: list[str]
    texts: dict[str, str] = field(default_factory=dict)
    media: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    _names: dict[tuple[Any, int], str] = field(default_factory=dict)

    def yaml(self, path: str, value: Any) -> None:
        self.texts[path] = yaml_lines(value)

    def words(self, rows: Mapping[str, Any], name: str) -> dict[str, str]:
        """A column in every language of the parcel."""
        return {code: str(getattr(rows[code], name) or "").strip() for code in self.languages}

    def media_name(self, field_name: str, number: int | None) -> str:
        """The path of a picture or document in the parcel; "" when it is gone."""
        model = get_image_model() if field_name in ("image", "poster") else get_document_model()
        if number and (model, number) not in self._names:
            found = model._default_manager.filter(pk=number).first()
            self._names[model, number] = self._take(model, found) if found else ""
        return self._names.get((model, number), "") if number else ""

    def _take(self, model: Any, found: Any) -> str:
        """Files with the same content are one file, named after the first of them."""
        with found.file.open("rb") as file:
            fingerprint = _fingerprint(file)
        twins = model._default_manager.filter(file_hash=fingerprint).order_by("pk") if fingerprint else ()
        first = next(iter(twins), found)
        tail = fingerprint[:FINGERPRINT]
        stem = (
            slugify(Path(first.title).stem if "." in first.title[-5:] else first.title).removesuffix(f"-{tail}").strip("-_")[:50] or "file"
        )
        name = f"media/{stem}-{tail}.{extension_of(Path(found.file.name).name)}"
        self.media[name] = found
        return name

    def contents(self) -> Iterable[tuple[str, bytes]]:
        """Every file in order, path and bytes."""
        for path in sorted([*self.texts, *self.media]):
            if path in self.texts:
                yield path, self.texts[path].encode()
            else:
                with self.media[path].file.open("rb") as file:
                    yield path, file.read()

    def zip_into(self, out: BinaryIO) -> None:
        """Write it as a zip: sorted, with one fixed date, so that the same content gives the same bytes."""
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as whole:
            for path, content in self.contents():
                entry = zipfile.ZipInfo(path, SAME_DAY)
                entry.create_system, entry.external_attr, entry.compress_type = 3, 0o644 << 16, zipfile.ZIP_DEFLATED
                whole.writestr(entry, content)

    def write_into(self, folder: Path) -> None:
        """Write it as a folder, which must not be there yet or be empty: nothing of somebody's is overwritten. Raises FileExistsError."""
        if folder.exists() and any(folder.iterdir()):
            raise FileExistsError(folder)
        for path, content in self.contents():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)


def _fingerprint(file: Any) -> str:
    """As Wagtail names files; see `courses.exchange.media`."""
    return hashlib.sha1(file.read(), usedforsecurity=False).hexdigest()


def found(**values: Any) -> dict[str, Any]:
    """The values that are there: names without one are left out of a file."""
    return {name: value for name, value in values.items() if value is not None and value != "" and _said(value)}


def _said(value: Any) -> bool:
    """Whether a text in several languages says anything in one of them."""
    return bool(value) and (any(value.values()) if isinstance(value, dict) and all(isinstance(v, str) for v in value.values()) else True)
