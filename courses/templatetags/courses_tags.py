"""What CMS templates may ask the courses."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django import template
from django.contrib.auth.models import AnonymousUser

from courses.dialogues.queries import Here, here
from courses.outline.body import Part, parts
from courses.outline.models import CoursePage, LessonPage, ModulePage
from courses.outline.queries import Lesson, open_lesson_outline
from courses.progress import queries
from courses.progress.queries import Lines, OverviewScreen
from courses.quizzes import illustrations
from courses.quizzes.of_module import ModuleQuiz, quizzes_of_module
from courses.quizzes.overview import square
from courses.quizzes.tryouts import tryouts_of_module

register = template.Library()
register.simple_tag(square)


@register.simple_tag(takes_context=True)
def lesson_screen(context: template.Context, page: LessonPage) -> Any:
    """The reader's place, handed over or from the gate. A preview has no gate, and shows a lesson as to somebody who begins: what its
    editor read or wrote themselves is not what they want to see."""
    request = context["request"]
    kept = context.get("screen") or getattr(request, "lesson_screen", None)
    return kept or queries.lesson_screen(page, AnonymousUser() if getattr(request, "is_preview", False) else request.user)


@register.simple_tag
def lesson_parts(page: LessonPage) -> list[Part]:
    """The blocks of a lesson, ready but for what is personal."""
    return parts(page)


@register.simple_tag(takes_context=True)
def course_screen(context: template.Context, page: CoursePage) -> OverviewScreen:
    """A course, and where its reader stands."""
    return queries.course_screen(page, context["request"].user)


@register.simple_tag(takes_context=True)
def module_screen(context: template.Context, page: ModulePage) -> OverviewScreen:
    """A module, and where its reader stands."""
    return queries.module_screen(page, context["request"].user)


@register.simple_tag(takes_context=True)
def module_quizzes(context: template.Context, page: ModulePage) -> list[ModuleQuiz]:
    """The quizzes about this module alone; none for a stranger."""
    person = context["request"].user
    return quizzes_of_module(person, page.translation_key) if person.is_authenticated else []


@register.simple_tag(takes_context=True)
def module_tryouts(context: template.Context, page: ModulePage) -> list[UUID]:
    """Questions about this module that wait for their panel, by key; none for a stranger."""
    return tryouts_of_module(page.translation_key) if context["request"].user.is_authenticated else []


@register.simple_tag
def open_lesson() -> Lesson | None:
    """The lesson strangers can read."""
    return open_lesson_outline()


@register.simple_tag
def sample_sky() -> list[dict[str, str]]:
    """A way that is half walked, for the picture on the front page: nobody's own."""
    states = ["done"] * 5 + ["next"] + ["closed"] * 6
    return [{"id": f"star-{number}", "name": "", "state": state} for number, state in enumerate(states)]


@register.simple_tag(takes_context=True)
def reflection_lines(context: template.Context, block_id: str, kept: Any) -> Any:
    """What stands under the question: what was just sent and could not be kept, else what is stored; None before anything was written."""
    at, sent = getattr(context["request"], "reflection_form", ("", None))
    if sent is None or at != block_id:
        return kept
    return replace(kept or Lines(), text=sent["text"].value() or "", share=bool(sent["share"].value()), errors=sent["text"].errors)


@register.simple_tag(takes_context=True)
def dialogue_here(context: template.Context, value: Any) -> Here | None:
    """The dialogue a lesson's block names, with the reader's own walk."""
    person = context["request"].user
    return here(person if person.is_authenticated else None, value.get("dialogue") or "")


@register.filter
def shows(parts: list[Part], kind: str) -> bool:
    """Whether a lesson has a block of that kind."""
    return any(part.kind == kind for part in parts)


@register.filter
def of_key(found: dict[Any, Any], key: Any) -> Any:
    """The value under a key, or None."""
    return found.get(str(key)) if found else None


@register.inclusion_tag("courses/parts/picture.html")
def question_picture(*, picture: dict[str, Any]) -> dict[str, Any]:
    """The picture of a question in the width that a screen needs; its words alone when it is gone."""
    return illustrations.shown(picture)
