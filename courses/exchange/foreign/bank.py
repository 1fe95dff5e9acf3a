"""From the question bank to files of other systems."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from cms.file_kinds import extension_of
from courses.exchange.foreign import gift, moodle
from courses.exchange.foreign.items import Item, Notes, Picture
from courses.quizzes.bank import Question
from courses.quizzes.kinds.choices import Case

CHUNK = 500
STYLES = {"gift": ("gift.txt", "text/plain; charset=utf-8"), "moodle": ("xml", "application/xml")}


def banks() -> list[str]:
    """The names of every bank that has published questions."""
    return sorted(Question.objects.live().values_list("bank", flat=True).distinct())


def items_of(bank: str, notes: Notes, language: str = "nb") -> Iterator[Item]:
    """The published questions of a bank in one language, by area. A picture whose file is gone is noted."""
    rows = Question.objects.live().filter(bank=bank, locale__language_code=language).select_related("picture").order_by("area", "slug")
    for row in rows.iterator(chunk_size=CHUNK):
        tags = {"area": [row.area], "level": [row.level], "kind": [row.kind], "goal": [str(goal.value) for goal in row.goals]}
        if row.is_critical:
            tags["critical"] = ["yes"]
        parts = [{name: value for name, value in part.items() if name not in ("id", "type")} for part in row.parts()]
        told = {kind: values for kind, values in tags.items() if values}
        yield Item(row.kind, row.stem, parts, row.slug, f"{bank}/{row.area}", row.slug, told, _picture(row, notes))


def _picture(row: Question, notes: Notes) -> Picture | None:
    if row.picture is None:
        return None
    try:
        with row.picture.file.open("rb") as file:
            name = f"{slugify(row.picture.title)[:50] or 'picture'}.{extension_of(row.picture.file.name)}"
            return Picture(name, file.read(), row.picture_alt)
    except OSError:
        notes.add(row.slug, _("its picture is gone: the question goes without"))
        return None


def write_out(bank: str, style: str, notes: Notes, language: str = "nb") -> bytes:
    """A file with the bank's questions in one of STYLES; what it cannot carry is in the notes."""
    with translation.override(language):
        words = {name: str(text) for name, text in Case.words.items()}
    items = items_of(bank, notes, language)
    return gift.write(items, words, notes).encode() if style == "gift" else moodle.write(items, words, notes)


def style_of(name: str) -> str:
    """Which format a file has by its name; "" for a package."""
    lowered = name.lower()
    return "moodle" if lowered.endswith(".xml") else "gift" if lowered.endswith((".gift", ".txt")) else ""
