"""Which learning goals the questions ask about."""

from __future__ import annotations

from cms.training.families import edit_url, heads
from cms.training.goals import QUESTION, Serving, serves_goals
from courses.quizzes.bank import Question


@serves_goals(QUESTION)
def questions_with_goals() -> list[Serving]:
    """Published questions, each once; a course knows them by its bank or by the lesson they send people to."""
    rows = heads(Question.objects.filter(live=True)).order_by("slug")
    return [
        Serving(str(block.value), question.slug, edit_url(Question, question.pk), frozenset({question.bank, question.lesson_key} - {None}))
        for question in rows for block in question.goals
    ]  # fmt: skip
