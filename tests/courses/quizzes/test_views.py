import json
import re
from threading import Event, Thread
from urllib.parse import urljoin

import pytest
from django.db import OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from courses.quizzes.actions import flag_question, save_answer, start_attempt, submit_attempt
from courses.quizzes.models import AttemptQuestion, ExtraTime, Question, QuizAttempt, QuizTalk
from lms.audit.models import AuditEntry
from lms.people.models import Person
from tests.builders import a_question, a_quiz, answer_all, right_answer
from tests.cast import assemble
from tests.courses.quizzes.test_actions import miss

LANGUAGES = ("nb", "da", "en")


def url(name, language="en", **kwargs):
    with translation.override(language):
        return reverse(name, kwargs=kwargs)


def question_url(attempt, position=1, language="en"):
    return url("quiz_question", language, attempt=attempt.pk, position=position)


def pages(attempt, language="en"):
    """Every page of taking a quiz."""
    return [
        url("quiz", language, key=attempt.quiz_key),
        *[question_url(attempt, position, language) for position in (1, 2, 3)],
        url("quiz_review", language, attempt=attempt.pk),
    ]


def text(response):
    return response.content.decode()


def squares(page):
    """What the overview says of each question: its class and the words read aloud."""
    found = re.findall(r'data-place="(\d+)" class="([a-z-]+)"([^>]*)>(.*?)</a>', page)
    return {int(number): (kind, "aria-current" in more, re.sub("<[^>]+>", "", words)) for number, kind, more, words in found}


def test_the_overview_follows_every_answer_mark_and_place_in_each_language(cast, quiz, attempt, sign_in):
    client, first = sign_in(cast.tuva), attempt.questions.get(position=1)
    assert squares(text(client.get(question_url(attempt, 2))))[1] == ("over-none", False, "Question 1, not answered")
    save_answer(attempt, position=1, chosen=first.option_order[:1], by=cast.tuva)
    assert squares(text(client.get(question_url(attempt, 2))))[1] == ("over-yes", False, "Question 1, answered")
    flag_question(attempt, position=1, flagged=True, by=cast.tuva)
    for _again in range(2):
        seen = squares(text(client.get(question_url(attempt, 2))))
        assert seen[1] == ("over-flag", False, "Question 1, answered, look at this later")
        assert seen[2] == ("over-now", True, "Question 2, not answered")
    assert squares(text(client.get(question_url(attempt, 1))))[2] == ("over-none", False, "Question 2, not answered")
    assert squares(text(client.get(question_url(attempt, 2, "nb"))))[1][2] != seen[1][2]
    other = start_attempt(quiz, by=cast.pia)
    assert squares(text(sign_in(cast.pia).get(question_url(other, 2))))[1][0] == "over-none"


def test_each_square_leads_to_its_question_from_every_page_of_the_attempt(cast, sign_in):
    attempt = start_attempt(a_quiz(draw=[("role", False, 11)]), by=cast.tuva)
    client = sign_in(cast.tuva)
    for page in (question_url(attempt, 7), url("quiz_review", "en", attempt=attempt.pk)):
        links = re.findall(r'<a href="([^"]+)" data-place="(\d+)"', text(client.get(page)))
        assert [urljoin(page, link) for link, _number in links][-11:] == [question_url(attempt, number) for number in range(1, 12)]


# the start page --------------------------------------------------------------------------------


def test_the_start_page_says_what_how_long_and_by_which_rules(cast, quiz, sign_in):
    page = text(sign_in(cast.tuva).get(url("quiz", key=quiz.translation_key)))
    for words in (
        "Quiz en",
        "Intro en",
        "20 minutes",
        "3 of 3 right",
        "1 question about safety",
        "after 24 hours",
        "After 3 tries",
        "Begin",
    ):
        assert words in page


def test_post_begins_and_leads_to_the_first_question(cast, quiz, sign_in):
    answer = sign_in(cast.tuva).post(url("quiz", key=quiz.translation_key))
    attempt = QuizAttempt.objects.get()
    assert attempt.person == cast.tuva
    assert (answer.status_code, answer.url) == (302, question_url(attempt))


def test_a_get_begins_saves_and_hands_in_nothing(cast, quiz, attempt, sign_in):
    client = sign_in(cast.tuva)
    before = (list(QuizAttempt.objects.values()), list(AttemptQuestion.objects.values()), AuditEntry.objects.count())
    for page in pages(attempt):
        assert client.get(page).status_code == 200
        assert client.get(page).status_code == 200
    assert client.get(url("quiz_result", attempt=attempt.pk)).url == url("quiz_review", attempt=attempt.pk)
    assert before == (list(QuizAttempt.objects.values()), list(AttemptQuestion.objects.values()), AuditEntry.objects.count())


