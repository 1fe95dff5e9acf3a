"""What a course consists of, in a language, with the source language where a translation is missing."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.http import Http404
from django.urls import get_script_prefix
from django.utils import translation
from wagtail.models import Page

from cms.versions import SOURCE_LANGUAGE
from courses.outline.models import CoursePage, LessonPage, ModulePage
from courses.outline.rules import STEP, Row, children, in_language, parent_path, tail


@dataclass(frozen=True)
class Lesson:
    key: uuid.UUID
    title: str
    minutes: int
    url: str
    open_to_all: bool = False


@dataclass(frozen=True)
class Module:
    key: uuid.UUID
    title: str
    summary: str
    lessons: list[Lesson]
    url: str
    opens_on: date | None = None
    needs: tuple[uuid.UUID, ...] = ()
    picture: str = ""

    @property
    def keys(self) -> list[uuid.UUID]:
        return [lesson.key for lesson in self.lessons]

    @property
    def minutes(self) -> int:
        return sum(lesson.minutes for lesson in self.lessons)


@dataclass(frozen=True)
class Course:
    key: uuid.UUID
    title: str
    summary: str
    modules: list[Module]
    url: str

    @cached_property
    def lessons(self) -> list[Lesson]:
        return [lesson for module in self.modules for lesson in module.lessons]

    @cached_property
    def by_key(self) -> dict[uuid.UUID, Lesson]:
        return {lesson.key: lesson for lesson in self.lessons}

    @cached_property
    def order(self) -> list[uuid.UUID]:
        return [lesson.key for lesson in self.lessons]

    def module_of(self, lesson_key: uuid.UUID) -> Module | None:
        return next((module for module in self.modules if lesson_key in module.keys), None)


def active_language() -> str:
    """The language of the page being made, as one of ours."""
    return (translation.get_language() or SOURCE_LANGUAGE).split("-")[0]


def course_outline(course_key: uuid.UUID, language: str | None = None) -> Course | None:
    """The published course, or None when nothing of it is published. Two queries, however large it is."""
    return _outline(Q(translation_key=course_key), language or active_language())


def outline_around(lesson_path: str, language: str | None = None, *, written_in: str = "") -> Course | None:
    """The course in which the page at `lesson_path` stands. `written_in`, where it is known, spares a query in the source language."""
    wanted, top = language or active_language(), lesson_path[: -2 * STEP]
    if wanted == written_in == SOURCE_LANGUAGE:
        return _course([top], wanted)
    return _outline(Q(path=top), wanted)


def outline_of_module(module_key: uuid.UUID, language: str | None = None) -> Course | None:
    """The published course in which a module stands."""
    path = ModulePage.objects.filter(translation_key=module_key).order_by("path").values_list("path", flat=True).first()
    return _outline(Q(path=parent_path(path)), language or active_language()) if path else None


def module_outline(module_key: uuid.UUID, language: str | None = None) -> Module | None:
    """One published module, or None."""
    course = outline_of_module(module_key, language)
    return next((m for m in course.modules if m.key == module_key), None) if course else None


def modules_of_lessons() -> dict[uuid.UUID, uuid.UUID]:
    """The module of every published lesson, by key. Two queries."""
    modules = dict(ModulePage.objects.values_list("path", "translation_key"))
    lessons = LessonPage.objects.live().values_list("translation_key", "path")
    return {key: modules[parent_path(path)] for key, path in lessons if parent_path(path) in modules}


def module_names() -> list[tuple[str, str]]:
    """Every module in the source language, for editors to choose from: its key and its title."""
    pages = ModulePage.objects.filter(locale__language_code=SOURCE_LANGUAGE).order_by("path")
    return [(str(page.translation_key), page.title) for page in pages]


def course_keys() -> list[uuid.UUID]:
    """Keys of every published course, in the order of the tree."""
    pages = CoursePage.objects.live().filter(locale__language_code=SOURCE_LANGUAGE)
    return list(pages.order_by("path").values_list("translation_key", flat=True))


def open_lesson_outline(language: str | None = None) -> Lesson | None:
    """The lesson that can be read without an account, if there is one."""
    wanted = language or active_language()
    pages = LessonPage.objects.live().filter(open_to_all=True, locale__language_code__in={wanted, SOURCE_LANGUAGE})
    rows = list(_values(Page.objects.filter(pk__in=pages.values("pk"))).order_by("path"))
    pairs = in_language(rows, language=wanted, source=SOURCE_LANGUAGE)
    return _lesson(pairs[0][1], wanted) if pairs else None


def find_lesson(lesson_key: uuid.UUID) -> LessonPage:
    """The published lesson with this key, in the active language if it is written in it; Http404 otherwise."""
    pages = {p.locale.language_code: p for p in LessonPage.objects.live().filter(translation_key=lesson_key).select_related("locale")}
    page = pages.get(active_language()) or pages.get(SOURCE_LANGUAGE) or next(iter(pages.values()), None)
    if page is None:
        raise Http404
    return page


def lesson_url(page: LessonPage) -> str:
    """Where a lesson is read, in the language of the page being made."""
    return f"{get_script_prefix()}{active_language()}/{tail(page.url_path)}"


def _values(pages: Any) -> Any:
    return pages.values(
        "path", "title", "url_path", key=F("translation_key"), language=F("locale__language_code"), minutes=F("lessonpage__minutes"),
        open_to_all=F("lessonpage__open_to_all"), summary=Coalesce("modulepage__summary", "coursepage__summary"),
        opens_on=F("modulepage__opens_on"), needs=F("modulepage__needs"),
        picture=F("modulepage__picture"),
    )  # fmt: skip


def _outline(which: Q, language: str) -> Course | None:
    key = CoursePage.objects.filter(which).values("translation_key")[:1]
    courses = CoursePage.objects.filter(translation_key__in=key, locale__language_code__in={language, SOURCE_LANGUAGE})
    return _course([path for path, live in courses.values_list("path", "live") if live], language)


def _course(paths: list[str], language: str) -> Course | None:
    """Built from one query over the trees at `paths`; None when their top is not published."""
    if not paths:
        return None
    below = Q()
    for path in paths:
        below |= Q(path__startswith=path)
    pairs = in_language(_values(Page.objects.live().filter(below)), language=language, source=SOURCE_LANGUAGE)
    return _build(pairs, language) if pairs and pairs[0][0]["path"] in paths else None


def _build(pairs: Sequence[tuple[Row, Row]], language: str) -> Course:
    (root, words), *rest = pairs
    modules = [
        Module(
            key=place["key"],
            title=text["title"],
            summary=text["summary"] or "",
            lessons=[_lesson(row, language) for _place, row in children(rest, place["path"])],
            url=_url(text, language),
            opens_on=place["opens_on"],
            needs=tuple(map(uuid.UUID, place["needs"] or ())),
            picture=place["picture"] or "",
        )
        for place, text in children(rest, root["path"])
    ]
    return Course(key=root["key"], title=words["title"], summary=words["summary"] or "", modules=modules, url=_url(words, language))


def _lesson(row: Row, language: str) -> Lesson:
    return Lesson(row["key"], row["title"], row["minutes"] or 0, _url(row, language), bool(row["open_to_all"]))


def _url(row: Row, language: str) -> str:
    return f"{get_script_prefix()}{language}/{tail(row['url_path'])}"
