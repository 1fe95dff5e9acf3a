"""A translation that lags behind its source says so: in the list, and where it is written. Publishing it again says that it holds."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Locale

from certification.assessment.models import Rubric
from certification.practice.models import Scenario
from certification.programmes.sources import Agreement
from cms.editors import grant
from cms.training.families import LIVE, OUTDATED, edit_url, languages_of
from courses.dialogues.models import Dialogue
from courses.outline.models import LessonPage
from courses.quizzes.bank import Question
from tests.builders import a_course, a_dialogue, a_question, a_scenario, lessons_of

pytestmark = pytest.mark.usefixtures("in_english")


def an_agreement(language):
    locale, key = Locale.objects.get_or_create(language_code=language)[0], uuid.uuid5(uuid.NAMESPACE_URL, "taushet")
    return Agreement.objects.create(slug="taushet", title=f"Taushet {language}", summary="K", text="L", locale=locale, translation_key=key)


def in_two_languages(model):
    """A thing of the model in bokmål and Danish."""
    if model is LessonPage:
        return lessons_of(a_course())[0]
    if model is Question:
        return a_question("role-01", languages=("nb", "da"))
    made = {Dialogue: a_dialogue, Agreement: an_agreement, Scenario: lambda language: a_scenario(language=language)}[model]
    return [made("da"), made("nb")][1]


@pytest.fixture(params=[LessonPage, Question, Dialogue, Agreement, Scenario], ids=lambda model: model.__name__)
def pair(request, cast):
    """(source, translation) of every kind, both published, the translation last."""
    source = in_two_languages(request.param)
    both = request.param.objects.filter(translation_key=source.translation_key)
    both.update(live=True, last_published_at=timezone.now() - timedelta(days=3))
    return source, both.get(locale__language_code="da")


def publish(thing, days=0):
    type(thing).objects.filter(pk=thing.pk).update(last_published_at=timezone.now() - timedelta(days=days))


def danish(thing):
    return next(one for one in languages_of([thing], type(thing))[thing.translation_key] if one.language == "da").state


@pytest.fixture
def editor(cast, sign_in):
    grant(cast.ed)
    return sign_in(cast.ed)


def list_of(thing):
    if isinstance(thing, LessonPage):
        return reverse("training_lessons:index")
    return reverse(type(thing).snippet_viewset.get_url_name("list"))


def test_list_and_form_say_it_until_the_translation_is_published_again(pair, editor):
    source, translated = pair
    assert danish(source) == LIVE
    assert "after this translation" not in editor.get(edit_url(type(translated), translated.pk)).content.decode()

    publish(source, days=1)

    assert danish(source) == OUTDATED
    assert "outdated since the source changed" in editor.get(list_of(source)).content.decode()
    form = editor.get(edit_url(type(translated), translated.pk)).content.decode()
    assert "after this translation" in form
    assert edit_url(type(source), source.pk) in form
    assert "after this translation" not in editor.get(edit_url(type(source), source.pk)).content.decode()

    publish(translated)

    assert danish(source) == LIVE
    assert "after this translation" not in editor.get(edit_url(type(translated), translated.pk)).content.decode()


def test_rubrics_are_of_a_kind_that_can_lag_behind():
    assert {"live", "last_published_at", "translation_key"} <= {field.name for field in Rubric._meta.get_fields()}


def test_a_lesson_in_another_language_than_asked_for_says_so(cast, sign_in):
    a_course(languages=("nb",))
    a_course(slug="andre", languages=("nb", "da"))
    tuva = sign_in(cast.tuva)
    page = tuva.get("/da/kurs/m1/l1/").content.decode()
    with translation.override("da"):
        said = translation.gettext("This lesson is not written in your language yet. What you do here counts all the same.")
    assert said in page
    assert '<article class="lesson-col" lang="nb">' in page
    assert said not in tuva.get("/da/andre/m1/l1/").content.decode()
