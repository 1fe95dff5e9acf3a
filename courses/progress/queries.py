"""Where a learner stands. Always by lesson key, so that order, titles, languages and unpublished pages never change what was done."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.urls import get_script_prefix
from django.utils import timezone
from django.utils.formats import time_format

from courses.outline.changes import number_of, page_that_carries
from courses.outline.models import CoursePage, LessonPage, ModulePage
from courses.outline.queries import Course, Lesson, Module, course_outline, module_outline, outline_around, outline_of_module
from courses.outline.rules import first_undone, place_left, tail
from courses.progress.models import LessonReading, Reflection
from courses.progress.opening import Waiting, closed_lessons, closed_modules
from courses.progress.rows import Row, rows_of_person
from lms.kernel.prepared import Prepared
from lms.people.models import Person


class Written(NamedTuple):
    """What is stored of one answer to a reflection's question."""

    text: str
    changed_at: datetime
    shared_at: datetime | None


LINES = Prepared(
    lambda person, lesson: Reflection.objects.filter(person=person, lesson_key=lesson).values_list("block_id", *Written._fields)
)


@dataclass(frozen=True)
class Lines:
    """What stands under a reflection's question: the words, and in words when they were saved ("" before)."""

    text: str = ""
    shared: bool = False  # as it is stored
    saved: str = ""
    share: bool = False  # as the switch stands
    errors: Sequence[str] = ()

    @classmethod
    def of(cls, kept: Written) -> Lines:
        shared = kept.shared_at is not None
        return cls(kept.text, shared, time_format(timezone.localtime(kept.changed_at)) if kept.text else "", shared)


@dataclass(frozen=True)
class Progress:
    """How many of the published lessons are done, and the one to go on with."""

    done: int
    total: int
    next: Lesson | None

    @property
    def complete(self) -> bool:
        return self.total > 0 and self.done == self.total


@dataclass(frozen=True)
class Again:
    """A large change since somebody read: what they read last and when, and where the new words stand. `url` is empty when it is here."""

    number: int
    read_number: int
    read_at: datetime
    url: str = ""


@dataclass
class LessonScreen:
    """What the lesson page needs to know about its reader and its place."""

    course: Course | None
    module: Module | None
    place: int  # of the lesson in its module, from 1
    row: Row | None
    done: set[uuid.UUID]
    next: Lesson | None
    lines: dict[str, Lines] = field(default_factory=dict)  # under each question that was answered, by the number of its block
    waiting: Waiting | None = None  # why it is not open yet
    again: Again | None = None

    @property
    def done_here(self) -> int:
        return len(self.done & set(self.module.keys)) if self.module else 0

    @property
    def total(self) -> int:
        return len(self.module.lessons) if self.module else 0

    @property
    def onwards(self) -> str:
        """Where to go without finishing: the next lesson, else the module."""
        return self.next.url if self.next else self.module.url if self.module else "/"


@dataclass(frozen=True)
class OverviewScreen:
    """What the page of a course or a module needs to know about its reader."""

    course: Course | None
    module: Module | None
    lessons: list[Lesson]
    done: set[uuid.UUID]
    next: Lesson | None
    begun: bool = False
    waiting: dict[str, Waiting] = field(default_factory=dict)  # of modules that are not open yet, by key
    changed: set[uuid.UUID] = field(default_factory=set)  # lessons to read again

    @property
    def done_here(self) -> int:
        return sum(lesson.key in self.done for lesson in self.lessons)

    @property
    def total(self) -> int:
        return len(self.lessons)

    @property
    def complete(self) -> bool:
        return self.total > 0 and self.done_here == self.total


def rows_of(person: Person, keys: Iterable[uuid.UUID]) -> dict[uuid.UUID, Row]:
    """The person's rows for these lessons, by key."""
    wanted = set(keys)  # narrowed here: a person has fewer rows than a long list of keys costs to ask for
    return {row.lesson_key: row for row in rows_of_person(person.pk) if row.lesson_key in wanted}


def module_progress(person: Person, module_key: uuid.UUID) -> Progress:
    """Of one module; 0 of 0 when it is not published."""
    module = module_outline(module_key)
    return _progress(
        person, module.lessons if module else [], outline_of_module(module_key) if module and _is_conditional(module) else None
    )


def course_progress(person: Person, course_key: uuid.UUID) -> Progress:
    """Of a whole course."""
    course = course_outline(course_key)
    return _progress(person, course.lessons if course else [], course)


