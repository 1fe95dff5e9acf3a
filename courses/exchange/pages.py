"""Writing a package's course as published pages, through Wagtail's ordinary page API."""

from __future__ import annotations

import json
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.approval.actions import ask_for_approval
from cms.approval.models import SafetyMixin, may_go_live
from cms.pages import HomePage, StandardPage
from cms.site import ensure_site
from cms.versions import digest_of, says_already
from courses.exchange import formatted_text
from courses.exchange.keys import UUID, block_id, key_of
from courses.exchange.lesson_text import LessonText
from courses.exchange.media import Media
from courses.exchange.models import LoadedPage
from courses.exchange.package import CourseFiles, LessonFiles, ModuleFiles, Package
from courses.exchange.page_text import PageFiles, PageText
from courses.exchange.report import Report
from courses.outline.models import CoursePage, LessonPage, ModulePage

PAGE_LINK = 'href=\\"page:'  # as it stands in JSON
KINDS: dict[type[Page], str] = {CoursePage: "course", ModulePage: "module", LessonPage: "lesson", StandardPage: "page"}


class Refused(Exception):
    """A page cannot be made; why stands in the report, and the loader rolls everything back."""


@dataclass(frozen=True)
class Place:
    """What a page is and where it comes from."""

    model: type[Page]
    kind: str
    key: uuid.UUID
    slug: str
    file: str
    name: str  # its key in the package