def test_a_stranger_and_an_unknown_quiz_look_alike(cast, quiz, sign_in):
    assert sign_in(cast.stein).get(url("quiz", key=quiz.translation_key)).status_code == 404
    assert sign_in(cast.tuva).get(url("quiz", key="00000000-0000-0000-0000-000000000000")).status_code == 404
    assert sign_in(cast.stein).post(url("quiz", key=quiz.translation_key)).status_code == 404
    assert not QuizAttempt.objects.exists()


def test_who_is_not_signed_in_is_sent_to_the_door(cast, attempt, client):
    for page in pages(attempt):
        assert client.get(page).status_code == 302


def test_what_was_begun_is_gone_on_with_where_the_first_answer_is_missing(cast, quiz, attempt, sign_in):
    save_answer(attempt, position=1, chosen=attempt.questions.get(position=1).option_order[:1], by=cast.tuva)
    client = sign_in(cast.tuva)  # another device
    page = text(client.get(url("quiz", key=quiz.translation_key)))
    assert question_url(attempt, 2) in page
    assert client.post(url("quiz", key=quiz.translation_key)).url == question_url(attempt, 2)


def test_while_the_pause_lasts_the_page_says_until_when_and_a_start_is_refused(cast, quiz, attempt, sign_in, later):
    submit_attempt(attempt, by=cast.tuva)
    client, there = sign_in(cast.tuva), url("quiz", key=quiz.translation_key)
    page = text(client.get(there))
    assert "You can try again from" in page
    assert '<form method="post">' not in page.split("<main")[1]
    refused = client.post(there, headers={"Accept": "application/json"})
    assert (refused.status_code, refused.json()["code"]) == (409, "wait")
    assert QuizAttempt.objects.count() == 1
    later(hours=24)
    assert "Try again" in text(client.get(there))


# questions -------------------------------------------------------------------------------------


def test_a_question_shows_its_options_in_the_order_of_the_attempt(cast, attempt, sign_in):
    question = attempt.questions.faces()[0]
    page = text(sign_in(cast.tuva).get(question_url(attempt)))
    assert re.findall(r'name="chosen" value="([^"]+)"', page) == question.option_order


def test_save_and_next_keeps_the_answer_without_scripts(cast, attempt, sign_in):
    option = attempt.questions.get(position=1).option_order[1]
    answer = sign_in(cast.tuva).post(question_url(attempt), {"chosen": option, "go": "next"})
    assert answer.url == question_url(attempt, 2)
    assert attempt.questions.get(position=1).chosen == [option]


@pytest.mark.parametrize(
    ("start", "go", "to"), [(2, "back", 1), (1, "back", 1), (3, "next", "review"), (1, "review", "review"), (1, "?", 2)]
)
def test_the_buttons_lead_where_they_say(cast, attempt, sign_in, start, go, to):
    answer = sign_in(cast.tuva).post(question_url(attempt, start), {"go": go})
    assert answer.url == (url("quiz_review", attempt=attempt.pk) if to == "review" else question_url(attempt, to))


def test_going_on_without_choosing_does_not_wipe_what_another_device_saved(cast, attempt, sign_in):
    option = attempt.questions.get(position=1).option_order[0]
    save_answer(attempt, position=1, chosen=[option], by=cast.tuva)
    sign_in(cast.tuva).post(question_url(attempt), {"go": "next"})
    assert attempt.questions.get(position=1).chosen == [option]


def test_the_flag_is_set_and_taken_away_and_keeps_the_answer(cast, attempt, sign_in):
    client, option = sign_in(cast.tuva), attempt.questions.get(position=1).option_order[0]
    assert client.post(question_url(attempt), {"go": "flag", "chosen": option}).url == question_url(attempt)
    kept = attempt.questions.get(position=1)
    assert (kept.flagged, kept.chosen) == (True, [option])
    client.post(question_url(attempt), {"go": "flag"})
    assert not attempt.questions.get(position=1).flagged


def test_an_impossible_answer_is_told_beside_the_question_and_nothing_is_lost(cast, attempt, sign_in):
    option = attempt.questions.get(position=1).option_order[0]
    save_answer(attempt, position=1, chosen=[option], by=cast.tuva)
    answer = sign_in(cast.tuva).post(question_url(attempt), {"chosen": "nonsense"})
    assert answer.status_code == 422
    assert 'id="q-wrong"' in text(answer)
    assert f'value="{option}" checked' in text(answer)
    assert attempt.questions.get(position=1).chosen == [option]


