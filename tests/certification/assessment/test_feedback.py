"""Feedback is given, read, asked about; what is annulled counts no more."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from certification.assessment import actions, drafts
from certification.assessment.models import Assessment, Question, Quote, SelfRating
from certification.assessment.states import AssessmentState
from certification.practice.happenings import Happening, HappeningKind
from certification.practice.models import Message, Mode, PracticeChat
from certification.practice.states import ChatState
from lms.kernel.errors import DomainError, IllegalTransition, Invalid, NotAllowed
from lms.people.models import Relation
from tests.builders import a_submitted_rating, a_transcript, a_whole_draft, an_ended_chat, released_feedback, views_given


def fresh(chat):
    return PracticeChat.objects.get(pk=chat.pk)


def test_feedback_is_given_by_its_rater_and_the_trainee_is_told(waiting, cast):
    assessment = a_submitted_rating(waiting, rater=cast.siv)
    mail.outbox.clear()
    actions.release_feedback(waiting, by=cast.siv)
    assessment.refresh_from_db()
    assert (assessment.state, fresh(waiting).state) == (AssessmentState.FINAL, ChatState.RELEASED)
    assert [message.to for message in mail.outbox] == [[cast.tuva.email]]
    assert "CANARY" not in mail.outbox[0].body


def test_the_transcript_gets_its_last_day(waiting, cast):
    a_submitted_rating(waiting, rater=cast.siv)
    actions.release_feedback(waiting, by=cast.siv)
    assert fresh(waiting).purge_on == timezone.localdate() + timedelta(days=30)


def test_a_certifier_may_give_it_when_the_rater_is_away_and_nobody_else(waiting, cast):
    a_submitted_rating(waiting, rater=cast.siv)
    for person in (cast.tuva, cast.pia, cast.kari, cast.stein, cast.nora):
        with pytest.raises(NotAllowed):
            actions.release_feedback(waiting, by=person)
    actions.release_feedback(waiting, by=cast.carl)
    assert fresh(waiting).state == ChatState.RELEASED


def test_feedback_without_a_quoted_next_step_is_not_given(waiting, cast):
    a_submitted_rating(waiting, rater=cast.siv)
    Quote.objects.filter(role="next_step").delete()
    with pytest.raises(Invalid):
        actions.release_feedback(waiting, by=cast.siv)
    assert fresh(waiting).state == ChatState.RATED


def test_feedback_is_given_once(waiting, cast):
    a_submitted_rating(waiting, rater=cast.siv)
    actions.release_feedback(waiting, by=cast.siv)
    with pytest.raises((IllegalTransition, Invalid)):
        actions.release_feedback(fresh(waiting), by=cast.siv)


def test_the_trainee_says_that_they_have_read_it_once_or_twice(chat, cast):
    released_feedback(chat, rater=cast.siv)
    for person in (cast.pia, cast.siv, cast.carl, cast.stein):
        with pytest.raises(NotAllowed):
            actions.acknowledge_feedback(fresh(chat), by=person)
    for _ in range(2):
        actions.acknowledge_feedback(fresh(chat), by=cast.tuva)
    assert fresh(chat).state == ChatState.ACKNOWLEDGED


def test_feedback_is_not_read_before_it_is_given(waiting, cast):
    with pytest.raises(NotAllowed):
        actions.acknowledge_feedback(waiting, by=cast.tuva)
    with pytest.raises(NotAllowed):
        actions.ask_about(waiting, body="hva?", by=cast.tuva)


def test_a_question_reaches_the_rater_and_the_answer_the_trainee(chat, cast):
    released_feedback(chat, rater=cast.siv)
    mail.outbox.clear()
    question = actions.ask_about(fresh(chat), body="hva mente du med linje 4?", by=cast.tuva)
    assert [message.to for message in mail.outbox] == [[cast.siv.email]]
    assert "linje 4" not in mail.outbox[0].body
    for person in (cast.tuva, cast.carl, cast.pia, cast.nora):
        with pytest.raises(NotAllowed):
            actions.answer_question(question, answer="slik", by=person)
    actions.answer_question(question, answer="slik", by=cast.siv)
    assert [message.to for message in mail.outbox[1:]] == [[cast.tuva.email]]
    with pytest.raises(IllegalTransition):
        actions.answer_question(question, answer="nei, slik", by=cast.siv)
    assert Question.objects.get().answer == "slik"


@pytest.mark.parametrize("body", ["", "   "])
def test_an_empty_question_is_none(chat, cast, body):
    released_feedback(chat, rater=cast.siv)
    with pytest.raises(Invalid):
        actions.ask_about(fresh(chat), body=body, by=cast.tuva)


# two raters ------------------------------------------------------------------------------------


def test_a_second_rater_rates_blind_and_both_become_final(waiting, cast):
    PracticeChat.objects.filter(pk=waiting.pk).update(mode=Mode.ASSESSED)
    waiting.refresh_from_db()
    a_submitted_rating(waiting, rater=cast.siv)
    mail.outbox.clear()
    actions.ask_second_rating(waiting, by=cast.siv)
    assert [message.to for message in mail.outbox] == [[cast.carl.email]]
    with pytest.raises(IllegalTransition):
        actions.release_feedback(waiting, by=cast.siv)
    a_submitted_rating(waiting, rater=cast.carl, ticks=("opening-a1",))
    actions.release_feedback(waiting, by=cast.carl)
    assert set(Assessment.objects.values_list("state", flat=True)) == {AssessmentState.FINAL}


def test_a_second_look_is_for_assessed_chats(waiting, cast):
    a_submitted_rating(waiting, rater=cast.siv)
    with pytest.raises(DomainError) as refused:
        actions.ask_second_rating(waiting, by=cast.siv)
    assert refused.value.code == "formative"


def test_nobody_is_asked_where_there_is_nobody(waiting, cast):
    PracticeChat.objects.filter(pk=waiting.pk).update(mode=Mode.ASSESSED)
    waiting.refresh_from_db()
    a_submitted_rating(waiting, rater=cast.siv)
    Relation.objects.create(person=cast.carl, other=cast.tuva)
    with pytest.raises(DomainError) as refused:
        actions.ask_second_rating(waiting, by=cast.siv)
    assert refused.value.code == "nobody"
    assert fresh(waiting).state == ChatState.RATED


# annulling -------------------------------------------------------------------------------------


def test_an_annulled_assessment_counts_no_more_and_the_chat_waits_again(waiting, cast):
    assessment = a_submitted_rating(waiting, rater=cast.siv)
    with pytest.raises(Invalid):
        actions.annul(assessment, reason=" ", by=cast.carl)
    for person in (cast.siv, cast.tuva, cast.pia, cast.kari, cast.nora):
        with pytest.raises(NotAllowed):
            actions.annul(assessment, reason="fordi", by=person)
    actions.annul(assessment, reason="var i slekt", by=cast.carl)
    assessment.refresh_from_db()
    assert (assessment.state, assessment.annul_reason) == (AssessmentState.ANNULLED, "var i slekt")
    assert fresh(waiting).state == ChatState.AWAITING_RATING


def test_after_annulling_the_same_rater_may_rate_afresh(waiting, cast):
    actions.annul(a_submitted_rating(waiting, rater=cast.siv), reason="fordi", by=cast.carl)
    again = drafts.claim_rating(fresh(waiting), by=cast.siv)
    assert again.ticks.count() == 0


def test_a_certifier_does_not_annul_their_own(waiting, cast):
    assessment = a_submitted_rating(waiting, rater=cast.carl)
    with pytest.raises(NotAllowed):
        actions.annul(assessment, reason="fordi", by=cast.carl)


# screens ---------------------------------------------------------------------------------------


def test_the_trainee_reads_strengths_first_then_levels_beside_their_own(chat, cast, sign_in):
    released_feedback(chat, rater=cast.siv, without=("presence-b2",))
    text = sign_in(cast.tuva).get(f"/en/practice/{chat.pk}/feedback/").content.decode()
    order = ["CANARY-STRENGTH", "CANARY-NEXT", "Åpning og ramme", "CANARY-PARTNER", "CANARY-SELF", "Det høres ensomt ut."]
    places = [text.index(one) for one in order[:5]]
    assert places == sorted(places)
    assert "Trygg grunn" in text
    assert "På vei" in text
    assert "You saw it brighter." in text
    assert "You saw the same." in text
    assert "I have read this" in text


def test_the_trainee_first_says_how_it_went_then_reads(waiting, cast, sign_in):
    SelfRating.objects.all().delete()
    a_submitted_rating(waiting, rater=cast.siv)
    actions.release_feedback(waiting, by=cast.siv)
    client = sign_in(cast.tuva)
    answer = client.get(f"/en/practice/{waiting.pk}/feedback/")
    assert answer.headers["Location"] == f"/en/practice/{waiting.pk}/self-rating/"
    client.post(f"/en/practice/{waiting.pk}/self-rating/", {"level-opening": "3"})
    assert "CANARY-STRENGTH" in client.get(f"/en/practice/{waiting.pk}/feedback/").content.decode()


def test_reading_and_asking_from_the_page(chat, cast, sign_in):
    released_feedback(chat, rater=cast.siv)
    client, url = sign_in(cast.tuva), f"/en/practice/{chat.pk}/feedback/"
    empty = client.post(f"{url}ask/", {"body": ""})
    assert empty.status_code == 422
    assert client.post(f"{url}ask/", {"body": "hva mente du?"}).headers["Location"] == url
    assert "hva mente du?" in client.get(url).content.decode()
    assert client.post(f"{url}read/").status_code == 302
    assert fresh(chat).state == ChatState.ACKNOWLEDGED
    rater = sign_in(cast.siv)
    question = Question.objects.get()
    assert rater.post(f"/en/feedback-questions/{question.pk}/answer/", {"answer": ""}).status_code == 422
    assert rater.post(f"/en/feedback-questions/{question.pk}/answer/", {"answer": "slik"}).status_code == 302
    assert "slik" in client.get(url).content.decode()


def test_words_are_only_words(chat, cast, sign_in):
    released_feedback(chat, rater=cast.siv)
    client, url = sign_in(cast.tuva), f"/en/practice/{chat.pk}/feedback/"
    client.post(f"{url}ask/", {"body": "<script>alert(1)</script>"})
    for person in (cast.tuva, cast.siv):
        assert "<script>alert(1)" not in sign_in(person).get(url).content.decode()


def test_after_the_transcript_is_gone_the_quotes_are_still_there(chat, cast, sign_in):
    released_feedback(chat, rater=cast.siv)
    Message.objects.filter(chat=chat).delete()
    PracticeChat.objects.filter(pk=chat.pk).update(state=ChatState.ARCHIVED)
    text = sign_in(cast.tuva).get(f"/en/practice/{chat.pk}/feedback/").content.decode()
    assert "Det høres ensomt ut." in text
    assert "The transcript has been deleted." in text
    assert "føler meg litt rar" not in text


@pytest.mark.parametrize("name", ["stein", "nora", "kari"])
@pytest.mark.parametrize("path", ["", "read/", "ask/", "give/"])
def test_outsiders_find_no_feedback(chat, cast, sign_in, name, path):
    released_feedback(chat, rater=cast.siv)
    client = sign_in(getattr(cast, name))
    method = client.get if not path else client.post
    assert method(f"/en/practice/{chat.pk}/feedback/{path}").status_code == 404


def test_the_partner_never_reads_the_feedback(chat, cast, sign_in):
    released_feedback(chat, rater=cast.siv)
    assert sign_in(cast.pia).get(f"/en/practice/{chat.pk}/feedback/").status_code == 403


def test_feedback_is_not_there_before_it_is_given(waiting, cast, sign_in):
    a_submitted_rating(waiting, rater=cast.siv)
    for person in (cast.tuva, cast.siv, cast.carl):
        assert sign_in(person).get(f"/en/practice/{waiting.pk}/feedback/").status_code == 403


@pytest.mark.parametrize("name", ["stein", "nora", "tuva", "pia", "siv", "kari"])
def test_only_a_certifier_there_takes_an_assessment_back(waiting, cast, sign_in, name):
    assessment = a_submitted_rating(waiting, rater=cast.siv)
    answer = sign_in(getattr(cast, name)).post(f"/en/assessments/{assessment.pk}/annul/", {"reason": "fordi"})
    assert answer.status_code == (403 if name == "siv" else 404)


def test_a_certifier_takes_an_assessment_back_from_the_feedback(chat, cast, sign_in):
    assessment = released_feedback(chat, rater=cast.siv)
    client = sign_in(cast.carl)
    assert "Take it back" in client.get(f"/en/practice/{chat.pk}/feedback/").content.decode()
    client.post(f"/en/assessments/{assessment.pk}/annul/", {"reason": ""})
    assert Assessment.objects.get().state == AssessmentState.FINAL
    client.post(f"/en/assessments/{assessment.pk}/annul/", {"reason": "fordi"})
    assert Assessment.objects.get().state == AssessmentState.ANNULLED
    text = sign_in(cast.tuva).get(f"/en/practice/{chat.pk}/feedback/").content.decode()
    assert "There is no feedback here" in text
    assert "CANARY-STRENGTH" not in text
    assert "fordi" not in text


def test_long_feedback_asks_no_more_questions_than_short(chat, cast, sign_in, django_assert_num_queries):
    released_feedback(chat, rater=cast.siv)
    client, url = sign_in(cast.tuva), f"/en/practice/{chat.pk}/feedback/"
    client.get(url)
    with CaptureQueriesContext(connection) as short:
        client.get(url)
    a_transcript(chat, *[(cast.tuva if n % 2 else cast.pia, f"linje {n}") for n in range(500)])
    for n in range(3):
        actions.ask_about(fresh(chat), body=f"hva {n}", by=cast.tuva)
    with django_assert_num_queries(len(short)):
        client.get(url)


def test_the_rater_sees_a_second_look_recommended_where_it_is_needed(cast, chat, sign_in):
    grave = views_given(an_ended_chat(enrolment=chat.enrolment, partner=cast.pia, mode=Mode.ASSESSED))
    a_submitted_rating(grave, rater=cast.siv, ticks=("c1",))
    client = sign_in(cast.siv)
    assert "A second look would be good here" in client.get(f"/en/practice/{grave.pk}/rating/").content.decode()
    client.post(f"/en/practice/{grave.pk}/rating/second/")
    assert "Waiting for the second look" in client.get(f"/en/practice/{grave.pk}/rating/").content.decode()


def test_giving_feedback_from_the_page_leads_to_it(waiting, cast, sign_in):
    a_submitted_rating(waiting, rater=cast.siv)
    answer = sign_in(cast.siv).post(f"/en/practice/{waiting.pk}/feedback/give/")
    assert answer.headers["Location"] == f"/en/practice/{waiting.pk}/feedback/"
    assert sign_in(cast.siv).get(f"/en/practice/{waiting.pk}/rating/").headers["Location"] == f"/en/practice/{waiting.pk}/feedback/"


def test_a_draft_of_a_chat_that_was_purged_cannot_be_submitted(waiting, cast):
    draft = drafts.claim_rating(waiting, by=cast.siv)
    draft.chat = waiting
    a_whole_draft(draft, by=cast.siv)
    PracticeChat.objects.filter(pk=waiting.pk).update(state=ChatState.ARCHIVED)
    draft.chat = fresh(waiting)
    with pytest.raises(IllegalTransition):
        drafts.submit_rating(draft, by=cast.siv)


def test_ones_own_view_lies_beside_the_raters(chat, cast, sign_in):
    released_feedback(chat, rater=cast.siv, ticks=("presence-a1",))  # own: opening 4, presence 2
    page = sign_in(cast.tuva).get(f"/en/practice/{chat.pk}/feedback/").content.decode()
    assert "You and the assessor saw the same in 0 of 2. In 1 you saw it brighter, in 1 you were stricter." in page
    assert page.count('class="v-own"') == 2


def test_the_moment_of_an_alert_stands_at_its_line(waiting, cast, sign_in):
    at = waiting.began_at + timedelta(minutes=4)
    Happening.objects.create(chat=waiting, kind=HappeningKind.ALERT, seq=2, by=cast.tuva, at=at)
    Happening.objects.create(chat=waiting, kind=HappeningKind.ALERT_SEEN, seq=2, by=cast.siv, at=at + timedelta(seconds=20))
    drafts.claim_rating(waiting, by=cast.siv)
    page = sign_in(cast.siv).get(f"/en/practice/{waiting.pk}/rating/").content.decode()
    assert "Alert button pressed, 4 minutes into the chat. Taken after 20 seconds." in page
