"""Who is in the middle of a lesson, before one is taken down."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import ngettext

from cms.training.uses import tells_who_is_in
from courses.outline.models import LessonPage
from courses.progress.models import LessonProgress


@tells_who_is_in(LessonPage)
def people_reading(lesson: LessonPage) -> Iterator[str]:
    """Who has begun it and not finished, and who has finished."""
    rows = LessonProgress.objects.filter(lesson_key=lesson.key, person__is_active=True)
    if n := rows.filter(completed_at=None).count():
        yield ngettext("%(n)s person has begun it and not finished.", "%(n)s people have begun it and not finished.", n) % {"n": n}
    if n := rows.done().count():
        yield ngettext("%(n)s person has done it.", "%(n)s people have done it.", n) % {"n": n}