def send(client, attempt, body, position=1):
    sent = body if isinstance(body, str) else json.dumps(body)
    return client.post(question_url(attempt, position), sent, content_type="application/json", headers={"Accept": "application/json"})


def test_the_script_saves_and_is_told_the_time(cast, attempt, sign_in):
    option = attempt.questions.get(position=1).option_order[2]
    answer = send(sign_in(cast.tuva), attempt, {"chosen": [option]})
    kept = attempt.questions.get(position=1)
    assert answer.status_code == 200
    assert set(answer.json()) == {"saved_at", "saved", "position"}
    assert answer.json()["saved_at"] == kept.saved_at.isoformat()
    assert kept.chosen == [option]
    assert send(sign_in(cast.tuva), attempt, {"flagged": True}).status_code == 200
    assert attempt.questions.get(position=1).flagged


@pytest.mark.parametrize(
    "body", ["", "{", "[]", "null", "7", '"text"', "{}", '{"chosen": "text"}', '{"chosen": [1]}', '{"chosen": null}', "\x00"]
)
def test_bad_json_is_refused_and_writes_nothing(cast, attempt, sign_in, body):
    assert send(sign_in(cast.tuva), attempt, body).status_code == 422
    assert attempt.questions.get(position=1).saved_at is None


@pytest.mark.parametrize("position", [0, 4, 99999999999999999999])
def test_a_question_that_is_not_in_the_attempt_does_not_exist(cast, attempt, sign_in, position):
    assert sign_in(cast.tuva).get(question_url(attempt, position)).status_code == 404
    assert send(sign_in(cast.tuva), attempt, {"chosen": []}, position).status_code == 404


def test_after_the_end_a_save_is_refused_with_what_was_kept(cast, attempt, sign_in):
    submit_attempt(answer_all(attempt), by=cast.tuva)
    answer = send(sign_in(cast.tuva), attempt, {"chosen": []})
    assert (answer.status_code, answer.json()["code"]) == (409, "ended")
    assert "3 answers of 3 were kept" in answer.json()["message"]
    form = sign_in(cast.tuva).post(question_url(attempt), {"chosen": attempt.questions.get(position=1).option_order[0]})
    assert form.status_code == 409


def test_nobody_else_gets_at_an_attempt_by_any_door(cast, attempt, sign_in):
    doors = [*pages(attempt)[1:], url("quiz_result", attempt=attempt.pk)]
    for other in (cast.pia, cast.siv, cast.carl, cast.kari, cast.ed, cast.nora, cast.stein):
        client = sign_in(other)
        for door in doors:
            assert client.get(door).status_code == 404
        assert send(client, attempt, {"chosen": []}).status_code == 404
        assert client.post(url("quiz_review", attempt=attempt.pk)).status_code == 404
    assert QuizAttempt.objects.get().state == "open"
    assert attempt.questions.get(position=1).saved_at is None


def test_switching_language_in_the_middle_keeps_everything(cast, attempt, sign_in):
    option = attempt.questions.get(position=1).option_order[0]
    save_answer(attempt, position=1, chosen=[option], by=cast.tuva)
    client, orders = sign_in(cast.tuva), set()
    for language in LANGUAGES:
        page = text(client.get(question_url(attempt, 1, language)))
        slug = Question.objects.filter(translation_key=attempt.questions.get(position=1).version.key)[0].slug
        assert f"Stem {slug} {language}?" in page
        assert f'value="{option}" checked' in page
        orders.add(tuple(re.findall(r'name="chosen" value="([^"]+)"', page)))
    assert len(orders) == 1
    assert QuizAttempt.objects.count() == 1


def test_out_of_time_a_page_leads_to_the_result(cast, attempt, sign_in, later):
    answer_all(attempt)
    later(minutes=21)
    client = sign_in(cast.tuva)
    assert client.get(question_url(attempt)).url == url("quiz_result", attempt=attempt.pk)
    assert client.get(url("quiz_review", attempt=attempt.pk)).url == url("quiz_result", attempt=attempt.pk)
    attempt.refresh_from_db()
    assert (attempt.state, attempt.submitted_at) == ("passed", attempt.deadline_at)
    assert "Time was up" in text(client.get(url("quiz_result", attempt=attempt.pk)))


