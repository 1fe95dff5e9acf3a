"""The page of a module leads to the quizzes about it."""

import pytest
from django.test import Client

from cms.training.uses import uses_of
from courses.outline.models import ModulePage
from courses.quizzes.actions import start_attempt, submit_attempt
from courses.quizzes.bank import Question
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


def lesson_in(module):
    return ModulePage.objects.get(translation_key=module, locale__language_code="nb").get_children().first().translation_key


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


def told(thing):
    return [(use.what, str(use.how)) for use in uses_of([thing], type(thing))[thing.translation_key]]


def test_the_list_says_which_module_shows_a_quiz(cast, modules):
    quiz = Quiz.objects.get(translation_key=about(a_quiz(), modules[0]).translation_key, locale__language_code="nb")
    title = ModulePage.objects.get(translation_key=modules[0], locale__language_code="nb").title
    assert told(quiz) == [(title, "stands on the page of this module")]
    about(quiz, *modules[:2])
    assert told(Quiz.objects.get(pk=quiz.pk)) == []
    about(quiz, modules[0])
    ModulePage.objects.filter(translation_key=modules[0]).update(live=False)
    assert told(Quiz.objects.get(pk=quiz.pk)) == []


def test_a_question_is_used_by_quizzes_that_can_draw_it_and_by_no_other(cast, modules):
    """A quiz about one module never draws a question that sends its reader to a lesson of another."""
    quiz = a_quiz()
    question = Question.objects.filter(bank=quiz.bank, locale__language_code="nb").first()
    Question.objects.filter(translation_key=question.translation_key).update(lesson_key=lesson_in(modules[0]))
    question.refresh_from_db()
    about(quiz, modules[1])
    assert told(question) == []
    about(quiz, modules[0])
    assert told(question) == [("Quiz nb", "may be drawn")]
