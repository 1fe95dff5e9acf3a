import json
import uuid
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection, connections

from courses.quizzes.actions import (
    flag_question,
    give_extra_time,
    record_talk,
    save_answer,
    start_attempt,
    submit_attempt,
)
from courses.quizzes.grading import close_all_overdue, close_overdue
from courses.quizzes.guides import awaiting_talk
from courses.quizzes.models import AttemptQuestion, ExtraTime, Question, QuestionVersion, Quiz, QuizAttempt, QuizTalk
from courses.quizzes.queries import standing
from courses.quizzes.signals import quiz_graded
from courses.quizzes.states import AttemptState
from courses.quizzes.tasks import close_overdue_attempts
from lms.audit.models import AuditEntry
from lms.kernel.errors import DomainError, IllegalTransition, Invalid, NotAllowed
from lms.notify.models import Notice
from lms.people.models import Role, RoleAssignment
from tests.builders import a_question, a_quiz, answer_all, right_answer
from tests.cast import assemble


def miss(quiz, person, later, **pause):
    """One more try that is not yet, and the pause after it."""
    attempt = submit_attempt(answer_all(start_attempt(quiz, by=person), wrong=(1, 2, 3)), by=person)
    later(**pause)
    return attempt


# beginning -------------------------------------------------------------------------------------


def test_a_start_draws_by_the_blueprint_and_freezes_what_is_asked(attempt):
    drawn = [(q.version.area, q.version.is_critical) for q in attempt.questions.select_related("version")]
    assert sorted(drawn) == [("role", False), ("role", False), ("safety", True)]
    assert attempt.total == 3
    assert attempt.deadline_at - attempt.started_at == timedelta(minutes=20)


def test_starting_again_gives_the_attempt_that_is_open(cast, quiz, attempt):
    again = start_attempt(quiz, by=cast.tuva)
    assert again == attempt
    assert QuizAttempt.objects.count() == 1


def test_somebody_without_a_role_cannot_begin(cast, quiz):
    with pytest.raises(NotAllowed):
        start_attempt(quiz, by=cast.stein)
    assert not QuizAttempt.objects.exists()


def test_an_unpublished_quiz_cannot_be_begun(cast, quiz):
    Quiz.objects.update(live=False)
    with pytest.raises(DomainError) as told:
        start_attempt(quiz, by=cast.tuva)
    assert told.value.code == "not_ready"


def test_a_quiz_whose_pool_is_too_small_says_so_and_writes_nothing(cast):
    quiz = a_quiz(questions=False)
    a_question("only-one")
    with pytest.raises(DomainError) as told:
        start_attempt(quiz, by=cast.tuva)
    assert told.value.code == "not_ready"
    assert not QuizAttempt.objects.exists()
    assert not AttemptQuestion.objects.exists()


def test_another_bank_is_never_drawn_from(cast):
    quiz = a_quiz(draw=[("role", False, 2)])
    for number in range(5):
        a_question(f"foreign-{number}", bank="other")
    keys = {q.version.key for q in start_attempt(quiz, by=cast.tuva).questions.select_related("version")}
    assert keys <= set(Question.objects.filter(bank="chatvert").values_list("translation_key", flat=True))


def test_a_draft_question_is_never_drawn(cast):
    quiz = a_quiz(draw=[("role", False, 2)])
    draft = Question.objects.filter(slug="role-0")
    draft.update(live=False)
    drawn = {q.version.key for q in start_attempt(quiz, by=cast.tuva).questions.select_related("version")}
    assert draft[0].translation_key not in drawn


def test_a_published_question_without_a_key_is_passed_over(cast):
    quiz = a_quiz(draw=[("role", False, 2)])
    broken = Question.objects.get(slug="role-0", locale__language_code="nb")
    for option in broken.options:
        option.value["is_right"] = False
    broken.save()
    drawn = {q.version.key for q in start_attempt(quiz, by=cast.tuva).questions.select_related("version")}
    assert broken.translation_key not in drawn


