"""Questions and quizzes, as they stand in a package: questions by what they are about, one file for each quiz."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from courses.exchange.folder import LANGUAGES
from courses.exchange.outgoing.names import Names, file_name
from courses.exchange.outgoing.parcel import Parcel, found
from courses.exchange.outgoing.yaml_lines import Row
from courses.exchange.parts import Scope, Thing, families
from courses.outline.models import LessonPage, ModulePage
from courses.quizzes.bank import Question, Quiz
from courses.quizzes.kinds import Slot
from courses.quizzes.package import part_name

A_FILE = 150  # questions; a file in three languages stays well below a megabyte


def collect(scope: Scope) -> Iterable[Thing]:
    """Every published question and quiz of the bank that has the package's name."""
    for model, kind in ((Question, "question"), (Quiz, "quiz")):
        rows = model.objects.live().filter(bank=scope.package).select_related("locale").order_by("slug", "pk")
        yield from families(rows, kind, languages=LANGUAGES)


def write(parcel: Parcel, things: list[Thing]) -> None:
    names = Names(parcel.key)
    questions = [one for one in things if one.kind == "question"]
    lessons = _lessons(names, {one.rows["nb"].lesson_key for one in questions} - {None})
    areas = defaultdict(list)
    for one in questions:
        areas[one.rows["nb"].area].append(_question(parcel, names, one, lessons))
    for area, written in areas.items():
        for start in range(0, len(written), A_FILE):
            number = f"-{start // A_FILE + 1}" if start else ""
            parcel.yaml(f"questions/{area}{number}.yaml", written[start : start + A_FILE])
    taken: set[str] = set()
    for one in (one for one in things if one.kind == "quiz"):
        parcel.yaml(f"quizzes/{file_name(one.rows['nb'].slug, taken)}.yaml", _quiz(parcel, names, one))


def _lessons(names: Names, keys: set[UUID | Any]) -> dict[UUID, str]:
    """How the lessons to read are called. One that is gone is left out."""
    pages = LessonPage.objects.filter(translation_key__in=keys, locale__language_code="nb")
    return {key: names.of("lesson", key, slug) for key, slug in pages.values_list("translation_key", "slug")}


def _question(parcel: Parcel, names: Names, one: Thing, lessons: dict[UUID, str]) -> dict[str, Any]:
    source = one.rows["nb"]
    goals = [str(goal.value) for goal in source.goals]
    if source.lesson_key and source.lesson_key not in lessons:
        parcel.notes.append(_("The lesson to read of question “%(name)s” is gone; the question goes without.") % {"name": source.slug})
    return {
        **names.of_thing(one), "kind": source.kind, "area": source.area, "level": source.level, "critical": source.is_critical,
        **({"goals": Row(goals)} if goals else {}), **found(lesson=lessons.get(source.lesson_key)),
        "stem": parcel.words(one.rows, "stem"), **_picture(parcel, one), **_parts(parcel, one),
    }  # fmt: skip


def _picture(parcel: Parcel, one: Thing) -> dict[str, Any]:
    """The picture and its words; one that is gone is noted."""
    source = one.rows["nb"]
    if not source.picture_id:
        return {}
    if name := parcel.media_name("image", source.picture_id):
        return {"picture": name, "picture_alt": parcel.words(one.rows, "picture_alt")}
    parcel.notes.append(_("The picture of question “%(name)s” is gone; the question goes without.") % {"name": source.slug})
    return {}


def _parts(parcel: Parcel, one: Thing) -> dict[str, Any]:
    """What the question is made of, under the names its kind gives."""
    source, how = one.rows["nb"], one.rows["nb"].how
    said = {code: {each["id"]: each for each in one.rows[code].parts()} for code in parcel.languages}
    written = []
    for part in source.parts():
        words = {code: each.get(part["id"], part) for code, each in said.items()}
        fields = {slot.name: value for slot in how.slots if (value := _slot(slot, part, words)) is not None}
        written.append({"key": part_name(one.key, how.part, part["id"]), **fields})
    if how.listed:
        return {how.listed: written}
    return {name: value for part in written[:1] for name, value in part.items() if name != "key"}


def _slot(slot: Slot, part: dict[str, Any], words: dict[str, dict[str, Any]]) -> Any:
    """One field of a part; None where it may be left out and says nothing."""
    if slot.holds == "words":
        texts = {code: str(each.get(slot.block) or "").strip() for code, each in words.items()}
        return texts if slot.required or any(texts.values()) else None
    value = part.get(slot.block)
    if slot.holds == "flag":
        return bool(value)
    if slot.holds == "numbers":
        return Row(int(number) for number in re.findall(r"\d+", str(value or "")))
    if slot.holds == "number":
        return None if value is None else int(value) if float(value).is_integer() else float(value)
    return value


def _quiz(parcel: Parcel, names: Names, one: Thing) -> dict[str, Any]:
    rules = one.rows["nb"].blueprint
    share = float(rules.pass_share)
    keys = {key for row in rules.rows for key in row.modules}
    pages = ModulePage.objects.filter(translation_key__in=keys, locale__language_code="nb") if keys else ModulePage.objects.none()
    modules = {str(key): slug for key, slug in pages.values_list("translation_key", "slug")}
    return {
        **names.of_thing(one), "title": parcel.words(one.rows, "title"), **found(intro=parcel.words(one.rows, "intro")),
        "pass_share": int(share) if share == int(share) else share, **found(minutes=rules.minutes),
        "draw": [
            {"area": row.area, "critical": row.critical, "count": row.count,
             **found(modules=Row(names.of("module", UUID(key), modules.get(key, "")) for key in row.modules))}
            for row in rules.rows
        ],
        "retry_hours": Row(rules.retry_hours), **found(max_attempts=rules.max_attempts),
    }  # fmt: skip
