from pathlib import Path

import pytest
from wagtail.models import Revision

from courses.exchange import load
from courses.exchange.keys import key_of
from courses.outline.models import LessonPage
from courses.outline.queries import course_outline

CHATVERT = Path(__file__).resolve().parents[3] / "courses/packages/chatvert"
COURSE = key_of("chatvert", "course", "chatvert")


@pytest.mark.django_db
def test_the_packaged_course_is_there_in_three_languages_and_a_second_time_changes_nothing(cast, sign_in):
    report = load(CHATVERT)

    assert report.errors == []
    assert report.made == {"course": 3, "module": 6, "lesson": 27, "question": 90, "quiz": 3}
    outlines = [course_outline(COURSE, language) for language in ("nb", "da", "en")]
    assert len({tuple(outline.order) for outline in outlines}) == 1
    assert [outline.title for outline in outlines] == ["Bli chatvert", "Bliv chatvært", "Become a chat host"]
    assert LessonPage.objects.filter(open_to_all=True).count() == 3
    for outline in outlines:
        for lesson in outline.lessons:
            assert sign_in(cast.tuva).get(lesson.url).status_code == 200

    revisions = Revision.objects.count()
    again = load(CHATVERT)
    assert (again.errors, again.made, again.changed) == ([], {}, {})
    assert Revision.objects.count() == revisions