def test_the_second_try_asks_what_was_not_asked_before(cast, later):
    quiz = a_quiz(draw=[("role", False, 2)])  # a pool of three
    first = {q.version.key for q in miss(quiz, cast.tuva, later, hours=25).questions.select_related("version")}
    second = {q.version.key for q in start_attempt(quiz, by=cast.tuva).questions.select_related("version")}
    unseen = set(Question.objects.filter(area="role").values_list("translation_key", flat=True)) - first
    assert len(unseen) == 1
    assert unseen <= second


def test_options_are_shuffled_but_complete(cast):
    quiz = a_quiz(draw=[("role", False, 9)])
    orders = set()
    for question in start_attempt(quiz, by=cast.tuva).questions.select_related("version"):
        assert sorted(question.option_order) == sorted(question.version.option_ids)
        orders.add("".join(one[-1] for one in question.option_order))
    assert len(orders) > 1


def test_unchanged_questions_are_frozen_once(cast, quiz, attempt):
    frozen = QuestionVersion.objects.count()
    start_attempt(quiz, by=cast.pia)
    assert QuestionVersion.objects.filter(number__gt=1).count() == 0
    assert QuestionVersion.objects.count() <= frozen + 2


def test_an_attempt_keeps_the_version_it_saw(cast, quiz, attempt):
    seen = attempt.questions.select_related("version")[0]
    source = Question.objects.get(translation_key=seen.version.key, locale__language_code="nb")
    source.stem = "Something else entirely?"
    source.save()
    start_attempt(quiz, by=cast.pia)
    attempt.refresh_from_db()
    assert attempt.questions.select_related("version")[0].version.text("nb")["stem"].startswith("Stem ")
    assert set(QuestionVersion.objects.filter(key=seen.version.key).values_list("number", flat=True)) <= {1, 2}


def test_an_attempt_keeps_the_rules_it_began_with(cast, quiz, attempt):
    Quiz.objects.update(pass_share="1.00")
    graded = submit_attempt(
        answer_all(attempt, wrong=(next(q.position for q in attempt.questions.all() if not q.version.is_critical),)), by=cast.tuva
    )
    assert (graded.score, graded.blueprint.pass_share) == (2, "0.8")


def test_deleting_the_source_takes_nothing_from_an_attempt(cast, quiz, attempt):
    Question.objects.all().delete()
    Quiz.objects.all().delete()
    graded = submit_attempt(answer_all(attempt), by=cast.tuva)
    assert graded.state == AttemptState.PASSED
    assert standing(cast.tuva, quiz.translation_key).state == "passed"


def test_a_translation_with_other_options_is_left_out(cast):
    quiz = a_quiz(draw=[("role", False, 1)])
    for danish in Question.objects.filter(locale__language_code="da"):
        danish.options = list(danish.options.raw_data)[:2]
        danish.save()
    version = start_attempt(quiz, by=cast.tuva).questions.select_related("version")[0].version
    assert set(version.content) == {"nb", "en"}
    assert version.text("da") == version.text("nb")