class PageWriter:
    """Writes one package. A page whose package text is as it was when last loaded is not touched, whatever editors did to it since."""

    def __init__(self, package: Package, media: Media, report: Report, by: Any) -> None:
        self.package, self.media, self.report, self.by = package, media, report, by
        self.new: set[int] = set()
        self.unlinked: list[tuple[Page, str]] = []  # pages with links to what was not there yet, and their bodies
        self.loaded = {(row.key, row.language): row for row in LoadedPage.objects.filter(package=package.key)}

    def write(self, course: CourseFiles) -> None:
        """The whole course in every language, in the order of the package."""
        homes = ensure_site()
        top: dict[str, Page] = {language: homes[language] for language in self.package.languages}
        course_pages = self._each(self._place(CoursePage, course), top, self._course(course))
        modules = []
        for module in course.modules:
            pages = self._each(self._place(ModulePage, module), course_pages, self._module(module))
            lessons = [self._each(self._place(LessonPage, lesson), pages, self._lesson(lesson)) for lesson in module.lessons]
            self._order(pages, lessons)
            modules.append(pages)
        self._order(course_pages, modules)
        self._link_later()

    def _place(self, model: type[Page], source: CourseFiles | ModuleFiles | LessonFiles | PageFiles) -> Place:
        kind = KINDS[model]
        return Place(model, kind, key_of(self.package.key, kind, source.key), source.slug, source.file, source.key)

    def _course(self, course: CourseFiles) -> dict[str, dict[str, Any]]:
        key = key_of(self.package.key, "course", course.key)
        return {
            language: {
                "title": course.title[language],
                "summary": course.summary[language],
                "intro": course.intro[language],
                "goals": _goals(key, {name: {"key": name, "text": text[language]} for name, text in course.goals}),
            }
            for language in self.package.languages
        }

    def _module(self, module: ModuleFiles) -> dict[str, dict[str, Any]]:
        drawn = {"picture": module.picture} if module.picture else {}  # left out otherwise: what was loaded before is the same
        return {
            language: {"title": module.title[language], "summary": module.summary[language], **drawn} for language in self.package.languages
        }

    def _lesson(self, lesson: LessonFiles) -> dict[str, dict[str, Any]]:
        key = key_of(self.package.key, "lesson", lesson.key)
        for text in lesson.texts.values():
            self._check_blocks(text, key, LessonPage)
        return {language: _lesson_fields(text, key, self.media) for language, text in lesson.texts.items()}

    def _check_blocks(self, text: LessonText | PageText, key: uuid.UUID, model: type[Page]) -> None:
        """What the admin's form would refuse, a package may not bring in either."""
        block = model._meta.get_field("body").stream_block
        if self.report.dry and any(not self.media.pk_of(name) for one in text.blocks for name in one.files.values()):
            return  # choosers would look for files that are not on their shelves yet
        try:
            block.clean(block.to_python(body_of(text, key, self.media)))
        except ValidationError as refused:
            for number, error in getattr(refused, "block_errors", {}).items():
                self.report.error(
                    text.file, text.blocks[number].line, _("this block: %(reasons)s") % {"reasons": "; ".join(_reasons(error))}
                )

    def _each(self, place: Place, parents: dict[str, Page], fields: dict[str, dict[str, Any]]) -> dict[str, Page]:
        """One page in every language, each under its parent of that language."""
        found = place.model._default_manager.filter(translation_key=place.key).select_related("locale")
        have = {page.locale.language_code: page for page in found}
        return {
            language: self._one(place, language, have.get(language), parents[language], {**fields[language], "slug": place.slug})
            for language in self.package.languages
        }

    def _one(self, place: Place, language: str, page: Page | None, parent: Page, fields: dict[str, Any]) -> Page:
        digest, before = digest_of(fields), self.loaded.get((place.key, language))
        name, body = f"{fields['title']} ({language})", fields.get("body", "")
        if PAGE_LINK in body:
            fields = {**fields, "body": _linked(body, language)}
        if page is not None and ((before is not None and before.digest == digest) or (page.live and says_already(page, fields))):
            self.report.tell("same", place.kind, name)
            if not self.report.dry:
                self._remember(place, language, digest)
            return page
        if self.report.dry:
            return self._rehearsed(place, page, parent, fields)
        if page is None:
            page = self._new(place, parent, fields)
        else:
            for column, value in fields.items():
                setattr(page, column, value)
            self.report.tell("changed", place.kind, name)
        self._publish(page)
        self._remember(place, language, digest)
        written = place.model._default_manager.get(pk=page.pk)
        if PAGE_LINK in fields.get("body", ""):
            self.unlinked.append((written, body))
        return written

    def _link_later(self) -> None:
        """Lessons may link to lessons that come after them."""
        for page, body in self.unlinked:
            page.refresh_from_db()
            page.body = _linked(body, page.locale.language_code)
            self._publish(page)

    def _publish(self, page: Page) -> None:
        """What an editor took down stays down; safety content that a person brings in waits for a professional."""
        revision = page.save_revision(user=self.by, log_action=True)
        if self.by is not None and isinstance(page, SafetyMixin) and not may_go_live(page, revision):
            ask_for_approval(page, by=self.by)
        elif page.live:
            revision.publish(user=self.by)

    def _rehearsed(self, place: Place, page: Page | None, parent: Page, fields: dict[str, Any]) -> Page:
        """Say what would come of it, and write nothing. The parent stands for a page that is not there."""
        language = parent.locale.language_code
        self.report.tell("changed" if page else "made", place.kind, f"{fields['title']} ({language})")
        right_place: Any = self.parents[place.model]
        if page is None and isinstance(parent, right_place) and parent.get_children().filter(slug=fields["slug"]).exists():
            self.report.error(place.file, 0, _("another page has the address '%(slug)s' already") % {"slug": fields["slug"]})
        return page or parent

    def _remember(self, place: Place, language: str, digest: str) -> None:
        """What the package said this time, and how it calls the page."""
        before = self.loaded.get((place.key, language))
        if before is None or (before.digest, before.name) != (digest, place.name):
            said = {"package": self.package.key, "digest": digest, "name": place.name, "loaded_at": timezone.now()}
            LoadedPage.objects.update_or_create(key=place.key, language=language, defaults=said)

    def _new(self, place: Place, parent: Page, fields: dict[str, Any]) -> Page:
        page = place.model(translation_key=place.key, locale=parent.locale, **fields)
        if self.by is not None and getattr(page, "is_safety", False):
            page.live = False
        try:
            with transaction.atomic():
                parent.add_child(instance=page)
        except ValidationError as refused:  # such as an address that another page has
            self.report.error(place.file, 0, " ".join(refused.messages))
            raise Refused from refused
        self.new.add(page.pk)
        self.report.tell("made", place.kind, f"{page.title} ({page.locale.language_code})")
        return page

    parents: ClassVar = {CoursePage: HomePage, ModulePage: CoursePage, LessonPage: ModulePage, StandardPage: (HomePage, StandardPage)}

    def _order(self, parents: dict[str, Page], children: list[dict[str, Page]]) -> None:
        """New pages go where the package has them, behind the one before; an order editors chose among the old ones is left alone."""
        for language, parent in parents.items() if not self.report.dry else ():
            wanted = [pages[language].pk for pages in children]
            standing = [pk for pk in parent.get_children().values_list("pk", flat=True) if pk in wanted]
            if standing == wanted:
                continue
            for before, pk in zip([None, *wanted], wanted, strict=False):
                if pk in self.new and before is None:
                    Page.objects.get(pk=pk).move(Page.objects.get(pk=parent.pk), pos="first-child")
                elif pk in self.new:
                    Page.objects.get(pk=pk).move(Page.objects.get(pk=before), pos="right")


