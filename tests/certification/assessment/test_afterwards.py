"""What a practice chat still wants of the two who were in it stands on their pages, until they did it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from certification.assessment.afterwards import waits_of
from certification.practice.models import PracticeChat
from certification.practice.states import ChatState
from tests.builders import a_rubric_version, an_ended_chat, an_enrolment, released_feedback, views_given


@pytest.fixture
def chat(cast):
    a_rubric_version()
    return an_ended_chat(enrolment=an_enrolment(person=cast.tuva, organisation=cast.fjordvik), partner=cast.pia, supervisor=cast.siv)


def wanted(person):
    return [wait.url for wait in waits_of(person)]


def test_both_are_asked_how_it_was_and_nobody_else(chat, cast):
    assert wanted(cast.tuva) == [reverse("self_rating", args=[chat.pk])]
    assert wanted(cast.pia) == [reverse("partner_form", args=[chat.pk])]
    assert wanted(cast.siv) == wanted(cast.stein) == []


def test_whoever_has_said_it_is_not_asked_again(chat, cast):
    views_given(chat)
    assert wanted(cast.tuva) == wanted(cast.pia) == []


def test_unread_feedback_stands_on_the_trainees_home_and_practice_page(chat, cast, sign_in):
    released_feedback(chat, rater=cast.siv)
    for page in ("/nb/", "/nb/practice/"):
        assert f'href="/nb/practice/{chat.pk}/feedback/"' in sign_in(cast.tuva).get(page).content.decode()
    assert wanted(cast.pia) == []


def test_after_a_month_nobody_is_asked(chat, cast):
    PracticeChat.objects.update(ended_at=timezone.now() - timedelta(days=31))
    assert wanted(cast.tuva) == wanted(cast.pia) == []


def test_what_was_read_or_stopped_wants_nothing(chat, cast):
    PracticeChat.objects.update(state=ChatState.STOPPED)
    assert wanted(cast.tuva) == []


def test_three_chats_ask_no_more_of_the_database_than_one(chat, cast, django_assert_num_queries):
    for _more in range(2):
        an_ended_chat(enrolment=chat.enrolment, partner=cast.pia)
    with django_assert_num_queries(1):
        assert len(waits_of(cast.tuva)) == 3