@pytest.mark.django_db(transaction=True)
def test_fifty_starts_at_once_give_one_attempt():
    cast = assemble()
    quiz = a_quiz()
    results = at_once(50, lambda: start_attempt(quiz, by=cast.tuva).pk)
    assert [one for one in results if isinstance(one, Exception)] == []
    assert len(set(results)) == 1
    assert QuizAttempt.objects.count() == 1
    assert AttemptQuestion.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_fifty_hand_ins_at_once_grade_once():
    cast = assemble()
    attempt = answer_all(start_attempt(a_quiz(), by=cast.tuva))
    heard = []
    quiz_graded.connect(listener := lambda **told: heard.append(told["attempt"].pk))
    results = at_once(50, lambda: submit_attempt(QuizAttempt.objects.get(pk=attempt.pk), by=cast.tuva).score)
    quiz_graded.disconnect(listener)
    assert results == [3] * 50
    assert heard == [attempt.pk]
    assert AuditEntry.objects.filter(deed="quiz.pass").count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_answer_racing_the_hand_in_counts_or_is_refused_but_is_never_half():
    cast = assemble()
    quiz = a_quiz()
    attempt = start_attempt(quiz, by=cast.tuva)
    question = attempt.questions.faces()[0]
    right = right_answer(question)

    def answer():
        save_answer(QuizAttempt.objects.get(pk=attempt.pk), position=question.position, chosen=right, by=cast.tuva)
        return "kept"

    deeds = [answer, lambda: submit_attempt(QuizAttempt.objects.get(pk=attempt.pk), by=cast.tuva).state] * 10

    def next_deed():
        return deeds.pop()()

    results = at_once(20, next_deed)
    refused = [one for one in results if isinstance(one, Exception)]
    assert all(isinstance(one, DomainError) and one.code == "ended" for one in refused)
    question.refresh_from_db()
    assert question.is_right == (question.chosen == right)


