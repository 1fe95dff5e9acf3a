"""“This question is unclear”: said without shame, answered by an editor without a name, seen beside the result."""

import pytest
from django.urls import reverse

from cms.editors import grant
from courses.quizzes.actions import submit_attempt
from courses.quizzes.doubts import Doubt, answer_doubt, say_unclear
from lms.kernel.errors import DomainError, IllegalTransition, NotAllowed
from lms.notify.models import Notice
from tests.builders import answer_all
from tests.courses.quizzes.test_views import url


@pytest.fixture
def doubt(cast, attempt):
    return say_unclear(attempt.questions.get(position=2), sort="two_fit", words="CANARY-WORDS", by=cast.tuva)


@pytest.fixture
def editor(cast, sign_in):
    grant(cast.ed)
    return sign_in(cast.ed)


def test_a_trainee_says_it_and_goes_on_with_the_question(cast, attempt, sign_in):
    client, there = sign_in(cast.tuva), url("quiz_unclear", attempt=attempt.pk, position=1)
    assert there in client.get(url("quiz_question", attempt=attempt.pk, position=1)).content.decode()
    answer = client.post(there, {"sort": "wording", "words": "What is meant?"})
    assert answer.url.endswith(f"/{attempt.pk}/1/")
    assert Doubt.objects.values_list("sort", "words", "state").get() == ("wording", "What is meant?", "open")


def test_looking_at_the_page_changes_nothing_and_nonsense_is_refused(cast, attempt, sign_in):
    client, there = sign_in(cast.tuva), url("quiz_unclear", attempt=attempt.pk, position=1)
    client.get(there)
    assert client.post(there, {"sort": "nonsense"}).status_code == 422
    assert not Doubt.objects.exists()


def test_said_twice_the_newer_words_count_until_somebody_has_answered(cast, attempt, doubt):
    question = attempt.questions.get(position=2)
    assert say_unclear(question, sort="other", words="newer", by=cast.tuva).words == "newer"
    answer_doubt(Doubt.objects.get(), state="kept", answer="Read it once more.", by=cast.ed)
    assert say_unclear(question, sort="wording", words="late", by=cast.tuva).words == "newer"


def test_nobody_says_it_about_somebody_elses_quiz(cast, attempt, sign_in):
    with pytest.raises(NotAllowed):
        say_unclear(attempt.questions.first(), sort="other", words="", by=cast.pia)
    assert sign_in(cast.pia).get(url("quiz_unclear", attempt=attempt.pk, position=1)).status_code == 404


def test_an_editor_reads_the_words_and_never_the_name(cast, doubt, editor):
    for page in (editor.get(reverse("question_health")), editor.get(reverse("doubt_answer", args=[doubt.pk]))):
        text = page.content.decode()
        assert "CANARY-WORDS" in text
        assert "Tuva" not in text


def test_the_list_costs_the_same_with_three_as_with_one(cast, attempt, doubt, editor, django_assert_max_num_queries):
    editor.get(reverse("question_health"))
    with django_assert_max_num_queries(20) as one:
        editor.get(reverse("question_health"))
    for position in (1, 3):
        say_unclear(attempt.questions.get(position=position), sort="other", words="", by=cast.tuva)
    with django_assert_max_num_queries(len(one)):
        editor.get(reverse("question_health"))


def test_the_answer_is_seen_beside_the_result_and_not_before(cast, attempt, doubt, editor, sign_in):
    editor.post(reverse("doubt_answer", args=[doubt.pk]), {"state": "changed", "answer": "ANSWERED: we wrote it anew."})
    trainee = sign_in(cast.tuva)
    assert "ANSWERED" not in trainee.get(url("quiz_unclear", attempt=attempt.pk, position=2)).content.decode()
    submit_attempt(answer_all(attempt), by=cast.tuva)
    assert "ANSWERED" in trainee.get(url("quiz_result", attempt=attempt.pk)).content.decode()
    assert Notice.objects.filter(person=cast.tuva, kind="doubt_answered").count() == 1


def test_an_empty_answer_and_a_second_answer_are_refused(cast, doubt):
    with pytest.raises(DomainError):
        answer_doubt(doubt, state="kept", answer=" ", by=cast.ed)
    stale = Doubt.objects.get()
    answer_doubt(doubt, state="kept", answer="It stays.", by=cast.ed)
    with pytest.raises(IllegalTransition):
        answer_doubt(stale, state="changed", answer="Other.", by=cast.ed)
    with pytest.raises(NotAllowed):
        answer_doubt(stale, state="changed", answer="Other.", by=cast.siv)


def test_whoever_is_no_editor_finds_neither_list_nor_doubt(cast, doubt, sign_in):
    for person in (cast.siv, cast.tuva, cast.nora):
        client = sign_in(person)
        assert client.get(reverse("question_health")).status_code == 403
        assert [client.get(reverse("doubt_answer", args=[pk])).status_code for pk in (doubt.pk, 987654)] == [403, 403]


def test_an_editor_does_not_answer_their_own(cast, doubt, editor):
    Doubt.objects.update(person=cast.ed)
    assert editor.get(reverse("doubt_answer", args=[doubt.pk]), follow=True).status_code == 404