def _linked(body: str, language: str) -> str:
    """A body with links to pages as Wagtail keeps them, in the language of the page."""

    def number(key: str) -> int | None:
        if not UUID.fullmatch(key):
            return None
        found = Page.objects.filter(translation_key=key, locale__language_code=language).values_list("pk", flat=True).first()
        return int(found) if found else None

    blocks = json.loads(body)
    for block in blocks:
        if block["type"] == "text":
            block["value"] = formatted_text.with_pages(block["value"], number)
    return json.dumps(blocks)


def _lesson_fields(text: LessonText, key: uuid.UUID, media: Media) -> dict[str, Any]:
    return {
        "title": text.title,
        "summary": text.summary,
        "minutes": text.minutes,
        "open_to_all": text.open_to_all,
        **({"safety": True} if text.safety else {}),  # left out otherwise: what was loaded before there were such marks is the same
        "goals": _goals(key, {goal: goal for goal in text.goals}),
        "body": json.dumps(body_of(text, key, media)),
    }


def _goals(key: uuid.UUID, goals: dict[str, Any]) -> str:
    return json.dumps([{"type": "goal", "value": value, "id": block_id(key, f"goal-{name}")} for name, value in goals.items()])


def body_of(text: LessonText | PageText, key: uuid.UUID, media: Media) -> list[dict[str, Any]]:
    """The blocks as Wagtail stores them. A block without a key of its own is named by its kind and its place among them."""
    counted: Counter[str] = Counter()
    body = []
    for block in text.blocks:
        counted[block.kind] += 1
        name = block.key or f"{block.kind}-{counted[block.kind]}"
        value = block.value
        for field in {"lines", "options", "cards"} & set(value if isinstance(value, dict) else ()):
            items = [{"type": "item", "value": item, "id": block_id(key, f"{name}/{n}")} for n, item in enumerate(value[field], 1)]
            value = {**value, field: items}
        for field, file in block.files.items():
            kept: Any = media.pk_of(file)
            value = {**value, field: {**value[field], "image": kept} if field == "image" else kept}
        body.append({"type": block.kind, "value": value, "id": block_id(key, name)})
    return body


def _reasons(error: Any) -> Iterator[str]:
    """The words inside nested block errors."""
    if isinstance(error, dict):
        error = list(error.values())
    if isinstance(error, list):
        for one in error:
            yield from _reasons(one)
    elif getattr(error, "block_errors", None):
        yield from _reasons(error.block_errors)
    elif isinstance(error, ValidationError):
        yield from error.messages
