"""Finding a lesson by its words, in the reader's language; where a lesson is not written in it, by those of the source language."""

from __future__ import annotations

from itertools import chain

from wagtail.models import Locale

from cms.versions import SOURCE_LANGUAGE
from courses.outline.models import LessonPage
from courses.outline.queries import Lesson, Module, active_language, course_keys, course_outline

AT_MOST = 40
SHORTEST = 2  # letters


def find_lessons(asked: str, language: str | None = None) -> list[tuple[Module, Lesson]]:
    """The published lessons in which every word stands, best first; then those with words that begin so.

    Only what stands in a published course is found, each lesson once, with the title and address that the reader has. Too few
    letters find nothing.
    """
    words = " ".join(asked.replace("\x00", "").split())[:100]
    if len(words) < SHORTEST:
        return []
    wanted = language or active_language()
    here = {lesson.key: (module, lesson) for module, lesson in _lessons(wanted)}
    pages = LessonPage.objects.live().public().filter(translation_key__in=list(here))
    locales = {one.language_code: one for one in Locale.objects.filter(language_code__in={wanted, SOURCE_LANGUAGE})}
    written = set(pages.filter(locale=locales.get(wanted)).values_list("translation_key", flat=True))
    found: dict[object, tuple[Module, Lesson]] = {}
    for code, locale in sorted(locales.items(), key=lambda one: one[0] != wanted):
        mine = pages.filter(locale=locale)
        hits = chain(mine.search(words, operator="and")[:AT_MOST], mine.autocomplete(words, operator="and")[:AT_MOST])
        for page in hits:
            if code == wanted or page.translation_key not in written:
                found.setdefault(page.translation_key, here[page.translation_key])
    return list(found.values())[:AT_MOST]


def _lessons(language: str) -> list[tuple[Module, Lesson]]:
    courses = [course for key in course_keys() if (course := course_outline(key, language))]
    return [(module, lesson) for course in courses for module in course.modules for lesson in module.lessons]
