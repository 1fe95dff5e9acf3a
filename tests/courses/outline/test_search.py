import pytest
from django.test import Client
from wagtail.models import PageViewRestriction
from wagtail.search.backends import get_search_backend

from courses.outline.models import LessonPage, ModulePage
from courses.outline.search import find_lessons
from tests.builders import a_course

pytestmark = pytest.mark.django_db


def words_of(language, slug, summary):
    """Give a lesson words of its own and put it into the index, as publishing does."""
    page = LessonPage.objects.get(locale__language_code=language, slug=slug, url_path__contains="/m1/")
    page.summary = summary
    page.save()
    return page


@pytest.fixture
def course():
    made = a_course()
    words_of("nb", "l1", "Å høre etter når noen er ensom")
    words_of("da", "l1", "At lytte, når nogen er ensom")
    words_of("nb", "l2", "Om pauser")
    call_index()
    return made


def call_index():
    backend = get_search_backend()
    for page in LessonPage.objects.all():
        backend.add(page)


def found(asked, language="nb"):
    return [(lesson.title, lesson.url) for _module, lesson in find_lessons(asked, language)]


def test_words_of_the_readers_language_find_the_lesson_there(course):
    assert found("ensom") == [("l1 nb", "/nb/kurs/m1/l1/")]
    assert found("lytte", "da") == [("l1 da", "/da/kurs/m1/l1/")]
    assert found("lytte", "nb") == []
    assert found("høre", "da") == []


def test_what_stands_in_the_lesson_is_found_and_so_is_the_beginning_of_a_word(course):
    assert len(found("svarer")) == 3  # the question of the try-it in every lesson
    assert found("ens") == [("l1 nb", "/nb/kurs/m1/l1/")]
    assert found("ensom pauser") == []


def test_a_lesson_that_is_not_translated_is_found_by_the_words_it_has(course):
    LessonPage.objects.get(slug="l2", locale__language_code="da").delete()
    assert found("pauser", "da") == [("l2 nb", "/da/kurs/m1/l2/")]


def test_what_is_not_published_or_not_for_everybody_is_not_found(course):
    page = LessonPage.objects.get(slug="l1", locale__language_code="nb", url_path__contains="/m1/")
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.PASSWORD, password="x")
    assert found("ensom") == []
    restriction.delete()
    ModulePage.objects.get(slug="m1", locale__language_code="nb").unpublish()
    assert found("ensom") == []


@pytest.mark.parametrize("asked", ["", "e", "  ", '"', "ensom OR", "(*)", "a" * 500, "\x00ensom' --"])
def test_strange_words_do_no_harm(course, asked):
    assert isinstance(found(asked), list)


def test_the_page_shows_them_to_those_who_are_signed_in(cast, course, sign_in):
    assert Client().get("/nb/search/?q=ensom").status_code == 302
    tuva = sign_in(cast.tuva)
    assert 'href="/nb/kurs/m1/l1/"' in tuva.get("/nb/search/?q=ensom").text
    assert 'href="/da/kurs/m1/l1/"' in tuva.get("/da/search/?q=ensom").text
    assert 'role="search"' in tuva.get("/nb/kurs/").text
    assert "&lt;b&gt;" in tuva.get("/nb/search/?q=<b>").text


def test_searching_asks_the_same_number_of_questions_however_much_is_found(course, django_assert_max_num_queries):
    def queries(asked):
        with django_assert_max_num_queries(12) as asked_for:
            found(asked)
        return len(asked_for)

    assert queries("ensom") == queries("svarer")
