"""From files of other systems to the question bank. What comes in is a draft: somebody reads it before it is asked."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterable, Iterator
from typing import Any, BinaryIO

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Locale

from cms.versions import digest_of
from courses.exchange.foreign import gift, moodle
from courses.exchange.foreign.bank import CHUNK
from courses.exchange.foreign.items import Item, Notes, Picture
from courses.exchange.picture_files import fingerprint_of, picture_on_the_shelf
from courses.exchange.report import Report
from courses.quizzes.bank import Level, Question
from courses.quizzes.blocks import Area
from courses.quizzes.kinds import KINDS
from courses.quizzes.package import LETTERS, part_id

HEAVY = 16 * 1024 * 1024  # bytes of pictures that are in memory at once
GOAL = re.compile(r"^[a-z][a-z0-9-]*$")

type Progress = Callable[[int, int], None]


def questions_of(file: BinaryIO, style: str, notes: Notes) -> Iterator[Item]:
    """The questions of a file, one after the other. Raises moodle.Unreadable, perhaps after the first ones, or UnicodeDecodeError for
    GIFT that is not UTF-8."""
    return iter(gift.read(file.read().decode("utf-8-sig"), notes)) if style == "gift" else moodle.read(file, notes)


def portions(items: Iterable[Item], most: int) -> Iterator[list[Item]]:
    """Questions in portions of at most so many, and fewer where their pictures are heavy."""
    portion: list[Item] = []
    weight = 0
    for item in items:
        portion.append(item)
        weight += len(item.picture.content) if item.picture else 0
        if len(portion) >= most or weight > HEAVY:
            yield portion
            portion, weight = [], 0
    if portion:
        yield portion


def unread(wrong: moodle.Unreadable | UnicodeDecodeError, report: Report) -> None:
    """Put what keeps a file from being read into the report, with the line where there is one."""
    if isinstance(wrong, UnicodeDecodeError):
        report.error("questions", wrong.object[: wrong.start].count(b"\n") + 1, _("not UTF-8 text"))
    else:
        report.error("questions", wrong.line, str(wrong))


def bring_in(
    file: BinaryIO, style: str, notes: Notes, *, bank: str, area: str, by: Any, dry: bool, language: str = "nb",
    progress: Progress = lambda done, all_of_them: None,
) -> Report:  # fmt: skip
    """Read a file into a bank as drafts, in steps of a few hundred. Questions that are here word for word are left alone, so that a second
    try goes on where the first one stopped. `area` is for those whose category names none. A file that cannot be read changes nothing."""
    report = Report(dry=dry)
    try:
        count = sum(1 for _item in questions_of(file, style, Notes()))
    except (moodle.Unreadable, UnicodeDecodeError) as wrong:
        unread(wrong, report)
        return report
    file.seek(0)
    shelf, done = Shelf(bank, area, language, notes, report, by), 0
    for items in portions(questions_of(file, style, notes), CHUNK):
        with transaction.atomic():
            shelf.take(items)
        progress(done := done + len(items), count)
    return report


class Shelf:
    """One bank in one language while questions are put into it."""

    def __init__(self, bank: str, area: str, language: str, notes: Notes, report: Report, by: Any) -> None:
        self.bank, self.area, self.notes, self.report, self.by = bank, area, notes, report, by
        self.locale = Locale.objects.get_or_create(language_code=language)[0]
        rows = Question.objects.filter(bank=bank, locale=self.locale)
        self.slugs: dict[str, int] = dict(rows.values_list("slug", "pk"))
        self.known = set(rows.exclude(loaded="").values_list("loaded", flat=True))

    def take(self, items: Iterable[Item]) -> None:
        new = []
        for item in items:
            fields = self._fields(item)
            digest = digest_of({"came": True, **fields, **_mark(item.picture)})
            slug = slugify(item.name)[:50] or item.kind.replace("_", "-")
            mine = self.slugs.get(slug) if item.tags.get("area") else None  # only our own files name questions by their short names
            if mine:
                self._again(Question.objects.get(pk=mine), item, fields)
            elif digest in self.known:
                self.report.tell("same", "question", slug)
            else:
                new.append(self._new(self._free(slug), fields, digest, item.picture))
                self.known.add(digest)
            self._care(item, slug)
        if not self.report.dry:
            Question.objects.bulk_create(new)

    def _free(self, slug: str) -> str:
        name = slug
        number = 2
        while name in self.slugs:
            name, number = f"{slug}-{number}", number + 1
        self.slugs[name] = 0
        return name

    def _fields(self, item: Item) -> dict[str, Any]:
        level = next(iter(item.tags.get("level", [])), "")
        return {
            "kind": item.kind, "area": self._area_of(item), "level": level if level in Level.values else Level.APPLY.value,
            "is_critical": "critical" in item.tags, "goals": [goal for goal in item.tags.get("goal", []) if GOAL.match(goal)],
            "stem": item.stem, "parts": item.parts,
        }  # fmt: skip

    def _area_of(self, item: Item) -> str:
        named = [*item.tags.get("area", []), *reversed([slugify(step) for step in item.category.split("/")])]
        return next((name for name in named if name in Area.values), self.area)

    def _new(self, slug: str, fields: dict[str, Any], digest: str, picture: Picture | None) -> Question:
        self.report.tell("made", "question", slug)
        plain = {name: value for name, value in fields.items() if name not in ("parts", "goals")}
        row = Question(bank=self.bank, slug=slug, locale=self.locale, translation_key=uuid.uuid4(), loaded=digest, live=False,
                       has_unpublished_changes=True, **plain)  # fmt: skip
        row.goals = [("goal", goal) for goal in fields["goals"]]
        row.options = _blocks(row, fields["parts"])
        self._hang(row, picture)
        return row

    def _hang(self, row: Question, picture: Picture | None) -> None:
        if picture and not self.report.dry:
            row.picture_id, row.picture_alt = picture_on_the_shelf(picture.content, picture.name, by=self.by), picture.alt

    def _again(self, row: Question, item: Item, fields: dict[str, Any]) -> None:
        """One of our own comes back: what the format has no place for stays; what was changed becomes a draft beside what is published."""
        there = [{name: value for name, value in part.items() if name not in ("id", "type")} for part in row.parts()]
        parts = [_completed(part, there[n] if n < len(there) else {}) for n, part in enumerate(fields["parts"])]
        seen = item.picture is None or _mark(item.picture) == _mark_of(row)
        if seen and (row.kind, row.stem, row.area, row.level, there) == (item.kind, item.stem, fields["area"], fields["level"], parts):
            self.report.tell("same", "question", row.slug)
            return
        self.report.tell("changed", "question", row.slug)
        if self.report.dry:
            return
        ids = [part["id"] for part in row.parts()]
        row.kind, row.stem, row.area, row.level = item.kind, item.stem, fields["area"], fields["level"]
        row.options = _blocks(row, parts, ids)
        self._hang(row, item.picture)
        row.save_revision(user=self.by, clean=False, log_action=True)

    def _care(self, item: Item, slug: str) -> None:
        """What has to be done before somebody can publish it."""
        how = KINDS[item.kind]
        blocks = [{"id": str(n), "type": how.part, **part} for n, part in enumerate(item.parts)]
        if complaint := how.complaint(blocks):
            self.notes.add(slug, _("before it can be published: %(what)s") % {"what": complaint})
        elif not all(str(why or "").strip() for why in how.reasons(blocks).values()):
            self.notes.add(slug, _("before it can be published: every option needs its own explanation"))
        if not item.stem:
            self.notes.add(slug, _("before it can be published: it needs words, not only a picture"))
        if len(item.stem) > 600 or any(len(str(value)) > 600 for part in item.parts for value in part.values()):
            self.notes.add(slug, _("before it can be published: it is too long"))


def _mark(picture: Picture | None) -> dict[str, str]:
    """What tells a picture and its words from others; nothing where there is none."""
    return {"picture": fingerprint_of(picture.content), "alt": picture.alt} if picture else {}


def _mark_of(row: Question) -> dict[str, str]:
    return {"picture": row.picture.get_file_hash(), "alt": row.picture_alt} if row.picture else {}


def _completed(part: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    """A part with the reason it has here, where the words are the same and the file had no place for reasons."""
    same = {name: value for name, value in part.items() if name != "explanation"} == {n: v for n, v in before.items() if n != "explanation"}
    return {**part, "explanation": before["explanation"]} if same and "explanation" in before and not part.get("explanation") else part


def _blocks(row: Question, parts: list[dict[str, Any]], ids: list[str] | None = None) -> list[dict[str, Any]]:
    kind = KINDS[row.kind].part
    made = [part_id(row.translation_key, kind, LETTERS[n] if n < len(LETTERS) else f"x{n}") for n in range(len(parts))]
    kept = [*(ids or []), *made[len(ids or []) :]]
    return [{"type": kind, "id": kept[n], "value": part} for n, part in enumerate(parts)]
