"""The page of a module leads to the quizzes about it."""

import pytest
from django.test import Client

from courses.outline.models import ModulePage
from courses.quizzes.actions import start_attempt, submit_attempt
from courses.quizzes.models import Quiz
from tests.builders import a_course, a_quiz, answer_all

PAGE = "/nb/kurs/m1/"


def about(quiz, *modules):
    """Let the quiz ask only about these modules; its questions stay what they are."""
    for row in Quiz.objects.filter(translation_key=quiz.translation_key):
        row.draw = [{"type": "row", "value": {"area": "role", "critical": False, "count": 2, "modules": list(modules)}}]
        row.save()
    return quiz


@pytest.fixture
def modules(cast):
    a_course()
    return [str(page.translation_key) for page in ModulePage.objects.filter(locale__language_code="nb").order_by("path")]


def shown(client, path=PAGE):
    return client.get(path).content.decode()


def test_the_page_of_a_module_leads_to_its_quiz_in_the_language_of_the_page(cast, modules, sign_in):
    quiz = about(a_quiz(), modules[0])
    tuva = sign_in(cast.tuva)
    assert f"/nb/quiz/{quiz.translation_key}/" in shown(tuva)
    assert "Quiz nb" in shown(tuva)
    assert "Quiz da" in shown(tuva, "/da/kurs/m1/")
    assert str(quiz.translation_key) not in shown(tuva, "/nb/kurs/m2/")


def test_a_quiz_about_more_than_this_module_is_not_the_modules_own(cast, modules, sign_in):
    quiz = about(a_quiz(), *modules[:2])
    assert str(quiz.translation_key) not in shown(sign_in(cast.tuva))
    about(quiz)
    assert str(quiz.translation_key) not in shown(sign_in(cast.tuva))


def test_strangers_and_drafts_see_no_quiz_there(cast, modules, sign_in):
    quiz = about(a_quiz(), modules[0])
    assert str(quiz.translation_key) not in shown(Client())
    Quiz.objects.update(live=False)
    assert str(quiz.translation_key) not in shown(sign_in(cast.tuva))


def test_what_is_passed_says_so(cast, modules, sign_in):
    quiz = a_quiz(minutes=None, retry_hours="", max_attempts=None)
    submit_attempt(answer_all(start_attempt(quiz, by=cast.tuva)), by=cast.tuva)
    about(quiz, modules[0])
    tuva = sign_in(cast.tuva)
    assert 'data-state="done"' in shown(tuva)
    start = shown(tuva, f"/en/quiz/{quiz.translation_key}/")
    assert "Take it once more" in start
    assert "You have passed" in start
