"""Whoever sees a transcript sees the day it is deleted."""

from datetime import date

import pytest

from certification.assessment import drafts
from certification.assessment.models import SecondLook
from certification.assessment.states import SecondLookState
from certification.practice.models import PracticeChat
from tests.builders import a_rubric_version, a_submitted_rating, an_ended_chat, an_enrolment, released_feedback, views_given

LINE = "Det høres ensomt ut"


@pytest.fixture
def chat(cast):
    a_rubric_version()
    way = an_enrolment(person=cast.tuva, organisation=cast.fjordvik)
    return an_ended_chat(enrolment=way, partner=cast.pia, supervisor=cast.siv)


def shown(sign_in, person, chat, screen):
    PracticeChat.objects.filter(pk=chat.pk).update(purge_on=date(2031, 2, 3))
    return sign_in(person).get(f"/nb/practice/{chat.pk}/{screen}/", follow=True).content.decode()


@pytest.mark.parametrize("who", ["tuva", "pia", "siv"])
def test_on_the_transcript_itself(chat, cast, sign_in, who):
    page = shown(sign_in, getattr(cast, who), chat, "transcript")
    assert LINE in page
    assert "3. februar 2031" in page


def test_while_it_is_rated(chat, cast, sign_in):
    drafts.claim_rating(views_given(chat), by=cast.siv)
    page = shown(sign_in, cast.siv, chat, "rating")
    assert LINE in page
    assert "3. februar 2031" in page


def test_where_two_views_are_decided_on(chat, cast, sign_in):
    views_given(chat)
    a_submitted_rating(chat, rater=cast.siv, without=("noticing-b1",))
    SecondLook.objects.create(chat=chat, state=SecondLookState.DISPUTED, disputes={"levels": {"noticing": [2, 3]}, "critical": []})
    page = shown(sign_in, cast.carl, chat, "moderation")
    assert LINE in page
    assert "3. februar 2031" in page


@pytest.mark.parametrize("who", ["tuva", "siv", "carl"])
def test_beside_the_feedback(chat, cast, sign_in, who):
    released_feedback(chat, rater=cast.siv)
    page = shown(sign_in, getattr(cast, who), chat, "feedback")
    assert LINE in page
    assert "3. februar 2031" in page
