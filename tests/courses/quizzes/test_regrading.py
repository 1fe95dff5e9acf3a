"""A question was wrong: a rehearsal says for whom it changes what, and only then is anything done."""

import pytest
from django.urls import reverse

from cms.editors import grant
from courses.quizzes.actions import start_attempt, submit_attempt
from courses.quizzes.bank import Question
from courses.quizzes.correcting import outcome
from courses.quizzes.models import QuizAttempt
from courses.quizzes.queries import result_items
from courses.quizzes.regrade_models import Regrade, RegradedResult
from courses.quizzes.regrading import regrade, rehearse
from courses.quizzes.rules import Mark
from lms.audit.models import AuditEntry
from lms.kernel.errors import IllegalTransition, Invalid, NotAllowed
from lms.notify.models import Notice
from lms.people.models import Role, RoleAssignment
from tests.builders import a_question, a_quiz, answer_all
from tests.courses.quizzes.test_views import url


@pytest.fixture
def quiz(cast):
    """Three questions, all asked, all must be right: whoever errs once is "not yet"."""
    quiz = a_quiz(pass_share="1.00", questions=False, draw=[("role", False, 3)])
    for number in range(3):
        a_question(f"role-{number}")
    return quiz


def correct(version, right="c"):
    """The editor marks another option as right, in every language."""
    for row in Question.objects.filter(translation_key=version.key):
        for block in row.options:
            block.value["is_right"] = block.id[-1] in right
        row.save()


def handed_in(quiz, person, *, chosen=None):
    """An attempt with everything right, except the first question when `chosen` (a letter) is given."""
    attempt = answer_all(start_attempt(quiz, by=person))
    if chosen:
        question = attempt.questions.get(position=1)
        letter = next(one for one in question.version.option_ids if one[-1] == chosen)
        attempt.questions.filter(position=1).update(chosen=[letter])
    return submit_attempt(attempt, by=person)


@pytest.fixture
def missed(cast, quiz):
    """Tuva chose c where b was thought to be right; then the question is corrected to c."""
    attempt = handed_in(quiz, cast.tuva, chosen="c")
    assert attempt.state == "not_yet"
    correct(attempt.questions.get(position=1).version)
    return attempt


def first(attempt):
    return attempt.questions.get(position=1)


def done(attempt, by, **how):
    key, how = first(attempt).version.key, {"way": "key", "may_lower": False, **how}
    return regrade(key, **how, reason="b and c were swapped.", token=rehearse(key, **how).token, by=by)


def test_the_rehearsal_names_whose_result_changes_and_changes_nothing(cast, missed):
    change = rehearse(first(missed).version.key).told[0]
    assert (change.attempt.person, change.outcome.before.score, change.outcome.after.score) == (cast.tuva, 2, 3)
    assert change.outcome.after.passed
    missed.refresh_from_db()
    assert (missed.state, missed.score, first(missed).points) == ("not_yet", 2, 0)
    assert not Notice.objects.filter(kind="quiz_regraded").exists()


def test_the_result_shows_the_corrected_key_and_reasons(cast, missed):
    """Before it is marked anew, the one it was marked by; the words are those that were asked."""
    for row in Question.objects.filter(translation_key=first(missed).version.key):
        for block in row.options:
            block.value |= {"explanation": f"Corrected {block.id[-1]}", "text": "Other words"}
        row.save()
    thought = next(one for one in result_items(missed)[0].answers if one.chosen)
    assert (thought.right, thought.why[:12]) == (False, "CANARY-WHY c")
    done(missed, cast.ed)
    answers = result_items(missed)[0].answers
    chosen = next(one for one in answers if one.chosen)
    assert (chosen.right, chosen.why, chosen.text) == (True, "Corrected c", thought.text)
    assert sum(one.right for one in answers) == 1


def test_who_is_marked_right_whatever_they_chose_sees_the_key_they_were_asked_by(cast, missed):
    done(missed, cast.ed, way="all")
    assert not next(one for one in result_items(missed)[0].answers if one.chosen).right


def test_done_it_passes_tells_and_leaves_a_trail(cast, missed, sign_in):
    done(missed, cast.ed)
    missed.refresh_from_db()
    assert (missed.state, missed.score, first(missed).points) == ("passed", 3, 100)
    assert Notice.objects.filter(person=cast.tuva, kind="quiz_regraded").count() == 1
    assert {"quiz.regrade_up", "quiz.regrade"} <= set(AuditEntry.objects.values_list("deed", flat=True))
    assert RegradedResult.objects.values_list("state_before", "state_after", "score_before", "score_after").get() == (
        "not_yet",
        "passed",
        2,
        3,
    )
    page = sign_in(cast.tuva).get(url("quiz_result", attempt=missed.pk)).content.decode()
    assert "b and c were swapped." in page


