"""An editor chooses learning goals by what they say, and what is kept is their keys."""

import json

import pytest
from django.http import QueryDict
from django.utils import translation
from wagtail.models import Locale

from certification.assessment.sources import Rubric
from cms.editors import grant
from courses.outline.goals import GoalsWidget, goals_to_choose
from courses.outline.models import CoursePage, LessonPage
from courses.quizzes.bank import Question
from tests.builders import a_course


def goals(*keys, words="Kan"):
    return json.dumps([{"type": "goal", "value": {"key": key, "text": f"{words} {key}"}} for key in keys])


@pytest.fixture
def courses(db):
    """Two courses that share a goal, in bokmål; one in Danish too."""
    first, second = a_course(languages=("nb",)), a_course(slug="kurs-to", languages=("nb",))
    CoursePage.objects.filter(pk=first.pk).update(title="En", goals=goals("listen-1", "listen-2"))
    CoursePage.objects.filter(pk=second.pk).update(title="To", goals=goals("listen-2", "ask-1"))
    first.refresh_from_db()
    danish = first.copy_for_translation(Locale.objects.get_or_create(language_code="da")[0], copy_parents=True)
    CoursePage.objects.filter(pk=danish.pk).update(title="Et", goals=goals("listen-1", "listen-2", words="Kan godt"))
    return first, second


def test_goals_stand_under_their_course_each_once(courses):
    assert goals_to_choose() == [
        ("En", [("listen-1", "Kan listen-1"), ("listen-2", "Kan listen-2")]), ("To", [("ask-1", "Kan ask-1")]),
    ]  # fmt: skip


def test_they_speak_the_editors_language_where_they_can(courses):
    with translation.override("da"):
        assert [group[0] for group in goals_to_choose()] == ["Et", "To"]
        assert goals_to_choose()[0][1][0] == ("listen-1", "Kan godt listen-1")


@pytest.mark.parametrize("model", [LessonPage, Question])
def test_a_lesson_and_a_question_offer_what_is_there_now(courses, model):
    field = model._meta.get_field("goals").stream_block.child_blocks["goal"].field
    assert "Kan ask-1" in field.widget.render("x", "ask-1")
    CoursePage.objects.filter(pk=courses[1].pk).update(goals=goals("ask-2"))
    assert "Kan ask-1" not in field.widget.render("x", "")
    assert field.clean("from-a-file-1") == "from-a-file-1"


def test_several_goals_of_a_criterion_are_ticked_and_kept_as_their_keys(courses):
    widget = Rubric._meta.get_field("criteria").stream_block.child_blocks["criterion"].child_blocks["goals"].field.widget
    assert isinstance(widget, GoalsWidget)
    shown = widget.render("x", "listen-1, ask-1")
    assert (shown.count("checkbox"), shown.count("checked")) == (3, 2)
    assert widget.value_from_datadict(QueryDict("x=listen-1&x=ask-1"), {}, "x") == "listen-1, ask-1"
    assert widget.value_from_datadict(QueryDict(""), {}, "x") == ""


def test_the_form_of_a_lesson_names_the_goals(courses, cast, sign_in):
    grant(cast.ed)
    lesson = LessonPage.objects.first()
    page = sign_in(cast.ed).get(f"/admin/pages/{lesson.pk}/edit/").content.decode()
    assert "Kan ask-1" in page
