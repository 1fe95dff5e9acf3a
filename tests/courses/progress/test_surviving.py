"""Progress belongs to the person and follows the lesson's key: nothing editors do to pages takes it away."""

import pytest
from django.utils import translation
from wagtail.models import Locale, Page

from courses.outline.models import CoursePage, LessonPage, ModulePage
from courses.progress.actions import complete_lesson
from courses.progress.models import LessonProgress
from courses.progress.queries import continue_lesson, course_progress, module_progress
from tests.builders import a_course, lessons_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    return a_course(lessons=(3, 1))


@pytest.fixture
def learned(cast, course):
    """Tuva did the first two of four lessons."""
    for lesson in lessons_of(course)[:2]:
        complete_lesson(lesson, by=cast.tuva)
    return course


def standing(cast, course):
    first = ModulePage.objects.child_of(course).order_by("path").first()
    whole, module = course_progress(cast.tuva, course.key), module_progress(cast.tuva, first.key)
    return (whole.done, whole.total), (module.done, module.total), continue_lesson(cast.tuva, course.key).title


def test_two_of_four_and_the_third_is_next(cast, learned):
    assert standing(cast, learned) == ((2, 4), (2, 3), "l3 nb")


def test_reordering_keeps_it(cast, learned):
    one, _two, three, _four = lessons_of(learned)
    three.move(one, pos="left")
    assert [page.title for page in lessons_of(learned)] == ["l3 nb", "l1 nb", "l2 nb", "l1 nb"]
    assert standing(cast, learned)[:2] == ((2, 4), (2, 3))


def test_moving_a_lesson_to_another_module_takes_it_along(cast, learned):
    one = lessons_of(learned)[0]
    second = ModulePage.objects.child_of(learned).order_by("path").last()
    one.slug = "flyttet"
    one.save()
    one.move(second, pos="last-child")
    assert standing(cast, learned)[:2] == ((2, 4), (1, 2))


def test_renaming_keeps_it(cast, learned):
    for page in lessons_of(learned):
        page.title, page.slug = f"Ny {page.pk}", f"ny-{page.pk}"
        page.save_revision().publish()
    assert standing(cast, learned)[:2] == ((2, 4), (2, 3))


def test_rewriting_keeps_it(cast, learned):
    page = lessons_of(learned)[0]
    page.body = "[]"
    page.save_revision().publish()
    assert standing(cast, learned)[:2] == ((2, 4), (2, 3))


def test_unpublishing_and_publishing_again_loses_nothing(cast, learned):
    page = lessons_of(learned)[0]
    page.unpublish()
    assert standing(cast, learned)[:2] == ((1, 3), (1, 2))
    LessonPage.objects.get(pk=page.pk).save_revision().publish()
    assert standing(cast, learned)[:2] == ((2, 4), (2, 3))


def test_deleting_a_lesson_leaves_the_evidence(cast, learned):
    key = lessons_of(learned)[0].key
    Page.objects.get(pk=lessons_of(learned)[0].pk).delete()
    row = LessonProgress.objects.get(person=cast.tuva, lesson_key=key)
    assert row.completed_at is not None
    assert row.title == "l1 nb"


def test_deleting_the_whole_course_leaves_the_evidence_and_no_error(cast, learned, sign_in):
    CoursePage.objects.get(pk=learned.pk).delete()
    assert LessonProgress.objects.done().count() == 2
    assert course_progress(cast.tuva, learned.key).total == 0


def test_switching_language_in_the_middle_keeps_it(cast, learned):
    with translation.override("da"):
        assert standing(cast, learned) == ((2, 4), (2, 3), "l3 da")
        complete_lesson(LessonPage.objects.get(slug="l3", locale__language_code="da"), by=cast.tuva)
    assert standing(cast, learned)[:2] == ((3, 4), (3, 3))


def test_a_translation_made_later_is_the_same_lesson(cast):
    course = a_course(languages=("nb",))
    complete_lesson(lessons_of(course)[0], by=cast.tuva)
    danish = Locale.objects.get(language_code="da")
    course.copy_for_translation(danish, copy_parents=True)
    for page in [*ModulePage.objects.child_of(course), *lessons_of(course)]:
        page.copy_for_translation(danish, copy_parents=True).get_latest_revision_as_object().save_revision().publish()
    with translation.override("da"):
        assert course_progress(cast.tuva, course.key).done == 1


def test_a_copy_is_another_lesson_and_starts_undone(cast, learned):
    one = lessons_of(learned)[0]
    copied = one.copy(update_attrs={"slug": "kopi", "title": "Kopi"})
    assert copied.translation_key != one.translation_key
    assert standing(cast, learned)[:2] == ((2, 5), (2, 4))


def test_a_new_lesson_makes_the_module_longer_and_undoes_nothing(cast, learned):
    complete_lesson(lessons_of(learned)[2], by=cast.tuva)
    module = ModulePage.objects.child_of(learned).order_by("path").first()
    assert module_progress(cast.tuva, module.key).complete
    module.add_child(instance=LessonPage(title="Ny", slug="ny", summary="x", locale=module.locale, body="[]"))
    progress = module_progress(cast.tuva, module.key)
    assert (progress.done, progress.total, progress.next.title) == (3, 4, "Ny")


def test_it_is_ones_own(cast, learned):
    assert course_progress(cast.pia, learned.key).done == 0
    assert set(LessonProgress.objects.visible_to(cast.tuva).values_list("person", flat=True)) == {cast.tuva.pk}
    for person in (cast.siv, cast.kari, cast.nora, cast.stein):
        assert not LessonProgress.objects.visible_to(person).exists()
