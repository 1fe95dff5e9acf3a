"""What the checks find stands beside what is written, and follows every draft that is saved by itself."""

import json

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from wagtail.models import Locale
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from certification.programmes.sources import Programme
from cms.editors import grant
from cms.training.families import edit_url
from courses.outline.models import LessonPage
from tests.builders import a_course, lessons_of


@pytest.fixture
def editor(cast, sign_in):
    grant(cast.ed)
    return sign_in(cast.ed)


@pytest.fixture
def course(cast):
    return a_course()


def saved_by_itself(editor, thing, sent):
    """A draft as the form saves it while somebody writes; what of the page is drawn anew."""
    answer = editor.post(edit_url(type(thing), thing.pk), nested_form_data(sent), headers={"Accept": "application/json"})
    assert answer.status_code == 200, answer.content
    return answer.json()["html"]


def a_lesson_form(lesson, words):
    return {
        "title": lesson.title, "slug": lesson.slug, "summary": "…", "minutes": 5, "goals": streamfield([("goal", "g-1")]),
        "comments": inline_formset([]), "body": streamfield([("markdown", words)]),
    }  # fmt: skip


def test_the_checks_follow_what_is_saved_while_somebody_writes(editor, course):
    lesson = lessons_of(course)[0]
    html = saved_by_itself(editor, lesson, a_lesson_form(lesson, "Les [klikk her](https://x.example)."))
    assert 'data-w-teleport-target-value="#training-findings"' in html
    assert "klikk her" in html
    assert "klikk her" not in saved_by_itself(editor, lesson, a_lesson_form(lesson, "Les om å lytte."))
    page = editor.get(edit_url(LessonPage, lesson.pk)).content.decode()
    assert page.count('id="training-findings"') == 1


def test_something_new_says_that_the_checks_wait_for_a_draft(editor, course):
    module = lessons_of(course)[0].get_parent()
    translation.activate("nb")  # as Ed reads it
    page = editor.get(reverse("wagtailadmin_pages:add", args=["courses", "lessonpage", module.pk])).content.decode()
    told = page.split('id="training-findings">')[1].split("</div>")[0]
    assert gettext("The checks look at it as soon as a draft is saved.") in told


def test_what_no_check_looks_at_gets_no_findings(editor, course):
    sent = {"title": "Kurs", "slug": "kurs", "summary": "…", "intro": "", "goals": streamfield([]), "comments": inline_formset([])}
    assert "training-findings" not in saved_by_itself(editor, course, sent)


def test_a_programme_shows_its_findings_where_it_is_written(editor, cast):
    """Half done as it may be while somebody writes."""
    half = json.dumps(
        [{"type": "stage", "value": {}}, {"type": "stage", "value": {"requirements": [{"type": "item", "value": {"key": "a"}}]}}]
    )
    programme = Programme.objects.create(slug="way", name="Veien", stages=half, locale=Locale.objects.get(language_code="nb"), live=False)
    programme.save_revision(clean=False)
    page = editor.get(edit_url(Programme, programme.pk)).content.decode()
    assert page.count('id="training-findings"') == 1
