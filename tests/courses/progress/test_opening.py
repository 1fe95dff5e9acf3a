"""Modules that open on a day or after others; and that nothing of it ever closes what somebody has done or begun."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import Locale

from courses.outline.cycles import cycle_from
from courses.outline.models import LessonPage, ModulePage
from courses.progress.actions import complete_lesson, open_lesson
from courses.progress.models import LessonProgress
from courses.progress.queries import continue_lesson
from lms.kernel.errors import IllegalTransition
from tests.builders import a_course, lessons_of

pytestmark = pytest.mark.django_db
LATER = "/nb/kurs/m2/l1/"


@pytest.fixture
def course():
    return a_course(lessons=(2, 2))


def module(slug, language="nb"):
    return ModulePage.objects.get(slug=slug, locale__language_code=language)


def after(slug, *others, **fields):
    """Let a module come after others, as an editor publishes it."""
    page = module(slug)
    page.needs = [str(module(one).key) for one in others]
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return page


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


# circles


@pytest.mark.parametrize(("graph", "circle"), [
    ({"a": ["b"], "b": ["c"], "c": []}, []), ({"a": ["a"]}, ["a", "a"]), ({"a": ["b"], "b": ["a"]}, ["a", "b", "a"]),
    ({"a": ["x", "b"], "b": ["c"], "c": ["a"]}, ["a", "b", "c", "a"]), ({"a": ["b"], "b": ["c"], "c": ["b"]}, []),
])  # fmt: skip
def test_a_circle_is_found_and_walked(graph, circle):
    assert cycle_from(graph, "a") == circle


def test_a_circle_is_refused_when_publishing_and_named(course):
    after("m2", "m1")
    with pytest.raises(ValidationError) as refused:
        after("m1", "m2")
    assert "“m1 nb” → “m2 nb” → “m1 nb”" in str(refused.value)
    assert module("m1").needs == []


def test_the_editor_reads_it_beside_the_field(cast, course, sign_in):
    after("m2", "m1")
    page = module("m1")
    form = ModulePage.get_edit_handler().get_form_class()(
        {"title": page.title, "slug": page.slug, "summary": "x", "needs": [str(module("m2").key)], "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0},
        instance=page, parent_page=course, for_user=cast.ed,
    )  # fmt: skip
    assert not form.is_valid()
    assert "m2 nb" in str(form.errors["needs"])


# opening


def test_a_module_opens_when_those_before_it_are_done(cast, course, sign_in):
    after("m2", "m1")
    one, two, three, _four = lessons_of(course)
    tuva = sign_in(cast.tuva)
    answer = tuva.get(LATER)
    assert answer.status_code == 409
    assert 'href="/nb/kurs/m1/"' in answer.text
    assert tuva.get(f"/nb/lessons/{three.key}/kept/").status_code == 404
    with pytest.raises(IllegalTransition):
        complete_lesson(three, by=cast.tuva)
    assert not LessonProgress.objects.exists()
    for lesson in (one, two):
        complete_lesson(lesson, by=cast.tuva)
    assert continue_lesson(cast.tuva, course.key).key == three.key
    assert tuva.get(LATER).status_code == 200


def test_a_module_opens_on_its_day(cast, course, sign_in):
    after("m2", opens_on=in_days(1))
    tuva = sign_in(cast.tuva)
    assert tuva.get(LATER).status_code == 409
    assert 'data-state="closed"' in tuva.get("/nb/kurs/").text
    after("m2", opens_on=in_days(0))
    assert tuva.get(LATER).status_code == 200


def test_continue_never_leads_to_a_closed_door(cast, course):
    after("m2", opens_on=in_days(9))
    for lesson in lessons_of(course)[:2]:
        complete_lesson(lesson, by=cast.tuva)
    assert continue_lesson(cast.tuva, course.key) is None


def test_those_who_work_with_it_read_all_of_it(cast, course, sign_in):
    after("m2", "m1", opens_on=in_days(9))
    for person in (cast.siv, cast.ed, cast.pia):
        assert sign_in(person).get(LATER).status_code == 200


def test_what_is_not_published_holds_nobody_up(cast, course, sign_in):
    after("m2", "m1")
    module("m1").unpublish()
    assert sign_in(cast.tuva).get(LATER).status_code == 200


# never again closed


@pytest.fixture
def begun(cast, course):
    """Tuva has done one lesson of the second module and opened nothing of the first."""
    complete_lesson(lessons_of(course)[2], by=cast.tuva)
    return course


def reorder(course):
    three, four = lessons_of(course)[2:]
    four.move(three, pos="left")


def rename(course):
    for page in lessons_of(course):
        page.title, page.slug = f"Ny {page.pk}", page.slug
        page.save_revision().publish()


def unpublish_and_publish(course):
    module("m1").unpublish()
    module("m1").save_revision().publish()


def translate(course):
    for page in ModulePage.objects.filter(locale__language_code="da"):
        page.save_revision().publish()
    assert Locale.objects.filter(language_code="da").exists()


def copy(course):
    module("m2").copy(recursive=True, update_attrs={"slug": "kopi", "title": "Kopi"})


def restore(course):
    first = module("m2").save_revision()
    after("m2", "m1")
    first.as_object().save_revision().publish()
    after("m2", "m1")


@pytest.mark.parametrize("change", [reorder, rename, unpublish_and_publish, translate, copy, restore])
def test_what_is_done_or_begun_stays_open_whatever_editors_do(cast, begun, sign_in, change):
    after("m2", "m1", opens_on=in_days(30))
    change(begun)
    tuva = sign_in(cast.tuva)
    urls = [page.url for page in LessonPage.objects.child_of(module("m2"))]
    assert len(urls) == 2
    assert [tuva.get(url).status_code for url in urls] == [200, 200]
    assert LessonProgress.objects.done().count() == 1


def test_a_lesson_added_to_what_comes_first_closes_nothing_that_was_begun(cast, course, sign_in):
    after("m2", "m1")
    for lesson in lessons_of(course)[:2]:
        complete_lesson(lesson, by=cast.tuva)
    open_lesson(lessons_of(course)[2], by=cast.tuva)
    first = module("m1")
    first.add_child(instance=LessonPage(title="Ny", slug="ny", summary="x", locale=first.locale, body="[]"))
    assert sign_in(cast.tuva).get(LATER).status_code == 200