def at_once(how_many, deed):
    """Run `deed` in so many threads that wait for each other; what each returned or raised."""
    gate, results = Barrier(how_many), []

    def one():
        try:
            gate.wait()
            results.append(deed())
        except Exception as raised:
            results.append(raised)
        finally:
            connections.close_all()

    threads = [Thread(target=one) for _ in range(how_many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    connection.close()
    return results


# answering -------------------------------------------------------------------------------------


def test_an_answer_is_kept_at_once_and_the_last_one_counts(cast, attempt):
    question = attempt.questions.faces()[0]
    first, second, _third = question.option_order
    save_answer(attempt, position=1, chosen=[first], by=cast.tuva)
    save_answer(attempt, position=1, chosen=[second], by=cast.tuva)
    question.refresh_from_db()
    attempt.refresh_from_db()
    assert question.chosen == [second]
    assert question.saved_at == attempt.saved_at
    assert question.is_right is None


def test_an_answer_can_be_taken_back(cast, attempt):
    option = attempt.questions.faces()[0].option_order[0]
    save_answer(attempt, position=1, chosen=[option], by=cast.tuva)
    assert save_answer(attempt, position=1, chosen=[], by=cast.tuva).chosen == []


@pytest.mark.parametrize("sent", [["nonsense"], [str(uuid.uuid4())], "text", 7, None, {"a": 1}, [["x"]], [None], "both"])
def test_what_is_no_answer_to_the_question_is_refused_and_changes_nothing(cast, attempt, sent):
    question = attempt.questions.faces()[0]
    save_answer(attempt, position=1, chosen=question.option_order[:1], by=cast.tuva)
    with pytest.raises(Invalid):
        save_answer(attempt, position=1, chosen=question.option_order[:2] if sent == "both" else sent, by=cast.tuva)
    assert attempt.questions.get(position=1).chosen == question.option_order[:1]


def test_an_option_of_another_question_is_refused(cast, attempt):
    foreign = attempt.questions.get(position=2).option_order[0]
    with pytest.raises(Invalid):
        save_answer(attempt, position=1, chosen=[foreign], by=cast.tuva)


@pytest.mark.parametrize("position", [0, 4, -1, 10**9])
def test_a_question_that_is_not_in_the_attempt_is_refused(cast, attempt, position):
    with pytest.raises(Invalid):
        save_answer(attempt, position=position, chosen=[], by=cast.tuva)


def test_nobody_answers_flags_or_hands_in_for_another(cast, attempt):
    for deed in (
        lambda: save_answer(attempt, position=1, chosen=[], by=cast.pia),
        lambda: flag_question(attempt, position=1, flagged=True, by=cast.siv),
        lambda: submit_attempt(attempt, by=cast.siv),
    ):
        with pytest.raises(NotAllowed):
            deed()
    assert QuizAttempt.objects.get().state == AttemptState.OPEN


def test_after_handing_in_an_answer_is_refused_and_the_person_told_what_was_kept(cast, attempt):
    option = attempt.questions.faces()[0].option_order[0]
    save_answer(attempt, position=1, chosen=[option], by=cast.tuva)
    submit_attempt(attempt, by=cast.tuva)
    with pytest.raises(DomainError) as told:
        save_answer(attempt, position=2, chosen=[], by=cast.tuva)
    assert told.value.code == "ended"
    assert "1 answer of 3 was kept" in told.value.message


def test_after_the_time_limit_an_answer_is_refused_and_what_was_saved_is_graded(cast, attempt, later):
    answer_all(attempt, wrong=(3,))
    later(minutes=20, seconds=1)
    with pytest.raises(DomainError) as told:
        save_answer(attempt, position=3, chosen=right_answer(attempt.questions.get(position=3)), by=cast.tuva)
    attempt.refresh_from_db()
    assert told.value.code == "ended"
    assert "3 answers of 3 were kept" in told.value.message
    assert (attempt.score, attempt.submitted_at) == (2, attempt.deadline_at)
    assert attempt.ran_out


def test_a_mark_for_later_can_be_set_and_taken_away(cast, attempt):
    assert flag_question(attempt, position=2, flagged=True, by=cast.tuva).flagged
    assert attempt.questions.get(position=2).flagged
    flag_question(attempt, position=2, flagged=False, by=cast.tuva)
    assert not attempt.questions.get(position=2).flagged


# grading ---------------------------------------------------------------------------------------


def test_all_right_is_passed_and_told_upwards_once(cast, attempt):
    heard = []
    quiz_graded.connect(listener := lambda **told: heard.append(told["attempt"]))
    graded = submit_attempt(answer_all(attempt), by=cast.tuva)
    again = submit_attempt(graded, by=cast.tuva)
    quiz_graded.disconnect(listener)
    assert (graded.state, graded.score, graded.critical_missed) == (AttemptState.PASSED, 3, 0)
    assert (again.score, again.submitted_at) == (graded.score, graded.submitted_at)
    assert heard == [attempt]


def test_one_critical_wrong_is_not_yet_whatever_the_score(cast):
    quiz = a_quiz(draw=[("role", False, 9), ("safety", True, 1)])
    attempt = start_attempt(quiz, by=cast.tuva)
    critical = attempt.questions.get(version__is_critical=True).position
    graded = submit_attempt(answer_all(attempt, wrong=(critical,)), by=cast.tuva)
    assert (graded.state, graded.score, graded.total, graded.critical_missed) == (AttemptState.NOT_YET, 9, 10, 1)


def test_a_question_without_an_answer_is_not_right(cast, attempt):
    graded = submit_attempt(attempt, by=cast.tuva)
    assert (graded.state, graded.score) == (AttemptState.NOT_YET, 0)
    assert set(graded.questions.values_list("is_right", flat=True)) == {False}


def test_several_answers_are_right_only_together(cast):
    quiz = a_quiz(questions=False, draw=[("role", False, 1)])
    a_question("both", kind="multiple", right="ac")
    attempt = start_attempt(quiz, by=cast.tuva)
    right = right_answer(attempt.questions.get())
    save_answer(attempt, position=1, chosen=right[:1], by=cast.tuva)
    assert attempt.questions.get().version.how.points(attempt.questions.get().chosen, right) == 0
    save_answer(attempt, position=1, chosen=list(reversed(right)), by=cast.tuva)
    assert submit_attempt(attempt, by=cast.tuva).state == AttemptState.PASSED


def test_an_attempt_out_of_time_is_graded_when_anybody_looks_and_by_the_task_once(cast, quiz, attempt, later):
    answer_all(attempt)
    later(minutes=21)
    close_overdue_attempts.call()
    assert close_all_overdue() == 0
    attempt.refresh_from_db()
    assert (attempt.state, attempt.submitted_at) == (AttemptState.PASSED, attempt.deadline_at)
    assert close_overdue(attempt).score == 3
    assert AuditEntry.objects.filter(deed="quiz.pass", actor=None).count() == 1


def test_handing_in_too_late_grades_what_was_saved_in_time(cast, attempt, later):
    answer_all(attempt)
    later(hours=3)
    assert submit_attempt(attempt, by=cast.tuva).submitted_at == attempt.deadline_at


def test_without_a_limit_there_is_no_deadline(cast, later):
    attempt = start_attempt(a_quiz(minutes=None), by=cast.tuva)
    later(days=30)
    assert attempt.deadline_at is None
    assert submit_attempt(answer_all(attempt), by=cast.tuva).state == AttemptState.PASSED


def test_the_audit_trail_holds_no_answers(cast, attempt):
    submit_attempt(answer_all(attempt), by=cast.tuva)
    deeds = list(AuditEntry.objects.order_by("seq").values_list("deed", "fields"))
    assert deeds == [("quiz.start", {}), ("quiz.pass", {"from": "open", "to": "passed"})]


# trying again ----------------------------------------------------------------------------------


def test_after_not_yet_come_24_hours_then_72_then_a_talk_then_one_more(cast, quiz, later):
    def refused():
        with pytest.raises(DomainError) as told:
            start_attempt(quiz, by=cast.tuva)
        return told.value.code

    miss(quiz, cast.tuva, later, hours=23, minutes=59)
    assert refused() == "wait"
    later(minutes=1)
    miss(quiz, cast.tuva, later, hours=71, minutes=59)
    assert refused() == "wait"
    later(minutes=1)
    miss(quiz, cast.tuva, later, days=400)
    assert refused() == "talk"
    record_talk(cast.tuva, quiz_key=quiz.translation_key, by=cast.siv)
    miss(quiz, cast.tuva, later, days=400)
    assert refused() == "talk"
    assert QuizAttempt.objects.count() == 4


def test_who_has_passed_does_not_begin_again(cast, quiz, attempt):
    submit_attempt(answer_all(attempt), by=cast.tuva)
    with pytest.raises(DomainError) as told:
        start_attempt(quiz, by=cast.tuva)
    assert told.value.code == "passed"


def test_a_quiz_that_is_only_for_practice_can_be_taken_again_by_whoever_passed(cast):
    quiz = a_quiz(minutes=None, retry_hours="", max_attempts=None)
    first = submit_attempt(answer_all(start_attempt(quiz, by=cast.tuva)), by=cast.tuva)
    stands = standing(cast.tuva, quiz.translation_key)
    assert (stands.state, stands.may_begin) == ("passed", True)
    again = start_attempt(quiz, by=cast.tuva)
    assert again.pk != first.pk
    submit_attempt(answer_all(again, wrong=(1, 2, 3)), by=cast.tuva)
    assert standing(cast.tuva, quiz.translation_key).state == "passed"  # a worse try takes nothing away


def test_standing_says_where_one_is(cast, quiz, later):
    def now():
        stands = standing(cast.tuva, quiz.translation_key)
        return stands.state, stands.may_begin, stands.tries

    assert now() == ("open", True, 0)
    attempt = start_attempt(quiz, by=cast.tuva)
    assert now() == ("in_progress", False, 1)
    submit_attempt(attempt, by=cast.tuva)
    assert now() == ("not_yet", False, 1)
    later(hours=24)
    assert now() == ("not_yet", True, 1)
    submit_attempt(answer_all(start_attempt(quiz, by=cast.tuva)), by=cast.tuva)
    stands = standing(cast.tuva, quiz.translation_key)
    assert (stands.state, stands.score, stands.total) == ("passed", 3, 3)
    assert stands.url.endswith(f"/quiz/{quiz.translation_key}/")


def test_where_one_stands_after_a_miss_costs_two_questions_however_much_is_drawn(cast, quiz, django_assert_num_queries):
    submit_attempt(start_attempt(quiz, by=cast.tuva), by=cast.tuva)
    rows = [{"type": "row", "value": {"area": row.value["area"], "critical": False, "count": 1, "modules": [str(quiz.translation_key)]}}
            for row in quiz.draw for _time in range(3)]  # fmt: skip
    type(quiz).objects.filter(pk=quiz.pk).update(draw=json.dumps(rows))
    with django_assert_num_queries(2):
        assert standing(cast.tuva, quiz.translation_key).state == "not_yet"


def test_the_third_miss_asks_the_supervisor_for_a_talk_once(cast, quiz, later):
    for _try in range(3):
        miss(quiz, cast.tuva, later, days=4)
    told = Notice.objects.filter(kind="quiz_talk")
    assert [notice.person for notice in told] == [cast.siv]
    assert told[0].params == {"alias": "Tuva", "title": "Quiz nb"}
    assert [one.person for one in awaiting_talk(cast.siv)] == [cast.tuva]
    assert awaiting_talk(cast.nora) == []
    assert awaiting_talk(cast.tuva) == []


def test_where_nobody_supervises_the_coordinator_is_told(cast, quiz, later):
    RoleAssignment.objects.filter(role=Role.SUPERVISOR, organisation=cast.fjordvik).delete()
    for _try in range(3):
        miss(quiz, cast.tuva, later, days=4)
    assert [notice.person for notice in Notice.objects.filter(kind="quiz_talk")] == [cast.kari]


def test_a_talk_is_recorded_only_when_due_and_by_those_who_guide(cast, quiz, later):
    with pytest.raises(IllegalTransition):
        record_talk(cast.tuva, quiz_key=quiz.translation_key, by=cast.siv)
    for _try in range(3):
        miss(quiz, cast.tuva, later, days=4)
    for other in (cast.tuva, cast.pia, cast.stein, cast.nora, cast.ed):
        with pytest.raises(NotAllowed):
            record_talk(cast.tuva, quiz_key=quiz.translation_key, by=other)
    record_talk(cast.tuva, quiz_key=quiz.translation_key, by=cast.siv)
    with pytest.raises(IllegalTransition):
        record_talk(cast.tuva, quiz_key=quiz.translation_key, by=cast.kari)
    assert QuizTalk.objects.count() == 1
    assert awaiting_talk(cast.siv) == []


def test_waiting_for_a_talk_costs_the_same_for_one_and_for_three(cast, quiz, later, django_assert_num_queries):
    def waiting(people):
        for person in people:
            for _try in range(3):
                miss(quiz, person, later, days=4)
        with django_assert_num_queries(5):
            return awaiting_talk(type(cast.siv).objects.get(pk=cast.siv.pk))

    assert len(waiting([cast.tuva])) == 1
    for person in (cast.pia, cast.stein):
        RoleAssignment.objects.create(person=person, role=Role.TRAINEE, organisation=cast.fjordvik)
        person.__dict__.pop("role_pairs", None)
    assert len(waiting([cast.pia, cast.stein])) == 3


# extra time ------------------------------------------------------------------------------------


def test_extra_time_lengthens_the_next_attempt(cast, quiz):
    give_extra_time(cast.tuva, percent=50, by=cast.siv)
    attempt = start_attempt(quiz, by=cast.tuva)
    assert (attempt.deadline_at - attempt.started_at).total_seconds() == 30 * 60
    assert ExtraTime.objects.get().given_by == cast.siv


def test_nobody_gives_themselves_extra_time(cast):
    for person in (cast.tuva, cast.stein, cast.nora):
        with pytest.raises(NotAllowed):
            give_extra_time(cast.tuva, percent=100, by=person)
    assert not ExtraTime.objects.exists()