@pytest.mark.parametrize("many", [1, 9])
def test_a_question_page_asks_one_thing_about_its_attempt_however_long_the_quiz(cast, sign_in, many):
    attempt = start_attempt(a_quiz(draw=[("role", False, many)]), by=cast.tuva)
    client = sign_in(cast.tuva)
    with CaptureQueriesContext(connection) as asked:
        client.get(question_url(attempt))
    assert len([query for query in asked.captured_queries if '"courses_' in query["sql"]]) == 1


# what may not leave the server -----------------------------------------------------------------


CANARIES = ["CANARY", "is_right", "explanation", '"right"', '"why"']


def test_no_page_of_taking_a_quiz_holds_the_key_in_any_language(cast, attempt, sign_in):
    client = sign_in(cast.tuva)
    seen = []
    for language in LANGUAGES:
        seen += [text(client.get(page)) for page in pages(attempt, language)]
    seen.append(text(send(client, attempt, {"chosen": [attempt.questions.get(position=1).option_order[0]]})))
    seen.append(text(send(client, attempt, {"chosen": ["wrong"]})))
    seen.append(text(client.post(question_url(attempt), {"chosen": "wrong"})))
    for page in seen:
        for canary in CANARIES:
            assert canary not in page
    assert "CANARY-WHY" in json.dumps(Question.objects.filter(slug="role-0")[0].parts(), default=str)  # there is something to leak


def test_right_and_wrong_answers_get_the_same_page(cast, attempt, sign_in):
    client, question = sign_in(cast.tuva), attempt.questions.faces()[0]
    right = right_answer(question)
    wrong = [one for one in question.option_order if one not in right][:1]

    def page_after(chosen):
        answer = send(client, attempt, {"chosen": chosen})
        page = text(client.get(question_url(attempt)))
        page = re.sub(r' checked|nonce="[^"]+"|value="[A-Za-z0-9]{64}"|data-now="[^"]+"|\d\d?[:.]\d\d( [ap]\.m\.)?', "", page)
        return set(answer.json()), page

    assert page_after(right) == page_after(wrong)


def test_taking_pages_do_not_even_read_the_key_from_the_database(cast, attempt, sign_in):
    client = sign_in(cast.tuva)
    with CaptureQueriesContext(connection) as asked:
        for page in pages(attempt):
            client.get(page)
        send(client, attempt, {"chosen": [attempt.questions.get(position=1).option_order[0]]})
        client.post(question_url(attempt), {"go": "flag"})
    read = [query["sql"] for query in asked.captured_queries if '"courses_questionversion"."content"' in query["sql"]]
    assert read
    assert not [sql for sql in read if '"answers"' in sql]


# handing in and the result ---------------------------------------------------------------------


def test_only_post_hands_in_and_twice_is_the_same(cast, attempt, sign_in):
    client, there = sign_in(cast.tuva), url("quiz_review", attempt=answer_all(attempt).pk)
    client.get(there)
    assert QuizAttempt.objects.get().state == "open"
    assert client.post(there).url == client.post(there).url == url("quiz_result", attempt=attempt.pk)
    assert QuizAttempt.objects.get().state == "passed"


def test_looking_over_names_what_is_missing_and_what_was_flagged(cast, attempt, sign_in):
    save_answer(attempt, position=2, chosen=attempt.questions.get(position=2).option_order[:1], by=cast.tuva)
    flag_question(attempt, position=2, flagged=True, by=cast.tuva)
    page = text(sign_in(cast.tuva).get(url("quiz_review", attempt=attempt.pk)))
    assert "2 questions have no answer yet" in page
    assert "You wanted to look at these again" in page


def test_the_result_explains_every_option_and_says_when_to_try_again(cast, attempt, sign_in):
    submit_attempt(answer_all(attempt, wrong=(1, 2, 3)), by=cast.tuva)
    for language in LANGUAGES:
        page = text(sign_in(cast.tuva).get(url("quiz_result", language, attempt=attempt.pk)))
        for letter in "abc":
            assert page.count(f"CANARY-WHY {letter} {language}") == 3
    assert "Not yet" in page
    assert "0 of 3 were right" in page
    assert "You can try again from" in page
    assert "failed" not in page.lower()


def test_the_result_of_a_passed_quiz_says_so(cast, attempt, sign_in):
    submit_attempt(answer_all(attempt), by=cast.tuva)
    page = text(sign_in(cast.tuva).get(url("quiz_result", attempt=attempt.pk)))
    assert "You have passed" in page
    assert "try again" not in page


# the talk and extra time -----------------------------------------------------------------------


