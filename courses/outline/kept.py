"""Lessons as readers find them, kept in this process until anything about pages changes.

To find a lesson by its address, with its course around it, costs Wagtail eight questions; its readers all get the same answer.
What differs between readers is not kept here, and what some may not read is not either.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from wagtail.models import Page

from courses.outline.models import LessonPage
from courses.outline.queries import Course, Module, active_language, course_keys, course_outline, outline_around

AT_MOST = 2000  # addresses: three languages of six hundred lessons


@dataclass(frozen=True)
class KeptLesson:
    page: LessonPage
    course: Course | None
    stamped: tuple[str, ...]  # names what stands here: another stamp, address or language, another name
    is_walked: bool  # whether a dialogue stands in it, which knows how far its reader went


class _Shelf:
    """What is kept under one stamp. Another stamp empties it."""

    def __init__(self) -> None:
        self.stamp, self.lock = "", threading.Lock()
        self.lessons: dict[Any, Any] = {}

    def under(self, stamp: str, key: Any, make: Callable[[], Any]) -> Any:
        with self.lock:
            if stamp != self.stamp:
                self.stamp, self.lessons = stamp, {}
            lessons = self.lessons
        if key not in lessons:
            made = make()
            if len(lessons) < AT_MOST:
                lessons[key] = made
            return made
        return lessons[key]


_shelf = _Shelf()


def lesson_at(request: HttpRequest, path: str) -> KeptLesson | None:
    """The published lesson at an address, or None for Wagtail to answer: every other page, and lessons that not everybody may read.

    Only for people who are signed in: with them the stamp was read. Raises Http404 where there is no page.
    """
    stamp = getattr(request.user, "tree_stamp", None)
    if not stamp:
        return None
    key = (request.get_host(), active_language(), path)
    found: KeptLesson | None = _shelf.under(stamp, key, lambda: _find(request, path, (stamp, *key)))
    return found


def modules_at(stamp: str | None, wanted: frozenset[UUID]) -> dict[UUID, Module]:
    """The published modules with these keys, in the active language. `stamp` is that of the tree as it was read just now; without one
    nothing is kept. Otherwise two queries for each course until all are found, and none the next time."""
    if not stamp:
        return _modules(wanted)
    found: dict[UUID, Module] = _shelf.under(stamp, (active_language(), wanted), lambda: _modules(wanted))
    return found


def course_at(stamp: str | None, key: UUID) -> Course | None:
    """The published course with this key, in the active language. `stamp` as above; two queries, and none the next time."""
    if not stamp:
        return course_outline(key)
    found: Course | None = _shelf.under(stamp, (active_language(), key), lambda: course_outline(key))
    return found


def _modules(wanted: frozenset[UUID]) -> dict[UUID, Module]:
    found: dict[UUID, Module] = {}
    for key in course_keys():
        if wanted <= found.keys():
            break
        course = course_outline(key)
        found |= {module.key: module for module in course.modules if module.key in wanted} if course else {}
    return found


def _find(request: HttpRequest, path: str, stamped: tuple[str, ...]) -> KeptLesson | None:
    found = Page.route_for_request(request, path)
    if found is None:
        raise Http404
    page = found[0]
    if not isinstance(page, LessonPage) or page.get_view_restrictions().exists():
        return None
    course = outline_around(page.path, written_in=page.locale.language_code)
    return KeptLesson(page, course, stamped, any(item["type"] == "dialogue" for item in page.body.raw_data))