def continue_lesson(person: Person, course_key: uuid.UUID) -> Lesson | None:
    """Where to go on: what was opened last and not finished, else the next one; None when all is done or nothing is published."""
    return course_progress(person, course_key).next


def _is_conditional(module: Module) -> bool:
    return bool(module.opens_on or module.needs)


def _progress(person: Person, lessons: list[Lesson], course: Course | None) -> Progress:
    by_key = {lesson.key: lesson for lesson in lessons}
    every = rows_of(person, course.order if course else by_key)
    rows = {key: row for key, row in every.items() if key in by_key}
    done = {key: row.completed_at for key, row in rows.items() if row.completed_at}
    closed = closed_lessons(course, person, every)
    onwards = place_left([key for key in by_key if key not in closed], {key: row.opened_at for key, row in rows.items()}, done)
    return Progress(len(done), len(by_key), by_key[onwards] if onwards else None)


def course_screen(page: CoursePage, person: Any) -> OverviewScreen:
    """The overview of a course, with where to go on."""
    course = course_outline(page.key)
    return _overview(course, None, course.lessons if course else [], person)


def module_screen(page: ModulePage, person: Any) -> OverviewScreen:
    """The overview of a module, with where to go on: inside it, or when it is done, after it."""
    course = outline_of_module(page.key)
    module = next((m for m in course.modules if m.key == page.key), None) if course else None
    return _overview(course, module, module.lessons if module else [], person)


def _overview(course: Course | None, module: Module | None, lessons: list[Lesson], person: Any) -> OverviewScreen:
    if course is None or not person.is_authenticated:
        return OverviewScreen(course, module, lessons, set(), None)
    rows = rows_of(person, course.order)
    opened = {key: row.opened_at for key, row in rows.items()}
    done = {key: row.completed_at for key, row in rows.items() if row.completed_at}
    closed = closed_lessons(course, person, rows)
    here = [lesson.key for lesson in lessons if lesson.key not in closed]
    order = [key for key in course.order if key not in closed]
    onwards = place_left(here, opened, done) or first_undone(order, set(done), after=here[-1] if here else None)
    upcoming = course.by_key[onwards] if onwards else None
    waiting = closed_modules(course, person, rows)
    changed = {key for key, row in rows.items() if row.again_number}
    return OverviewScreen(course, module, lessons, set(done), upcoming, begun=bool(rows), waiting=waiting, changed=changed)


def lesson_screen(page: LessonPage, person: Any, *, course: Course | None = None) -> LessonScreen:
    """Everything around the body of a lesson: two queries for its place unless the course is at hand, one or two for what they did."""
    course = course or outline_around(page.path, written_in=page.locale.language_code)
    module = course.module_of(page.key) if course else None
    place = module.keys.index(page.key) + 1 if module else 0
    rows = rows_of(person, course.by_key) if course and person.is_authenticated else {}
    done = {key for key, row in rows.items() if row.completed_at}
    closed = closed_lessons(course, person, rows)
    order = course.order if course else []
    if closed:
        order = [key for key in order if key not in closed or key == page.key]
    onwards = first_undone(order, done, after=page.key) if course else None
    upcoming = course.by_key[onwards] if course and onwards else None
    screen = LessonScreen(course=course, module=module, place=place, row=rows.get(page.key), done=done, next=upcoming)
    if screen.row and screen.row.again_number:
        screen.again = _again(page, screen.row)
    if module and page.key in closed:
        screen.waiting = closed_modules(course, person, rows)[str(module.key)]
    if person.is_authenticated and any(item["type"] == "reflection" for item in page.body.raw_data):
        mine = LINES.ask(person.pk, page.key)
        screen.lines = {str(block): Lines.of(Written(*kept)) for block, *kept in mine}
    return screen


def _again(page: LessonPage, row: Row) -> Again:
    """What has changed for a reader who is asked to read again. Asked only then."""
    last = LessonReading.objects.filter(person_id=row.person_id, lesson_key=page.key).order_by("-number").first()
    number, at = (last.number, last.at) if last else (row.number, row.completed_at)
    wanted = row.again_number or 0
    there = None if number_of(page) >= wanted else page_that_carries(page.key, wanted)
    url = f"{get_script_prefix()}{there.locale.language_code}/{tail(there.url_path)}" if there else ""
    return Again(max(wanted, number_of(page)) if not url else wanted, number, at or row.opened_at, url)