@pytest.fixture
def used_up(cast, quiz, later):
    for _try in range(3):
        miss(quiz, cast.tuva, later, days=4)
    return url("quiz_talk", key=quiz.translation_key, person=cast.tuva.pk)


def test_a_supervisor_opens_one_more_try_after_a_talk(cast, quiz, used_up, sign_in):
    client = sign_in(cast.siv)
    page = text(client.get(used_up))
    assert "Tuva" in page
    assert "CANARY" not in page
    client.post(used_up)
    assert QuizTalk.objects.get().held_by == cast.siv
    assert "We have had the talk" not in text(client.get(used_up))
    assert start_attempt(quiz, by=cast.tuva).is_open


def test_nobody_else_sees_the_tries_of_a_trainee(cast, used_up, sign_in):
    for other in (cast.tuva, cast.pia, cast.ed, cast.vera, cast.stein, cast.nora):
        assert sign_in(other).get(used_up).status_code == 404
        assert sign_in(other).post(used_up).status_code == 404
    assert not QuizTalk.objects.exists()


def test_without_a_try_there_is_nothing_to_talk_about(cast, quiz, sign_in):
    assert sign_in(cast.siv).get(url("quiz_talk", key=quiz.translation_key, person=cast.tuva.pk)).status_code == 404


def test_extra_time_is_given_on_a_page_and_bad_input_is_told(cast, sign_in):
    client, there = sign_in(cast.siv), url("quiz_extra_time", person=cast.tuva.pk)
    assert client.get(there).status_code == 200
    assert not ExtraTime.objects.exists()
    bad = client.post(there, {"percent": "999"})
    assert bad.status_code == 422
    assert not ExtraTime.objects.exists()
    assert client.post(there, {"percent": "50"}).status_code == 302
    assert ExtraTime.objects.get().percent == 50
    for other in (cast.tuva, cast.stein, cast.nora):
        assert sign_in(other).get(there).status_code == 404


def test_an_attempt_out_of_time_is_graded_when_its_quiz_page_is_opened(cast, quiz, attempt, sign_in, later):
    later(minutes=21)
    sign_in(cast.tuva).get(url("quiz", key=quiz.translation_key))
    assert QuizAttempt.objects.get().state == "not_yet"


def test_an_unpublished_quiz_is_still_there_for_who_began_it(cast, quiz, attempt, sign_in):
    type(quiz).objects.update(live=False)
    assert sign_in(cast.tuva).get(url("quiz", key=quiz.translation_key)).status_code == 200
    assert sign_in(cast.pia).get(url("quiz", key=quiz.translation_key)).status_code == 404


def test_a_message_of_the_young_person_stands_as_a_bubble(cast, sign_in):
    quiz = a_quiz(questions=False, draw=[("role", False, 1)])
    a_question("next", kind="next_message", stem="Så kommer det: «ingen <b>liker</b> meg»")
    page = text(sign_in(cast.tuva).get(question_url(start_attempt(quiz, by=cast.tuva))))
    assert '<div class="bubble">ingen &lt;b&gt;liker&lt;/b&gt; meg</div>' in page
    assert "What do you write?" in page


# a busy or locked database ---------------------------------------------------------------------


def test_a_locked_database_answers_try_again_and_keeps_what_was_there(cast, attempt, sign_in, monkeypatch):
    def locked(*_args, **_kwargs):
        raise OperationalError("database is locked")

    monkeypatch.setattr("courses.quizzes.actions._save", locked)
    option = attempt.questions.get(position=1).option_order[0]
    answer = send(sign_in(cast.tuva), attempt, {"chosen": [option]})
    assert (answer.status_code, answer["Retry-After"], answer.json()["code"]) == (503, "2", "busy")
    assert attempt.questions.get(position=1).saved_at is None


@pytest.mark.django_db(transaction=True)
def test_an_answer_waits_for_a_lock_and_is_then_kept(sign_in):
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite locks the whole database")
    cast = assemble()
    attempt = start_attempt(a_quiz(), by=cast.tuva)
    client, option = sign_in(cast.tuva), attempt.questions.get(position=1).option_order[0]
    holding, done = Event(), Event()

    def hold():
        with transaction.atomic():
            Person.objects.filter(pk=cast.stein.pk).update(alias="Held")
            holding.set()
            done.wait(0.3)
        connection.close()

    holder = Thread(target=hold)
    holder.start()
    holding.wait()
    answer = send(client, attempt, {"chosen": [option]})
    holder.join()
    assert answer.status_code == 200
    assert attempt.questions.get(position=1).chosen == [option]
