"""Row form equals list form: who may see a thing finds it in their list, and nobody else does."""

from dataclasses import fields

import pytest

from courses.quizzes.actions import start_attempt
from courses.quizzes.bank import Quiz
from courses.quizzes.guides import learners_of
from courses.quizzes.models import AttemptQuestion, QuizAttempt
from lms.kernel.permissions import may
from lms.people.models import Person, Role, RoleAssignment
from tests.builders import a_quiz

PEOPLE = ["tuva", "pia", "siv", "carl", "kari", "vera", "ed", "stein", "nora"]


@pytest.mark.parametrize("who", PEOPLE)
def test_attempts_are_seen_by_their_own_person_only_row_by_row_and_as_a_list(cast, quiz, who):
    start_attempt(quiz, by=cast.tuva)
    start_attempt(quiz, by=cast.pia)
    person = getattr(cast, who)
    for model in (QuizAttempt, AttemptQuestion):
        rows = {row for row in model.objects.all() if may(person, "quizzes.answer", row)}
        assert rows == set(model.objects.visible_to(person))
        assert bool(rows) == (who in ("tuva", "pia"))


@pytest.mark.parametrize("who", PEOPLE)
def test_quizzes_are_seen_by_those_who_learn(cast, who):
    a_quiz()
    person = getattr(cast, who)
    rows = {quiz for quiz in Quiz.objects.all() if may(person, "quizzes.take", quiz)}
    assert rows == set(Quiz.objects.visible_to(person))
    assert bool(rows) == (who != "stein")


def test_an_auditor_takes_no_quiz(cast, quiz):
    RoleAssignment.objects.create(person=cast.stein, role=Role.AUDITOR, organisation=cast.fjordvik)
    assert not may(cast.stein, "quizzes.take", quiz)
    assert not Quiz.objects.visible_to(cast.stein).exists()


@pytest.mark.parametrize("who", PEOPLE)
def test_who_guides_whom_is_the_same_row_by_row_and_as_a_list(cast, who):
    person = getattr(cast, who)
    everybody = [getattr(cast, one.name) for one in fields(cast) if isinstance(getattr(cast, one.name), Person)]
    rows = {other for other in everybody if may(person, "quizzes.hold_talk", other)}
    assert rows == set(learners_of(person))
    assert rows == ({cast.tuva} if who in ("siv", "kari") else set())


def test_a_supervisor_who_is_also_a_trainee_does_not_open_their_own_tries(cast):
    RoleAssignment.objects.create(person=cast.siv, role=Role.TRAINEE, organisation=cast.fjordvik)
    siv = Person.objects.get(pk=cast.siv.pk)
    assert not may(siv, "quizzes.hold_talk", siv)
    assert not may(siv, "quizzes.give_extra_time", siv)
