"""Where questions and lessons are used in quizzes, for the lists of the admin."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from cms.training.families import edit_url, heads
from cms.training.uses import Use, tells_use_of
from courses.outline.models import LessonPage
from courses.quizzes.bank import Question, Quiz


@tells_use_of(Question)
def quizzes_that_may_draw(rows: Sequence[Any]) -> dict[uuid.UUID, list[Use]]:
    """Every quiz of the bank with a row that a question fits."""
    found: dict[uuid.UUID, list[Use]] = defaultdict(list)
    for quiz in heads(Quiz.objects.filter(bank__in={row.bank for row in rows})).order_by("slug"):
        drawn = {(row.area, row.critical) for row in quiz.blueprint.rows}
        for question in rows:
            fits = (question.area, question.is_critical) in drawn or (question.area, False) in drawn
            if question.bank == quiz.bank and fits:
                found[question.translation_key].append(Use(quiz.title, _("may be drawn"), edit_url(Quiz, quiz.pk)))
    return found


@tells_use_of(LessonPage)
def questions_about(rows: Sequence[Any]) -> dict[uuid.UUID, list[Use]]:
    """Every question that names a lesson as the one to read."""
    found: dict[uuid.UUID, list[Use]] = defaultdict(list)
    questions = heads(Question.objects.filter(lesson_key__in={row.translation_key for row in rows}))
    for pk, slug, key in questions.order_by("slug").values_list("pk", "slug", "lesson_key"):
        found[key].append(Use(slug, _("question that sends its reader here"), edit_url(Question, pk)))
    return found
