"""Which modules are open to somebody. What has been begun stays open, whatever editors change."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from courses.outline.models import LessonPage
from courses.outline.queries import Course, Module, outline_around
from courses.progress.rows import Row, rows_of_person
from lms.people.models import Role

type Rows = Mapping[uuid.UUID, Row]


@dataclass(frozen=True)
class Waiting:
    """Why a module is not open yet: a day to come, modules to do first, or both."""

    opens_on: date | None
    first: list[Module]


def is_led(person: Any) -> bool:
    """Whether the order is for them: trainees and those without any role. Whoever works with the course reads all of it."""
    return bool(person.is_authenticated) and (not person.role_pairs or person.has_role(Role.TRAINEE))


def waits(course: Course, module: Module, rows: Rows) -> Waiting | None:
    """Why a module is closed; None when it is open. Modules that are not published, or empty, hold nobody up."""
    if any(key in rows for key in module.keys):
        return None
    done = {key for key, row in rows.items() if row.completed_at}
    first = [one for one in course.modules if one.key in module.needs and not set(one.keys) <= done]
    opens_on = module.opens_on if module.opens_on and module.opens_on > timezone.localdate() else None
    return Waiting(opens_on, first) if opens_on or first else None


def closed_modules(course: Course | None, person: Any, rows: Rows) -> dict[str, Waiting]:
    """Every module that is closed to this person, by key."""
    conditional = [one for one in course.modules if one.opens_on or one.needs] if course else []
    if course is None or not conditional or not is_led(person):
        return {}
    return {str(module.key): why for module in conditional if (why := waits(course, module, rows))}


def closed_lessons(course: Course | None, person: Any, rows: Rows) -> set[uuid.UUID]:
    """Every lesson of theirs; those that everybody may read are never closed."""
    closed = closed_modules(course, person, rows)
    modules = course.modules if course and closed else []
    return {lesson.key for module in modules if str(module.key) in closed for lesson in module.lessons if not lesson.open_to_all}


def is_closed(lesson: LessonPage, person: Any) -> bool:
    """Whether a lesson is not open to this person yet."""
    course = outline_around(lesson.path, written_in=lesson.locale.language_code)
    rows = {row.lesson_key: row for row in rows_of_person(person.pk)}
    return lesson.key in closed_lessons(course, person, rows)
