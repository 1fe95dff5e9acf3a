"""What practice chats mean for a programme's requirements."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from certification.assessment import actions
from certification.assessment.kinds import PracticeAssessed, PracticeFormative
from certification.assessment.queries import released
from certification.practice.models import Mode, PracticeChat
from certification.practice.states import ChatState
from certification.programmes.engine import explain
from certification.programmes.models import Enrolment, Fulfilment
from certification.programmes.states import FulfilmentState as F
from tests.builders import (
    a_chat,
    a_gold,
    a_programme_version,
    a_rubric_version,
    a_scenario_version,
    a_submitted_rating,
    an_ended_chat,
    an_enrolment,
    calibrated,
    released_feedback,
    views_given,
)

FORMATIVE = {"key": "practice", "kind": "practice_formative", "params": {"count": 2}}
ASSESSED = {"key": "assessed", "kind": "practice_assessed", "params": {"count": 2, "raters": 2, "tags": ["risk"], "double": 0, "first": 0}}


@pytest.fixture
def enrolment(cast):
    a_rubric_version()
    return an_enrolment(person=cast.tuva, organisation=cast.fjordvik, version=a_programme_version(requirements=[FORMATIVE, ASSESSED]))


def stands(enrolment, key):
    return Fulfilment.objects.get(enrolment=enrolment, requirement=key).state


def a_formative(enrolment, cast, *, rater=None, **draft):
    chat = an_ended_chat(enrolment=enrolment, partner=cast.pia)
    released_feedback(chat, rater=rater or cast.siv, **draft)
    return chat


def an_assessed(enrolment, cast, *, rater=None, tags=(), **draft):
    scenario = a_scenario_version(slug="s4" if tags else "s1", tags=list(tags))
    chat = an_ended_chat(enrolment=enrolment, partner=cast.pia, mode=Mode.ASSESSED, scenario=scenario)
    released_feedback(chat, rater=rater or cast.siv, **draft)
    return chat


def step(enrolment, key):
    return next(one for one in explain(enrolment, "en").steps if one.key == key)


def test_two_chats_with_feedback_meet_the_practice_whatever_the_feedback_says(enrolment, cast):
    a_formative(enrolment, cast, ticks=("c1", "opening-u1"))
    assert stands(enrolment, "practice") == F.OPEN
    assert step(enrolment, "practice").note == "1 of 2 with feedback"
    a_formative(enrolment, cast)
    row = Fulfilment.objects.get(enrolment=enrolment, requirement="practice")
    assert row.state == F.MET
    assert len(row.evidence["assessments"]) == 2
    assert row.evidence["rubric"] == ["chatvert-rubric v1"]
    assert step(enrolment, "practice").by == "Siv"


def test_the_requirement_follows_the_chat_on_its_way(enrolment, cast):
    chat = a_chat(enrolment=enrolment, partner=cast.pia, state=ChatState.SCHEDULED)
    assert step(enrolment, "practice").state == F.IN_PROGRESS
    PracticeChat.objects.filter(pk=chat.pk).update(state=ChatState.ENDED)
    said = step(enrolment, "practice")
    assert (said.state, said.action) == (F.IN_PROGRESS, "Say how it went")
    assert said.url.endswith(f"/practice/{chat.pk}/self-rating/")
    views_given(PracticeChat.objects.get(pk=chat.pk))
    assert (step(enrolment, "practice").state, step(enrolment, "practice").waiting_for) == (F.WAITING, "supervisor")


def test_it_waits_for_the_partner_when_only_the_trainee_has_said_how_it_went(enrolment, cast):
    chat = an_ended_chat(enrolment=enrolment, partner=cast.pia)
    actions.submit_self_rating(chat, levels={"opening": 3}, strength="", next_step="", by=cast.tuva)
    assert stands(enrolment, "practice") == F.WAITING
    assert step(enrolment, "practice").waiting_for == "partner"


def test_annulled_feedback_counts_no_more(enrolment, cast):
    a_formative(enrolment, cast)
    a_formative(enrolment, cast)
    assessment = released(enrolment)[0].ratings[0].assessment
    from certification.assessment.models import Assessment

    actions.annul(Assessment.objects.get(pk=assessment), reason="fordi", by=cast.carl)
    assert stands(enrolment, "practice") == F.OPEN


def test_assessed_chats_need_count_two_raters_and_risk(enrolment, cast):
    an_assessed(enrolment, cast)
    assert step(enrolment, "assessed").note == "1 of 2 assessed."
    an_assessed(enrolment, cast)
    assert step(enrolment, "assessed").note == "2 of 2 assessed. A passed chat about risk remains."
    an_assessed(enrolment, cast, tags=["risk"])
    assert step(enrolment, "assessed").note == "3 of 3 assessed. A chat seen by another assessor remains."
    an_assessed(enrolment, cast, rater=cast.carl)
    assert step(enrolment, "assessed").note == "Clear: 4 assessed chats, seen by 2 people."
    row = Fulfilment.objects.get(enrolment=enrolment, requirement="assessed")
    assert (row.state, row.evidence["verdict"], row.evidence["concerns"]) == (F.MET, "clear", [])
    assert row.evidence["raters"] == sorted([cast.siv.pk, cast.carl.pk])


@pytest.mark.parametrize(
    ("draft", "why"),
    [
        ({"ticks": ("c1",)}, "Something critical was seen lately."),
        ({"ticks": ("opening-u1",)}, "Something in “Åpning og ramme” may do harm."),
        ({"without": ("noticing-b1",)}, "“Merke og spørre” was under solid ground in 1 chat."),
        ({"judgement": 2}, "Not every assessor says yes to live chats yet."),
    ],
)
def test_a_chat_that_is_not_passed_makes_it_borderline_and_says_why(enrolment, cast, draft, why):
    an_assessed(enrolment, cast, tags=["risk"])
    an_assessed(enrolment, cast, rater=cast.carl, **draft)
    said = step(enrolment, "assessed")
    assert (said.state, said.note, said.action) == (F.OPEN, f"Not clear yet. {why} More chats are open to you.", "Find a time to practise")


def test_after_the_most_chats_there_is_a_rest_before_new_ones(enrolment, cast):
    for number in range(4):
        an_assessed(enrolment, cast, tags=["risk"] if number % 2 else [], rater=cast.carl, ticks=("opening-u1",))
    said = step(enrolment, "assessed")
    assert (said.state, said.url) == (F.NOT_YET, "")
    assert said.note.startswith("Not yet. Something in “Åpning og ramme” may do harm. First a plan together")
    PracticeChat.objects.update(ended_at=timezone.now() - timedelta(days=29))
    assert step(enrolment, "assessed").action == "Find a time to practise"


def test_one_of_two_ratings_is_enough_for_not_passed(enrolment, cast):
    chat = views_given(an_ended_chat(enrolment=enrolment, partner=cast.pia, mode=Mode.ASSESSED))
    a_submitted_rating(chat, rater=cast.siv, without=("opening-b1",))
    actions.ask_second_rating(chat, by=cast.siv)
    a_submitted_rating(chat, rater=cast.carl, ticks=("opening-u1",))  # one level lower, and that is the one which stands
    actions.release_feedback(chat, by=cast.carl)
    found = released(enrolment)
    assert found[0].levels["opening"] == 1
    assert [one.passed for one in found] == [False]
    assert found[0].raters == {cast.siv.pk, cast.carl.pk}


def test_practice_and_assessed_chats_do_not_stand_in_for_each_other(enrolment, cast):
    a_formative(enrolment, cast)
    an_assessed(enrolment, cast)
    evidence = {row.requirement: row.evidence for row in Fulfilment.objects.filter(enrolment=enrolment)}
    assert (len(evidence["practice"]["chats"]), len(evidence["assessed"]["chats"])) == (1, 1)


def test_released_reads_many_chats_with_as_many_questions_as_one(enrolment, cast, django_assert_num_queries):
    a_formative(enrolment, cast)
    with CaptureQueriesContext(connection) as one:
        released(enrolment)
    a_formative(enrolment, cast)
    an_assessed(enrolment, cast)
    with django_assert_num_queries(len(one)):
        assert len(released(enrolment)) == 3


def test_a_renewal_asks_for_a_new_chat_about_danger_however_good_the_old_ones_were(cast):
    a_rubric_version()
    again = {
        "key": "risk",
        "kind": "practice_assessed",
        "params": {"count": 1, "tags": ["risk"], "double": 0, "first": 0},
        "phase": "renewal",
    }
    way = an_enrolment(person=cast.tuva, organisation=cast.fjordvik, version=a_programme_version(requirements=[again]))
    an_assessed(way, cast, tags=("risk",))
    Enrolment.objects.filter(pk=way.pk).update(renewal_from=timezone.now())
    assert [one.state for one in explain(Enrolment.objects.get(pk=way.pk)).steps] == [F.OPEN]
    an_assessed(Enrolment.objects.get(pk=way.pk), cast)
    assert stands(way, "risk") == F.OPEN, "a new one, and not about danger"
    an_assessed(Enrolment.objects.get(pk=way.pk), cast, tags=("risk",))
    assert stands(way, "risk") == F.MET


def calibration_step(person, organisation):
    asked = [{"key": "eye", "kind": "calibrated", "phase": "both"}]
    return step(
        an_enrolment(person=person, organisation=organisation, version=a_programme_version(slug="mentor", requirements=asked)), "eye"
    )


def test_who_sees_what_the_reference_sees_is_calibrated_until_it_runs_out(cast):
    a_rubric_version()
    a_gold()
    assert (calibration_step(cast.tuva, cast.fjordvik).state, calibration_step(cast.pia, cast.fjordvik).action) == (
        F.OPEN,
        "To the transcripts",
    )
    calibrated(cast.siv, days_ago=10)
    calibrated(cast.carl, days_ago=181)
    assert calibration_step(cast.siv, cast.fjordvik).state == F.MET
    assert calibration_step(cast.carl, cast.fjordvik).state != F.MET


def test_with_nothing_to_rate_nobody_is_calibrated_by_that(cast):
    assert calibration_step(cast.siv, cast.fjordvik).state == F.OPEN


@pytest.mark.parametrize(
    ("kind", "params", "wrong"),
    [
        (PracticeFormative(), {"count": 2}, ""),
        (PracticeFormative(), {}, "count"),
        (PracticeFormative(), {"count": "2"}, "count"),
        (PracticeFormative(), {"count": True}, "count"),
        (PracticeAssessed(), {"count": 4, "raters": 2, "tags": ["risk"]}, ""),
        (PracticeAssessed(), {"count": 0}, "count"),
        (PracticeAssessed(), {"count": 4, "raters": 0}, "raters"),
        (PracticeAssessed(), {"count": 4, "tags": "risk"}, "tags"),
        (PracticeAssessed(), {"count": 4, "most": 2}, "most"),
    ],
)
def test_an_editors_parameters_are_checked(kind, params, wrong):
    assert kind.wrong(params) == wrong
