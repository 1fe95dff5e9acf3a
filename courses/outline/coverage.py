"""Every learning goal of every course, with what serves it: lessons, questions, and what is rated in practice."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn

from cms.training.families import edit_url
from cms.training.goals import LESSON, PRACTICE, QUESTION, Serving, serves_goals, serving
from cms.training.reports import TrainingReport
from cms.versions import SOURCE_LANGUAGE
from courses.outline.models import CoursePage, LessonPage
from courses.outline.rules import STEP


@dataclass(frozen=True)
class Goal:
    """A goal of a course and what serves it."""

    course: str
    key: str
    text: str
    url: str
    lessons: list[Serving]
    questions: list[Serving]
    practice: list[Serving]

    @property
    def gaps(self) -> list[str]:
        """What it lacks, in words."""
        lacks = [(self.lessons, _("no lesson")), (self.questions, _("no question")), (self.practice, _("no practice"))]
        return [str(words) for served, words in lacks if not served]


@serves_goals(LESSON)
def lessons_with_goals() -> list[Serving]:
    """Published lessons of the source language, each with the place of its course in the tree."""
    pages = LessonPage.objects.live().filter(locale__language_code=SOURCE_LANGUAGE).order_by("path")
    return [
        Serving(str(block.value), page.title, edit_url(LessonPage, page.pk), frozenset({page.path[: -2 * STEP]}))
        for page in pages for block in page.goals
    ]  # fmt: skip


def coverage() -> list[Goal]:
    """All goals in the order of the courses. A goal that something else names but no course has is not listed."""
    found = serving()
    lessons = LessonPage.objects.filter(locale__language_code=SOURCE_LANGUAGE).values("path", key=F("translation_key"))
    keys: dict[str, set[uuid.UUID]] = {}
    for lesson in lessons:
        keys.setdefault(lesson["path"][: -2 * STEP], set()).add(lesson["key"])
    goals = []
    for course in CoursePage.objects.filter(locale__language_code=SOURCE_LANGUAGE).order_by("path"):
        own = {course.path, course.slug, *keys.get(course.path, ())}
        for block in course.goals:
            key = block.value["key"]
            by = {how: [one for one in rows if one.goal == key and (not one.belongs or own & one.belongs)] for how, rows in found.items()}
            url = edit_url(CoursePage, course.pk)
            goals.append(Goal(course.title, key, block.value["text"], url, by[LESSON], by[QUESTION], by[PRACTICE]))
    return goals


class ServedColumn(Column):
    """How many serve it, with their names to open; a clear word when nothing does."""

    cell_template_name = "cms/admin/served_cell.html"

    def get_value(self, instance: Any) -> list[Serving]:
        return list(getattr(instance, self.name))


class CoverageView(TrainingReport):
    page_title = _("Learning goals")
    header_icon = "check"
    index_url_name = "training_goals"
    index_results_url_name = "training_goals_results"
    explained = _("A goal is covered when a lesson teaches it, a question asks about it and somebody sees it in practice.")
    gaps_words = _("Only goals with gaps")
    columns = [
        TitleColumn("text", label=_("Goal"), get_url=lambda goal: goal.url),
        Column("key", label=_("Key")), Column("course", label=_("Course")),
        ServedColumn("lessons", label=_("Lessons")), ServedColumn("questions", label=_("Questions")),
        ServedColumn("practice", label=_("In practice")),
    ]  # fmt: skip
    list_export = ["course", "key", "text", "lessons", "questions", "practice", "gaps"]
    export_headings = {
        "course": _("Course"), "key": _("Key"), "text": _("Goal"), "lessons": _("Lessons"), "questions": _("Questions"),
        "practice": _("In practice"), "gaps": _("Missing"),
    }  # fmt: skip

    def found(self) -> list[Goal]:
        return coverage()

    def get_filename(self) -> str:
        return "goals"

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        return {
            name: [getattr(one, "what", one) for one in v] if isinstance(v := getattr(item, name), list) else v for name in self.list_export
        }
