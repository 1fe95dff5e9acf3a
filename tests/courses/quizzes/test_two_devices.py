"""One quiz on two devices, one of them without a connection: the answer that was given last stands, and nobody is overruled in silence."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.quizzes.models import AttemptQuestion
from tests.courses.quizzes.test_views import send


@pytest.fixture
def asked(cast, attempt):
    return attempt.questions.get(position=1)


def answered(asked, option, *, ago):
    """Another device saved this answer so many seconds ago."""
    AttemptQuestion.objects.filter(pk=asked.pk).update(chosen=[option], saved_at=timezone.now() - timedelta(seconds=ago))


def stands(asked):
    return AttemptQuestion.objects.get(pk=asked.pk).chosen


def test_an_answer_that_waited_does_not_overrule_a_newer_one_and_says_so(cast, attempt, asked, sign_in):
    first, second, *_rest = asked.option_order
    answered(asked, second, ago=60)
    told = send(sign_in(cast.tuva), attempt, {"chosen": [first], "waited": 600, "known": []})
    assert (told.status_code, told.json()["code"]) == (409, "elsewhere")
    assert "1" in told.json()["message"]
    assert stands(asked) == [second]


def test_what_was_given_last_stands_however_late_it_comes(cast, attempt, asked, sign_in):
    first, second, *_rest = asked.option_order
    answered(asked, second, ago=900)
    assert send(sign_in(cast.tuva), attempt, {"chosen": [first], "waited": 600, "known": []}).status_code == 200
    assert stands(asked) == [first]


def test_a_device_is_not_stopped_by_its_own_answer_whose_reply_was_lost(cast, attempt, asked, sign_in):
    first, second, *_rest = asked.option_order
    answered(asked, second, ago=1)
    assert send(sign_in(cast.tuva), attempt, {"chosen": [first], "waited": 5, "known": [[second]]}).status_code == 200
    assert stands(asked) == [first]


def test_the_same_answer_and_a_mark_for_later_are_no_quarrel(cast, attempt, asked, sign_in):
    first, second, *_rest = asked.option_order
    answered(asked, first, ago=900)
    tuva = sign_in(cast.tuva)
    assert send(tuva, attempt, {"flagged": True}).status_code == 200  # elsewhere, a moment ago
    assert send(tuva, attempt, {"chosen": [second], "waited": 600, "known": [[first]]}).status_code == 200
    assert send(tuva, attempt, {"chosen": [second], "waited": 600, "known": []}).status_code == 200


@pytest.mark.parametrize("nonsense", [{"waited": -1}, {"waited": "5"}, {"waited": True}, {"waited": 10**12}, {"waited": 5, "known": "x"}])
def test_nonsense_about_waiting_is_refused_and_changes_nothing(cast, attempt, asked, sign_in, nonsense):
    assert send(sign_in(cast.tuva), attempt, {"chosen": [asked.option_order[0]], **nonsense}).status_code == 422
    assert stands(asked) == []


def test_what_a_device_says_it_knew_may_be_anything(cast, attempt, asked, sign_in):
    answered(asked, asked.option_order[1], ago=1)
    body = {"chosen": [asked.option_order[0]], "waited": 5, "known": [None, 7, {"a": 1}, ["nope"], [1]]}
    assert send(sign_in(cast.tuva), attempt, body).status_code == 409
