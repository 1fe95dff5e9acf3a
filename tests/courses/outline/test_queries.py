import uuid

import pytest
from django.utils import translation
from wagtail.models import Locale

from courses.outline.models import LessonPage, ModulePage
from courses.outline.queries import course_outline, find_lesson, module_outline, open_lesson_outline
from tests.builders import a_course, lessons_of

pytestmark = pytest.mark.django_db


def titles(course):
    return [[lesson.title for lesson in module.lessons] for module in course.modules]


def test_an_outline_speaks_the_language_asked_for_and_links_there():
    key = a_course().key
    danish = course_outline(key, "da")
    assert titles(danish) == [["l1 da", "l2 da"], ["l1 da"]]
    assert [lesson.url for lesson in danish.lessons] == ["/da/kurs/m1/l1/", "/da/kurs/m1/l2/", "/da/kurs/m2/l1/"]
    assert danish.order == course_outline(key, "nb").order


def test_what_is_not_translated_stands_in_the_source_language_and_can_be_read(cast, sign_in):
    key = a_course().key
    LessonPage.objects.get(slug="l2", locale__language_code="da").delete()
    danish = course_outline(key, "da")
    assert titles(danish) == [["l1 da", "l2 nb"], ["l1 da"]]
    page = sign_in(cast.tuva).get(danish.lessons[1].url).content.decode()
    assert 'lang="da"' in page
    assert 'class="lesson-col" lang="nb"' in page


def test_a_language_nobody_wrote_in_shows_the_source(cast, sign_in):
    course = a_course(languages=("nb",))
    english = course_outline(course.key, "en")
    assert english.title == "kurs nb"
    for url in (english.url, english.modules[0].url, english.lessons[0].url):
        assert sign_in(cast.tuva).get(url).status_code == 200


def test_what_is_unpublished_is_not_there_and_cannot_be_read(cast, sign_in):
    course = a_course()
    lessons_of(course)[1].unpublish()
    assert titles(course_outline(course.key, "nb")) == [["l1 nb"], ["l1 nb"]]
    assert titles(course_outline(course.key, "da")) == [["l1 da"], ["l1 da"]]
    assert sign_in(cast.tuva).get("/nb/kurs/m1/l2/").status_code == 404


def test_a_translation_that_was_never_published_hides_nothing(cast, sign_in):
    course = a_course(languages=("nb",))
    danish = Locale.objects.get(language_code="da")
    course.copy_for_translation(danish, copy_parents=True).get_latest_revision().publish()
    lesson = lessons_of(course)[1]
    ModulePage.objects.get(pk=lesson.get_parent().pk).copy_for_translation(danish)
    draft = lesson.copy_for_translation(danish)
    there = "/da/kurs/m1/l2/"
    assert draft.get_url() == there
    assert sign_in(cast.tuva).get(there).status_code == 200  # the source stands in for it
    draft.get_latest_revision().publish()
    LessonPage.objects.get(pk=draft.pk).unpublish()
    assert sign_in(cast.tuva).get(there).status_code == 404  # taken down is taken down


def test_under_an_unpublished_module_nothing_is_listed():
    course = a_course()
    ModulePage.objects.get(slug="m1", locale__language_code="nb").unpublish()
    assert titles(course_outline(course.key, "nb")) == [["l1 nb"]]
    course.unpublish()
    assert course_outline(course.key, "nb") is None


def test_unknown_keys_give_nothing():
    assert course_outline(uuid.uuid4(), "nb") is None
    assert module_outline(uuid.uuid4(), "nb") is None


def test_an_outline_is_two_queries_however_long_it_is(django_assert_num_queries):
    key = a_course(lessons=(6, 6, 6)).key
    with django_assert_num_queries(2):
        assert len(course_outline(key, "da").lessons) == 18


def test_the_open_lesson_is_found_in_the_readers_language():
    assert open_lesson_outline("nb") is None
    a_course()
    assert open_lesson_outline("da").url == "/da/kurs/m1/l1/"
    assert open_lesson_outline("en").url == "/en/kurs/m1/l1/"


def test_a_lesson_is_found_by_key_in_the_readers_language():
    lesson = lessons_of(a_course())[0]
    with translation.override("da"):
        assert find_lesson(lesson.key).title == "l1 da"
    with translation.override("en"):
        assert find_lesson(lesson.key).title == "l1 nb"
