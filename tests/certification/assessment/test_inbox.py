"""What waits for a professional, by waiting time."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from certification.assessment import actions, drafts
from certification.assessment.inbox import inbox
from lms.people.models import Relation
from tests.builders import a_submitted_rating, an_ended_chat, released_feedback, views_given


def kinds(person):
    return [row.kind for row in inbox(type(person).objects.get(pk=person.pk))]


def test_a_waiting_chat_waits_for_everybody_who_may_rate_it(waiting, cast):
    assert {name for name in vars(cast) if name not in ("fjordvik", "sundby") and kinds(getattr(cast, name))} == {"siv", "carl"}
    row = inbox(cast.siv)[0]
    assert row.due == waiting.ended_at + timedelta(days=5)
    assert (row.since, row.claimed_by) == (waiting.ended_at, None)
    assert "Tuva" in row.title
    assert row.url.endswith(f"/practice/{waiting.pk}/rating/")
    assert row.claim_url.endswith("/rating/claim/")


def test_a_claimed_chat_says_who_has_it(waiting, cast):
    drafts.claim_rating(waiting, by=cast.siv)
    mine, theirs = inbox(cast.siv)[0], inbox(cast.carl)[0]
    assert (mine.claimed_by, theirs.claimed_by) == (cast.siv, cast.siv)
    assert (bool(mine.release_url), bool(theirs.release_url), theirs.claim_url) == (True, False, "")


def test_a_submitted_rating_waits_for_its_rater_to_give_the_feedback(waiting, cast):
    a_submitted_rating(waiting, rater=cast.siv)
    assert (kinds(cast.siv), kinds(cast.carl)) == (["feedback"], [])


def test_a_question_waits_for_the_rater_until_it_is_answered(chat, cast):
    released_feedback(chat, rater=cast.siv)
    question = actions.ask_about(chat, body="hva?", by=cast.tuva)
    assert (kinds(cast.siv), kinds(cast.carl)) == (["question"], [])
    actions.answer_question(question, answer="slik", by=cast.siv)
    assert kinds(cast.siv) == []


@pytest.mark.parametrize(("hours", "waits"), [(47, []), (49, ["missing_view"])])
def test_a_view_that_is_missing_for_two_days_is_seen(chat, cast, hours, waits):
    type(chat).objects.filter(pk=chat.pk).update(ended_at=timezone.now() - timedelta(hours=hours))
    assert kinds(cast.siv) == waits


def test_a_chat_of_somebody_close_is_not_offered(waiting, cast):
    Relation.objects.create(person=cast.tuva, other=cast.siv)
    assert (kinds(cast.siv), kinds(cast.carl)) == ([], ["rating"])


def test_the_longest_waiting_comes_first_and_many_cost_no_more_than_one(chat, cast, django_assert_num_queries):
    views_given(chat)
    siv = type(cast.siv).objects.get(pk=cast.siv.pk)
    with CaptureQueriesContext(connection) as one:
        inbox(siv)
    for days in (3, 1, 2):
        views_given(an_ended_chat(enrolment=chat.enrolment, partner=cast.pia, ended_at=timezone.now() - timedelta(days=days)))
    siv = type(cast.siv).objects.get(pk=cast.siv.pk)
    with django_assert_num_queries(len(one)):
        rows = inbox(siv)
    assert [row.since for row in rows] == sorted(row.since for row in rows)
    assert len(rows) == 4
