"""Learning goals with what serves them, and what the checks find while somebody writes."""

import json
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from certification.assessment.sources import Rubric
from certification.programmes.findings import in_programme
from cms.editors import grant
from cms.training.findings import blind_links, findings, findings_in
from courses.outline.coverage import coverage
from courses.outline.models import CoursePage, LessonPage
from courses.quizzes.bank import Question
from tests.builders import a_course, a_question, lessons_of


@pytest.fixture
def editor(cast, sign_in):
    grant(cast.ed)
    return sign_in(cast.ed)


@pytest.fixture
def course(cast):
    """Two goals; the first has a lesson and a question."""
    course = a_course(slug="chatvert")
    CoursePage.objects.filter(pk=course.pk).update(
        goals=json.dumps([{"type": "goal", "value": {"key": key, "text": f"Kan {key}"}} for key in ("listen-1", "listen-2")])
    )
    lesson = lessons_of(course)[0]
    LessonPage.objects.filter(pk=lesson.pk).update(goals=json.dumps([{"type": "goal", "value": "listen-1"}]))
    question = a_question("role-01")
    Question.objects.filter(pk=question.pk).update(goals=json.dumps([{"type": "goal", "value": "listen-1"}]))
    return course


def test_every_goal_says_what_serves_it_and_what_is_missing(course):
    first, second = coverage()
    assert ([one.what for one in first.lessons], [one.what for one in first.questions]) == (["l1 nb"], ["role-01"])
    assert first.gaps == ["no practice"]
    assert second.gaps == ["no lesson", "no question", "no practice"]


def test_a_criterion_of_the_rubric_lets_a_goal_be_seen_in_practice(course):
    lines = {name: [] for name in ("unhelpful", "basic", "advanced")}
    value = {"title": "Lytter", "help": "", "code": "", "key": "c1", "goals": "listen-1, listen-2", **lines}
    Rubric.objects.create(
        slug="r",
        title="R",
        criteria=[("criterion", value)],
        critical=[],
        levels=[],
        judgements=[],
        panel=[],
        partner_form=[],
        locale=course.locale,
    )
    assert [[one.what for one in goal.practice] for goal in coverage()] == [["Lytter"], ["Lytter"]]


def test_another_courses_lesson_serves_only_its_own_goals(course):
    other = a_course(slug="mentor")
    CoursePage.objects.filter(pk=other.pk).update(goals=json.dumps([{"type": "goal", "value": {"key": "listen-1", "text": "Kan"}}]))
    assert [goal.gaps for goal in coverage() if goal.course == "mentor nb"] == [["no lesson", "no question", "no practice"]]


@pytest.mark.parametrize("name", ["training_goals", "training_checks"])
def test_both_reports_open_narrow_and_can_be_taken_away(editor, course, name):
    for wish in ("", "?gaps=1"):
        assert editor.get(reverse(name) + wish).status_code == 200
    assert editor.get(reverse(name + "_results")).status_code == 200
    assert b",".join(editor.get(reverse(name) + "?export=csv")).count(b",") > 2
    assert editor.get(reverse(name) + "?export=xlsx").status_code == 200


def test_the_gaps_are_shown_alone(editor, course, cast):
    Rubric.objects.all().delete()
    page = editor.get(reverse("training_goals") + "?gaps=1").content.decode()
    assert "Kan listen-2" in page


@pytest.mark.parametrize("name", ["training_goals", "training_checks"])
def test_only_editors_see_the_reports(course, cast, sign_in, name):
    assert sign_in(cast.siv).get(reverse(name)).status_code == 302


def test_the_number_of_queries_does_not_grow_with_goals_and_lessons(editor, course):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            editor.get(reverse("training_goals"))
        return len(queries)

    asked()
    few = asked()
    [a_question(f"q-{n}") for n in range(3)]
    goals = [{"type": "goal", "value": {"key": f"g-{n}", "text": "Kan"}} for n in range(6)]
    CoursePage.objects.filter(pk=course.pk).update(goals=json.dumps(goals))
    assert asked() == few


@pytest.mark.parametrize(
    ("block", "found"),
    [
        (("image", {"image": {"image": None, "alt_text": "", "decorative": False}, "caption": ""}), "no words for those who cannot see"),
        (("video", {"title": "Film", "video": None, "captions": None, "poster": None, "transcript": "Hei."}), "no captions"),
        (("audio", {"title": "Lyd", "audio": None, "transcript": ""}), "no transcript"),
        (("markdown", "Les mer [her](https://example.org)."), "does not say where it leads"),
        (("markdown", "ord " * 31 + "."), "A sentence has 31 words"),
        (("markdown", "Overvåkningskameraer kompliserer personvernlovgivningen."), "LIX"),
        (("check", {"question": "Hva?", "options": [{"text": "Ja", "right": True, "why": " "}]}), "does not say why"),
    ],
)
def test_a_lesson_is_checked_while_it_is_written(course, block, found):
    kind, value = block
    page = lessons_of(course)[0]
    page.body = LessonPage._meta.get_field("body").to_python(json.dumps([{"type": kind, "value": value}]))
    assert any(found in str(one) for one in findings_in(page)), findings_in(page)


def test_a_good_lesson_has_no_findings(course):
    assert findings_in(lessons_of(course)[0]) == []


def test_links_that_say_where_they_lead_are_left_alone():
    assert list(blind_links('<a href="/x">Hjelp om natten</a> og [klikk her](x) og <a href="y"><b>here</b></a>')) == ["klikk her", "here"]


def test_the_report_reads_the_newest_draft(course, cast):
    page = lessons_of(course)[0]
    page.body = [("markdown", "[klikk her](https://example.org)")]
    page.save_revision(user=cast.ed)
    assert any("klikk her" in str(one.what) for one in findings() if one.where == "l1 nb")


def test_the_form_shows_what_was_found(editor, course):
    lesson = lessons_of(course)[1]
    assert "It names no learning goal." in "".join(map(str, findings_in(lesson)))
    page = editor.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])).content.decode()
    assert "help-warning" in page


def test_a_mandatory_module_that_nobody_sees_is_found(course):
    module = lessons_of(course)[0].get_parent()
    row = {"key": "m1", "kind": "lesson_set", "params": {"module": str(module.translation_key)}}
    programme = SimpleNamespace(rules=lambda: {"requirements": [{**row, "mandatory": True}, {**row, "mandatory": False}]})
    assert list(in_programme(programme)) == []  # a question asks about it
    Question.objects.all().delete()
    (found,) = in_programme(programme)
    assert "m1" in found
