"""A course as folders: one for each module, in it one for each lesson, in it one file for each language."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from wagtail.models import Page

from courses.exchange.folder import LANGUAGES
from courses.exchange.outgoing.lesson_lines import LessonLines
from courses.exchange.outgoing.names import Names, file_name
from courses.exchange.outgoing.parcel import Parcel, found
from courses.exchange.outgoing.yaml_lines import Row
from courses.exchange.parts import Scope, Thing, families
from courses.outline.models import CoursePage, LessonPage, ModulePage


def collect(scope: Scope) -> Iterable[Thing]:
    """The course, its modules and their lessons, each in the languages it is published in, in the order they are read."""
    if scope.course is None:
        return
    for course in _published(CoursePage, translation_key=scope.course):
        yield course
        for module in _below(course, ModulePage):
            yield module
            yield from _below(module, LessonPage)


def _published(model: Any, **lookup: Any) -> list[Thing]:
    kind = {CoursePage: "course", ModulePage: "module", LessonPage: "lesson"}[model]
    return families(model.objects.live().filter(**lookup).select_related("locale").order_by("path"), kind, languages=LANGUAGES)


def _below(parent: Thing, model: Any) -> list[Thing]:
    """Children in the order of the source language; what was never written in that comes last."""
    source = parent.rows.get("nb") or next(iter(parent.rows.values()))
    first = list(model.objects.live().child_of(source).order_by("path").values_list("translation_key", flat=True))
    keys = {key for row in parent.rows.values() for key in model.objects.child_of(row).values_list("translation_key", flat=True)}
    there = {one.key: one for one in _published(model, translation_key__in=keys)}
    ordered = [*first, *sorted(set(there) - set(first), key=str)]
    return [Thing(one.kind, one.key, one.rows, under=parent.key) for key in ordered if (one := there.get(key))]


def write(parcel: Parcel, things: list[Thing]) -> None:
    """Put course, modules and lessons into the parcel."""
    writer = _Writer(parcel)
    for course in (one for one in things if one.kind == "course"):
        writer.course(course)
        taken: set[str] = set()
        for number, module in enumerate((one for one in things if one.under == course.key), 1):
            folder = f"course/{number:02}-{file_name(module.rows['nb'].slug, taken)}"
            writer.module(module, folder)
            inside: set[str] = set()
            for place, lesson in enumerate((one for one in things if one.under == module.key), 1):
                writer.lesson(lesson, f"{folder}/{place:02}-{file_name(lesson.rows['nb'].slug, inside)}")


def page_key_of(number: int) -> str:
    """What a link to a page says: the translation key, which holds for every kind of page."""
    key = Page.objects.filter(pk=number).values_list("translation_key", flat=True).first()
    return str(key or "")


class _Writer:
    def __init__(self, parcel: Parcel) -> None:
        self.parcel, self.names = parcel, Names(parcel.key)
        self.lines = LessonLines(parcel.media_name, page_key_of)

    def course(self, thing: Thing) -> None:
        source, words = thing.rows["nb"], self.parcel.words
        goals = [
            {"key": goal["key"], "text": {code: _goal(thing.rows[code], goal["key"]) or goal["text"] for code in self.parcel.languages}}
            for goal in _values(source.goals)
        ]
        facts = found(
            key=self.names.of("course", thing.key, source.slug), slug=source.slug, title=words(thing.rows, "title"),
            summary=words(thing.rows, "summary"), intro=words(thing.rows, "intro"), goals=goals,
        )  # fmt: skip
        self.parcel.yaml("course/course.yaml", facts)

    def module(self, thing: Thing, folder: str) -> None:
        rows, slug = thing.rows, thing.rows["nb"].slug
        facts = {"title": self.parcel.words(rows, "title"), "summary": self.parcel.words(rows, "summary")}
        self.parcel.yaml(
            f"{folder}/module.yaml",
            {"key": self.names.of("module", thing.key, slug), **_slug(slug, folder), **facts, **found(picture=rows["nb"].picture)},
        )

    def lesson(self, thing: Thing, folder: str) -> None:
        source = thing.rows["nb"]
        key = self.names.of("lesson", thing.key, source.slug)
        goals = {"goals": Row(_values(source.goals))} if _values(source.goals) else {}
        for code in self.parcel.languages:
            page = thing.rows[code]
            facts = {
                "key": key, **_slug(source.slug, folder), "title": page.title.strip(), "summary": page.summary.strip(),
                "minutes": source.minutes, **goals, "open_to_all": source.open_to_all,
                **({"safety": True} if source.safety else {}),
            }  # fmt: skip
            text = self.lines.lesson(facts, thing.key, page.body.get_prep_value())
            self.parcel.texts[f"{folder}/lesson.{code}.md"] = text


def _values(stream: Any) -> list[Any]:
    return [block["value"] for block in stream.get_prep_value()]


def _goal(page: Any, key: str) -> str:
    return next((goal["text"].strip() for goal in _values(page.goals) if goal["key"] == key), "")


def _slug(slug: str, folder: str) -> dict[str, str]:
    """The short name, where the folder's name is another."""
    return {} if folder.rsplit("/", 1)[-1][3:] == slug else {"slug": slug}


def course_key_of(name: str) -> uuid.UUID | None:
    """The translation key of a published course, by its short name."""
    return CoursePage.objects.live().filter(slug=name).values_list("translation_key", flat=True).first()


def published_courses() -> list[tuple[str, str]]:
    """(short name, title) of every published course in the source language."""
    pages = CoursePage.objects.live().filter(locale__language_code="nb").order_by("title")
    return list(pages.values_list("slug", "title"))
