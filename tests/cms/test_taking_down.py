"""Before something is taken down or deleted: what uses it, and who is in the middle of it."""

import pytest
from django.urls import reverse
from wagtail.models import Locale

from certification.programmes.sources import Programme
from cms.editors import grant
from courses.dialogues.actions import begin
from courses.outline.models import LessonPage
from courses.progress.actions import complete_lesson, open_lesson
from courses.quizzes.actions import start_attempt
from courses.quizzes.bank import Question
from tests.builders import a_course, a_dialogue, a_programme_version, a_quiz_of, an_enrolment, lessons_of

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def editor(cast, sign_in):
    grant(cast.ed)
    return sign_in(cast.ed)


def says(editor, thing, way):
    if isinstance(thing, LessonPage):
        return editor.get(reverse(f"wagtailadmin_pages:{way}", args=[thing.pk])).content.decode()
    return editor.get(reverse(type(thing).snippet_viewset.get_url_name(way), args=[thing.pk])).content.decode()


@pytest.mark.parametrize("way", ["unpublish", "delete"])
def test_a_dialogue_says_which_lesson_shows_it_and_who_walks_it(editor, cast, way):
    dialogue = a_dialogue()
    lesson = lessons_of(a_course())[1]
    lesson.title = "Leksjon med samtale"
    lesson.body = [("dialogue", {"dialogue": dialogue.slug})]
    lesson.save()
    begin(dialogue, by=cast.tuva)
    page = says(editor, dialogue, way)
    assert "Leksjon med samtale" in page
    assert "1 person has begun it" in page
    assert "Tuva" not in page


@pytest.mark.parametrize("way", ["unpublish", "delete"])
def test_a_quiz_says_who_is_in_the_middle_of_it(editor, cast, way):
    quiz = a_quiz_of("single")
    start_attempt(quiz, by=cast.tuva)
    assert "1 person is in the middle of it" in says(editor, quiz, way)


@pytest.mark.parametrize("way", ["unpublish", "delete"])
def test_a_question_says_which_quiz_draws_it_and_who_has_it_now(editor, cast, way):
    quiz = a_quiz_of("single")
    start_attempt(quiz, by=cast.tuva)
    page = says(editor, Question.objects.filter(bank=quiz.bank).first(), way)
    assert quiz.title in page
    assert "1 person has it in a quiz now" in page


def test_many_that_are_deleted_at_once_say_it_each(editor, cast):
    quiz = a_quiz_of("single")
    questions = Question.objects.filter(bank=quiz.bank)
    address = reverse("wagtail_bulk_action", args=["courses", "question", "delete"])
    page = editor.get(address + "?" + "&".join(f"id={one.pk}" for one in questions)).content.decode()
    assert page.count("Something depends on this") == len(questions)


def test_what_nobody_uses_says_so(editor):
    assert "used nowhere" in says(editor, a_dialogue(), "delete")


def test_a_programme_says_who_is_under_way(editor, cast):
    version = a_programme_version()
    an_enrolment(person=cast.tuva, organisation=cast.fjordvik, version=version)
    locale = Locale.objects.get(language_code="nb")
    programme = Programme.objects.create(slug="chatvert", name="Chatvert", translation_key=version.key, locale=locale)
    assert "1 person is under way" in says(editor, programme, "unpublish")


# lessons and their translations ----------------------------------------------------------------


@pytest.fixture
def lesson(cast):
    page = lessons_of(a_course())[0]
    complete_lesson(page, by=cast.tuva)
    open_lesson(page, by=cast.pia)
    return page


def live_in(lesson):
    return set(LessonPage.objects.live().filter(translation_key=lesson.key).values_list("locale__language_code", flat=True))


def test_a_lesson_says_who_has_done_it_and_asks_about_its_translations(lesson, editor):
    page = says(editor, lesson, "unpublish")
    assert "1 person has done it" in page
    assert "1 person has begun it and not finished" in page
    assert 'name="translations" value="1" checked' in page
    assert live_in(lesson) == {"nb", "da"}


