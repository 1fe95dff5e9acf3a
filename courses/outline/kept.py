"""Lessons as readers find them, kept in this process until anything about pages changes.

To find a lesson by its address, with its course around it, costs Wagtail eight questions; its readers all get the same answer.
What differs between readers is not kept here, and what some may not read is not either.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from wagtail.models import Page

from courses.outline.models import LessonPage
from courses.outline.queries import Course, active_language, outline_around

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

    def under(self, stamp: str, key: Any, make: Callable[[], KeptLesson | None]) -> KeptLesson | None:
        with self.lock:
            if stamp != self.stamp:
                self.stamp, self.lessons = stamp, {}
            lessons = self.lessons
        if key not in lessons:
            made = make()
            if len(lessons) < AT_MOST:
                lessons[key] = made
            return made
        found: KeptLesson | None = lessons[key]
        return found


_shelf = _Shelf()


def lesson_at(request: HttpRequest, path: str) -> KeptLesson | None:
    """The published lesson at an address, or None for Wagtail to answer: every other page, and lessons that not everybody may read.

    Only for people who are signed in: with them the stamp was read. Raises Http404 where there is no page.
    """
    stamp = getattr(request.user, "tree_stamp", None)
    if not stamp:
        return None
    key = (request.get_host(), active_language(), path)
    return _shelf.under(stamp, key, lambda: _find(request, path, (stamp, *key)))


def _find(request: HttpRequest, path: str, stamped: tuple[str, ...]) -> KeptLesson | None:
    found = Page.route_for_request(request, path)
    if found is None:
        raise Http404
    page = found[0]
    if not isinstance(page, LessonPage) or page.get_view_restrictions().exists():
        return None
    course = outline_around(page.path, written_in=page.locale.language_code)
    return KeptLesson(page, course, stamped, any(item["type"] == "dialogue" for item in page.body.raw_data))
