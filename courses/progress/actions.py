"""What a learner does with a lesson."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.outline.changes import number_of
from courses.outline.models import LessonPage
from courses.outline.queries import active_language
from courses.progress.models import LessonProgress, LessonReading, Reflection, ReflectionAnswer
from courses.progress.opening import is_closed
from courses.progress.signals import lesson_completed
from lms.audit.actions import record
from lms.kernel.errors import IllegalTransition, Invalid
from lms.kernel.permissions import demand
from lms.notify.actions import tell
from lms.people.models import Person

LONGEST = 5000  # letters of a reflection


def open_lesson(lesson: LessonPage, *, by: Person) -> LessonProgress:
    """Remember that somebody opened a lesson, the first time only."""
    row, _new = LessonProgress.objects.get_or_create(
        person=by, lesson_key=lesson.key, defaults={"title": lesson.title, "language": active_language()}
    )
    return row


@transaction.atomic
def complete_lesson(lesson: LessonPage, *, by: Person) -> bool:
    """Mark a lesson as done by this person, once; True the first time, False (and nothing written) ever after.

    IllegalTransition when it is not open to them yet. The row keeps the title and the version of the words that were read. Others hear `lesson_completed` in the same transaction.
    """
    demand(by, "courses.learn", lesson)
    if not LessonProgress.objects.filter(person=by, lesson_key=lesson.key).exists() and is_closed(lesson, by):
        raise IllegalTransition(_("This lesson is not open yet. Nothing was changed."))
    row = open_lesson(lesson, by=by)
    claimed = LessonProgress.objects.filter(pk=row.pk, completed_at=None).update(
        completed_at=timezone.now(), title=lesson.title, language=active_language(), version=lesson.content_digest, number=number_of(lesson)
    )
    if not claimed:
        return False
    record("lesson.complete", row, by=by, fields={"lesson": lesson.key})
    lesson_completed.send(sender=LessonProgress, person_id=by.pk, lesson_key=lesson.key)
    return True


@transaction.atomic
def read_again(lesson: LessonPage, *, number: int, by: Person) -> bool:
    """Remember that somebody read a changed lesson again, in the version that stood before them; True when that was what they were asked.

    False, and nothing written, when they are asked for nothing or for a newer one. IllegalTransition when this page does not hold that
    version: a translation that lags behind. What they did before is not touched.
    """
    demand(by, "courses.learn", lesson)
    if number > number_of(lesson):
        raise IllegalTransition(_("The new words are not here in this language yet. Read them in the language they were written in."))
    asked = LessonProgress.objects.to_read_again().filter(person=by, lesson_key=lesson.key, again_number__lte=number)
    if not asked.update(again_number=None, again_at=None):
        return False
    fields = {"title": lesson.title, "language": lesson.locale.language_code, "version": lesson.content_digest}
    reading, _new = LessonReading.objects.get_or_create(person=by, lesson_key=lesson.key, number=number, defaults=fields)
    record("lesson.read_again", reading, by=by, fields={"lesson": lesson.key, "number": number})
    return True


@transaction.atomic
def write_reflection(lesson: LessonPage, *, block_id: uuid.UUID, text: str, share: bool, by: Person) -> Reflection:
    """Keep what somebody wrote to a question of the lesson; `share` lets mentors and supervisors of their place read it.

    Raises Http404 when the lesson has no such question, Invalid when the text is too long or nothing is there to share.
    Taking the share back makes the text private at once.
    """
    demand(by, "courses.learn", lesson)
    question = lesson.reflection_question(block_id)
    if question is None:
        raise Http404
    kept = text.replace("\x00", "").strip()
    if len(kept) > LONGEST:
        raise Invalid(_("That is too long for one reflection. Make it shorter, and nothing is lost."))
    now = timezone.now()
    mine, _new = Reflection.objects.get_or_create(
        person=by, lesson_key=lesson.key, block_id=block_id, defaults={"title": lesson.title, "question": question, "text": kept}
    )
    changes: dict[str, Any] = {"text": kept, "question": question, "title": lesson.title, "changed_at": now}
    shared = share and bool(kept)
    if shared != (mine.shared_at is not None):
        changes["shared_at"] = now if shared else None
        record("reflection.share" if shared else "reflection.unshare", mine, by=by, fields={"lesson": lesson.key})
    Reflection.objects.filter(pk=mine.pk).update(**changes)
    for name, value in changes.items():
        setattr(mine, name, value)
    return mine


@transaction.atomic
def answer_reflection(reflection: Reflection, *, text: str, by: Person) -> ReflectionAnswer:
    """Write back to somebody who shared a reflection; they are told that there is an answer, not what it says.

    Raises NotAllowed when it is not shared with this person (any more), Invalid when the text is empty or too long.
    """
    demand(by, "reflections.answer", reflection)
    kept = text.replace("\x00", "").strip()
    if not kept or len(kept) > LONGEST:
        raise Invalid(_("Write an answer of at most 5000 letters."))
    answer = ReflectionAnswer.objects.create(reflection=reflection, by=by, text=kept)
    record("reflection.answer", reflection, by=by)
    tell(
        reflection.person, "reflection_answered", reason=f"reflection.answer:{answer.pk}",
        link=f"/reflections/{reflection.pk}/", who=by.alias, lesson=reflection.title,
    )  # fmt: skip
    return answer