@pytest.mark.parametrize(("sent", "left"), [({"translations": "1"}, set()), ({}, {"da"})])
def test_translations_go_too_unless_the_editor_says_no(lesson, editor, sent, left):
    editor.post(reverse("wagtailadmin_pages:unpublish", args=[lesson.pk]), sent)
    assert live_in(lesson) == left


def test_what_is_left_up_can_be_read_at_its_address_and_stands_in_no_list(lesson, editor, cast, sign_in):
    editor.post(reverse("wagtailadmin_pages:unpublish", args=[lesson.pk]), {})
    tuva = sign_in(cast.tuva)
    assert tuva.get("/da/kurs/m1/l1/").status_code == 200
    assert "/da/kurs/m1/l1/" not in tuva.get("/da/kurs/m1/").content.decode()


def test_taking_down_a_translation_touches_no_other_language(lesson, editor):
    danish = LessonPage.objects.get(translation_key=lesson.key, locale__language_code="da")
    assert 'name="translations"' not in says(editor, danish, "unpublish")
    editor.post(reverse("wagtailadmin_pages:unpublish", args=[danish.pk]), {"translations": "1"})
    assert live_in(lesson) == {"nb"}


def test_a_whole_module_takes_its_translated_lessons_along(lesson, editor):
    module = lesson.get_parent()
    editor.post(reverse("wagtailadmin_pages:unpublish", args=[module.pk]), {"translations": "1", "include_descendants": "on"})
    assert live_in(lesson) == set()


# many at once ----------------------------------------------------------------------------------


def many(pages, deed="unpublish"):
    return reverse("wagtail_bulk_action", args=["wagtailcore", "page", deed]) + "?" + "&".join(f"id={one.pk}" for one in pages)


@pytest.mark.parametrize("deed", ["unpublish", "delete"])
def test_many_pages_at_once_say_each_who_has_done_it(lesson, editor, cast, deed):
    second = lessons_of(lesson.get_parent().get_parent().specific)[1]
    open_lesson(second, by=cast.pia)
    page = editor.get(many([lesson, second], deed)).content.decode()
    assert page.count("Something depends on this") == 2
    assert page.count("1 person has done it") == 1
    assert "Tuva" not in page
    assert live_in(lesson) == {"nb", "da"}


def test_many_pages_at_once_ask_about_their_translations(lesson, editor):
    danish = LessonPage.objects.get(translation_key=lesson.key, locale__language_code="da")
    assert 'name="translations"' in editor.get(many([lesson])).content.decode()
    assert 'name="translations"' not in editor.get(many([danish])).content.decode()
    assert 'name="include_descendants"' not in editor.get(many([lesson])).content.decode()


@pytest.mark.parametrize(("sent", "left"), [({"translations": "on"}, set()), ({}, {"da"})])
def test_translations_of_many_go_too_unless_the_editor_says_no(lesson, editor, sent, left):
    second = lessons_of(lesson.get_parent().get_parent().specific)[1]
    page = editor.post(many([lesson, second]), sent, follow=True).content.decode()
    assert (live_in(lesson), live_in(second)) == (left, left)
    assert "2 pages are taken down." in page
    assert ("With them: 2 more." in page) == (not left)


def test_a_module_among_many_takes_its_translated_lessons_along_once(lesson, editor):
    module = lesson.get_parent()
    editor.post(many([module, lesson]), {"translations": "on", "include_descendants": "on"})
    assert live_in(lesson) == set()
    assert not module.specific.get_translations(inclusive=True).live().exists()


def test_a_trainee_takes_nothing_down(lesson, cast, sign_in):
    assert sign_in(cast.tuva).post(many([lesson]), {"translations": "on"}).status_code != 200
    assert live_in(lesson) == {"nb", "da"}
