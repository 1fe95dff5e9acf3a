"""Where questions and lessons are used in quizzes, for the lists of the admin."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.training.families import edit_url, heads
from cms.training.uses import Use, tells_use_of, tells_who_is_in
from courses.outline.models import LessonPage, ModulePage
from courses.outline.queries import modules_of_lessons
from courses.quizzes.bank import Question, Quiz
from courses.quizzes.models import QuizAttempt
from courses.quizzes.states import AttemptState


@tells_use_of(Question)
def quizzes_that_may_draw(rows: Sequence[Any]) -> dict[uuid.UUID, list[Use]]:
    """Every quiz of the bank with a row that a question fits: its area, whether it is critical, and the module of its lesson."""
    found: dict[uuid.UUID, list[Use]] = defaultdict(list)
    modules = modules_of_lessons()
    for quiz in heads(Quiz.objects.filter(bank__in={row.bank for row in rows})).order_by("slug"):
        asked = quiz.blueprint.rows
        for question in rows:
            module = str(modules.get(question.lesson_key, ""))
            if question.bank == quiz.bank and any(row.takes(question.area, question.is_critical, module) for row in asked):
                found[question.translation_key].append(Use(quiz.title, _("may be drawn"), edit_url(Quiz, quiz.pk)))
    return found


@tells_use_of(Quiz)
def modules_that_show_it(rows: Sequence[Any]) -> dict[uuid.UUID, list[Use]]:
    """The published module whose page leads to a quiz about nothing else."""
    about = {row.translation_key: module for row in rows if (module := row.only_module)}
    pages = heads(ModulePage.objects.live().filter(translation_key__in=set(about.values()))) if about else ()
    there = {str(page.translation_key): page for page in pages}
    found: dict[uuid.UUID, list[Use]] = defaultdict(list)
    for key, module in about.items():
        if page := there.get(module):
            found[key].append(Use(page.title, _("stands on the page of this module"), edit_url(ModulePage, page.pk)))
    return found


@tells_use_of(LessonPage)
def questions_about(rows: Sequence[Any]) -> dict[uuid.UUID, list[Use]]:
    """Every question that names a lesson as the one to read."""
    found: dict[uuid.UUID, list[Use]] = defaultdict(list)
    questions = heads(Question.objects.filter(lesson_key__in={row.translation_key for row in rows}))
    for pk, slug, key in questions.order_by("slug").values_list("pk", "slug", "lesson_key"):
        found[key].append(Use(slug, _("question that sends its reader here"), edit_url(Question, pk)))
    return found


@tells_who_is_in(Quiz)
def people_in_quiz(quiz: Quiz) -> Iterator[str]:
    """Who has begun a try, and who was told "not yet" and would come back."""
    tries = QuizAttempt.objects.filter(quiz_key=quiz.translation_key, person__is_active=True)
    passed = tries.filter(state=AttemptState.PASSED).values("person")
    if n := tries.filter(state=AttemptState.OPEN).count():
        said = ngettext(
            "%(n)s person is in the middle of it, and finishes the questions they were given.",
            "%(n)s people are in the middle of it, and finish the questions they were given.", n,
        )  # fmt: skip
        yield said % {"n": n}
    if n := tries.filter(state=AttemptState.NOT_YET).exclude(person__in=passed).values("person").distinct().count():
        said = ngettext(
            "%(n)s person has tried and not passed yet. They cannot try again.",
            "%(n)s people have tried and not passed yet. They cannot try again.",
            n,
        )
        yield said % {"n": n}


@tells_who_is_in(Question)
def people_in_question(question: Question) -> Iterator[str]:
    """Who has it before them now."""
    there = QuizAttempt.objects.filter(state=AttemptState.OPEN, person__is_active=True, questions__version__key=question.translation_key)
    if n := there.values("person").distinct().count():
        said = ngettext(
            "%(n)s person has it in a quiz now, and answers it as it was.",
            "%(n)s people have it in a quiz now, and answer it as it was.",
            n,
        )
        yield said % {"n": n}