def test_nobody_loses_what_they_had_unless_it_is_asked_for(cast, quiz):
    passed = handed_in(quiz, cast.tuva)  # chose b, which was right then
    correct(first(passed).version)
    done(passed, cast.ed)
    passed.refresh_from_db()
    assert (passed.state, passed.score) == ("passed", 3)
    assert RegradedResult.objects.get().spared
    assert not Notice.objects.filter(kind="quiz_regraded").exists()
    done(passed, cast.ed, may_lower=True)
    passed.refresh_from_db()
    assert (passed.state, passed.score) == ("not_yet", 2)
    assert Notice.objects.filter(kind="quiz_regraded").count() == 1


def test_a_question_that_cannot_be_saved_is_right_for_everybody(cast, quiz):
    attempt = handed_in(quiz, cast.tuva, chosen="a")
    correct(first(attempt).version)
    assert not rehearse(first(attempt).version.key).told
    done(attempt, cast.ed, way="all")
    attempt.refresh_from_db()
    assert attempt.state == "passed"


def test_answers_to_other_options_are_left_alone_and_counted(cast, quiz):
    attempt = handed_in(quiz, cast.tuva, chosen="c")
    for row in Question.objects.filter(translation_key=first(attempt).version.key):
        row.options.pop(0)
        row.save()
    rehearsal = rehearse(first(attempt).version.key)
    assert (rehearsal.answers, rehearsal.unreadable, rehearsal.changes) == (1, 1, [])


def test_a_quiz_that_was_open_is_graded_with_the_correction(cast, quiz, missed):
    attempt = answer_all(start_attempt(quiz, by=cast.pia))
    older = attempt.questions.get(version__key=first(missed).version.key)
    assert older.version.number == 2  # begun after the correction was published: nothing to do
    open_since = QuizAttempt.objects.get(pk=attempt.pk)
    open_since.questions.filter(pk=older.pk).update(version=first(missed).version, chosen=first(missed).chosen)
    done(missed, cast.ed)
    assert submit_attempt(open_since, by=cast.pia).state == "passed"


def test_what_was_not_rehearsed_is_not_done(cast, missed):
    key = first(missed).version.key
    with pytest.raises(IllegalTransition):
        regrade(key, way="key", may_lower=True, reason="Swapped.", token=rehearse(key).token, by=cast.ed)
    with pytest.raises(Invalid):
        regrade(key, way="key", may_lower=False, reason=" ", token=rehearse(key).token, by=cast.ed)
    with pytest.raises(NotAllowed):
        regrade(key, way="key", may_lower=False, reason="Swapped.", token=rehearse(key).token, by=cast.siv)
    assert not Regrade.objects.exists()


def test_an_editor_sees_the_list_and_does_it(cast, missed, sign_in):
    grant(cast.ed)
    client, there = sign_in(cast.ed), reverse("question_regrade", args=[first(missed).version.key])
    page = client.get(there)
    assert "Tuva" in page.content.decode()
    token = page.context["rehearsal"].token
    assert client.post(there, {"way": "key", "token": token}).status_code == 422
    client.post(there, {"way": "key", "token": token, "reason": "Swapped."})
    missed.refresh_from_db()
    assert missed.state == "passed"


def test_people_of_other_organisations_are_counted_and_not_named(cast, quiz, sign_in):
    RoleAssignment.objects.create(person=cast.nora, role=Role.TRAINEE, organisation=cast.sundby)
    attempt = handed_in(quiz, cast.nora, chosen="c")
    correct(first(attempt).version)
    grant(cast.ed)
    page = sign_in(cast.ed).get(reverse("question_regrade", args=[first(attempt).version.key]))
    assert "Nora" not in page.content.decode()
    assert (page.context["rows"], page.context["elsewhere"]) == ([], 1)


def test_the_rehearsal_costs_the_same_for_three_people_as_for_one(cast, quiz, missed, django_assert_max_num_queries):
    with django_assert_max_num_queries(30) as one:
        rehearse(first(missed).version.key)
    for person in (cast.pia, cast.siv):
        attempt = handed_in(quiz, person)
        attempt.questions.filter(version__key=first(missed).version.key).update(version=first(missed).version)
    with django_assert_max_num_queries(len(one)):
        assert len(rehearse(first(missed).version.key).changes) == 3


def test_a_critical_question_that_shakes_a_pass_spares_the_person_and_says_so():
    found = outcome([Mark(100, True), Mark(100, False)], {0: 0}, "0.5", may_lower=False, passed=True)
    assert (found.after.passed, found.spared, found.changes, found.sinks) == (True, True, False, False)
    assert outcome([Mark(100, True), Mark(100, False)], {0: 0}, "0.5", may_lower=True, passed=True).sinks
