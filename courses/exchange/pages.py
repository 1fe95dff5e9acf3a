"""Writing a package's course as published pages, through Wagtail's ordinary page API."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from cms.site import ensure_site
from cms.versions import digest_of
from courses.exchange.keys import block_id, key_of
from courses.exchange.lesson_text import Block, LessonText
from courses.exchange.models import LoadedPage
from courses.exchange.package import CourseFiles, LessonFiles, ModuleFiles, Package
from courses.exchange.report import Report
from courses.outline.models import CoursePage, LessonPage, ModulePage


class PageWriter:
    """Writes one package. A page whose package text is as it was when last loaded is not touched, whatever editors did to it since."""

    def __init__(self, package: Package, report: Report, by: Any) -> None:
        self.package, self.report, self.by = package, report, by
        self.new: set[int] = set()
        self.loaded = {(row.key, row.language): row for row in LoadedPage.objects.filter(package=package.key)}

    def write(self, course: CourseFiles) -> None:
        """The whole course in every language, in the order of the package."""
        homes = ensure_site()
        top: dict[str, Page] = {language: homes[language] for language in self.package.languages}
        course_pages = self._each(CoursePage, "course", course.key, course.slug, top, self._course(course))
        modules = []
        for module in course.modules:
            pages = self._each(ModulePage, "module", module.key, module.slug, course_pages, self._module(module))
            lessons = [self._each(LessonPage, "lesson", lesson.key, lesson.slug, pages, self._lesson(lesson)) for lesson in module.lessons]
            self._order(pages, lessons)
            modules.append(pages)
        self._order(course_pages, modules)

    def _course(self, course: CourseFiles) -> dict[str, dict[str, Any]]:
        key = key_of(self.package.key, "course", course.key)
        return {
            language: {
                "title": course.title[language],
                "summary": course.summary[language],
                "intro": course.intro[language],
                "goals": json.dumps(
                    [
                        {"type": "goal", "value": {"key": name, "text": text[language]}, "id": block_id(key, f"goal-{name}")}
                        for name, text in course.goals
                    ]
                ),
            }
            for language in self.package.languages
        }

    def _module(self, module: ModuleFiles) -> dict[str, dict[str, Any]]:
        return {language: {"title": module.title[language], "summary": module.summary[language]} for language in self.package.languages}

    def _lesson(self, lesson: LessonFiles) -> dict[str, dict[str, Any]]:
        key = key_of(self.package.key, "lesson", lesson.key)
        return {language: _lesson_fields(text, key) for language, text in lesson.texts.items()}

    def _each(
        self, model: type[Page], kind: str, local_key: str, slug: str, parents: dict[str, Page], fields: dict[str, dict[str, Any]]
    ) -> dict[str, Page]:
        """One page in every language, each under its parent of that language."""
        key = key_of(self.package.key, kind, local_key)
        have = {page.locale.language_code: page for page in model.objects.filter(translation_key=key).select_related("locale")}
        pages = {}
        for language in self.package.languages:
            pages[language] = self._one(
                model, kind, key, language, have.get(language), parents[language], {**fields[language], "slug": slug}
            )
        return pages

    def _one(
        self, model: type[Page], kind: str, key: uuid.UUID, language: str, page: Page | None, parent: Page, fields: dict[str, Any]
    ) -> Page:
        digest, before = digest_of(fields), self.loaded.get((key, language))
        if page is not None and before is not None and before.digest == digest:
            self.report.same[kind] += 1
            return page
        if page is None:
            page = model(translation_key=key, locale=parent.locale, **fields)
            parent.add_child(instance=page)
            self.new.add(page.pk)
            self.report.made[kind] += 1
        else:
            page = page.get_latest_revision_as_object() if page.has_unpublished_changes else page
            for name, value in fields.items():
                setattr(page, name, value)
            self.report.changed[kind] += 1
        page.save_revision(user=self.by, log_action=True).publish(user=self.by)
        LoadedPage.objects.update_or_create(
            key=key, language=language, defaults={"package": self.package.key, "digest": digest, "loaded_at": timezone.now()}
        )
        return model.objects.get(pk=page.pk)

    def _order(self, parents: dict[str, Page], children: list[dict[str, Page]]) -> None:
        """New pages go where the package has them, behind the one before; an order editors chose among the old ones is left alone."""
        for language, parent in parents.items():
            wanted = [pages[language].pk for pages in children]
            standing = [pk for pk in parent.get_children().values_list("pk", flat=True) if pk in wanted]
            if standing == wanted:
                continue
            for before, pk in zip([None, *wanted], wanted, strict=False):
                if pk in self.new and before is None:
                    Page.objects.get(pk=pk).move(Page.objects.get(pk=parent.pk), pos="first-child")
                elif pk in self.new:
                    Page.objects.get(pk=pk).move(Page.objects.get(pk=before), pos="right")


def _lesson_fields(text: LessonText, key: uuid.UUID) -> dict[str, Any]:
    counted: dict[str, int] = {}
    body = []
    for block in text.blocks:
        counted[block.kind] = counted.get(block.kind, 0) + 1
        body.append(_raw(block, key, block.key or f"{block.kind}-{counted[block.kind]}"))
    return {
        "title": text.title,
        "summary": text.summary,
        "minutes": text.minutes,
        "open_to_all": text.open_to_all,
        "goals": json.dumps([{"type": "goal", "value": goal, "id": block_id(key, f"goal-{goal}")} for goal in text.goals]),
        "body": json.dumps(body),
    }


def _raw(block: Block, lesson: uuid.UUID, name: str) -> dict[str, Any]:
    """A block as Wagtail stores it, list items with ids of their own."""
    value = block.value
    for field in ("lines", "options"):
        if isinstance(value, dict) and field in value:
            items = [
                {"type": "item", "value": item, "id": block_id(lesson, f"{name}/{number}")} for number, item in enumerate(value[field], 1)
            ]
            value = {**value, field: items}
    return {"type": block.kind, "value": value, "id": block_id(lesson, name)}
