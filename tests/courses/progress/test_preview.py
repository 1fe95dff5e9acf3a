"""What editors see beside the form: a lesson as it is to somebody who begins, and to a professional who reads every answer."""

from uuid import UUID

import pytest

from courses.progress.actions import complete_lesson, write_reflection
from courses.progress.models import LessonProgress
from tests.builders import a_course, lessons_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def drafted(cast, rf):
    """How Ed's draft of the second lesson looks in a mode, after Ed has read the lesson and written in it."""
    lesson = lessons_of(a_course())[1]
    block = next(child.id for child in lesson.body if child.block_type == "reflection")
    complete_lesson(lesson, by=cast.ed)
    write_reflection(lesson, block_id=UUID(block), text="CANARY-ED", share=False, by=cast.ed)

    def drawn(mode):
        request = rf.get("/admin/")
        request.user = cast.ed
        return lesson.make_preview_request(request, mode).content.decode()

    return drawn


def test_a_preview_shows_a_lesson_as_to_somebody_who_begins(drafted):
    page, rows = drafted(""), LessonProgress.objects.count()
    assert "CANARY-ED" not in page
    assert "Du fullførte" not in page
    assert "is-opened" not in page
    assert LessonProgress.objects.count() == rows


def test_a_professional_sees_every_answer_open(drafted):
    page = drafted("opened")
    assert "is-opened" in page
    assert "lms/js/opened.js" in page
    assert "CANARY-ED" not in page
