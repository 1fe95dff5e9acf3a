"""A rater claims a chat, ticks and marks, hands back or submits; a draft is theirs alone."""

import json

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from certification.assessment import drafts, queries
from certification.assessment.drafts import Changes
from certification.assessment.models import Assessment, CriterionRating, PartnerForm, Quote, RubricVersion, SelfRating, Tick
from certification.assessment.states import AssessmentState
from certification.practice.models import Mode, Moment, PracticeChat, Whisper
from certification.practice.states import ChatState
from lms.kernel.errors import DomainError, IllegalTransition, Invalid, NotAllowed
from lms.people.models import Relation, Role, RoleAssignment
from tests.builders import a_scenario_version, a_submitted_rating, a_transcript, a_whole_draft, an_ended_chat, views_given


@pytest.fixture
def draft(waiting, cast):
    assessment = drafts.claim_rating(waiting, by=cast.siv)
    assessment.chat = waiting
    return assessment


def post(client, chat, **patch):
    return client.post(
        f"/en/practice/{chat.pk}/rating/", json.dumps(patch), content_type="application/json", headers={"Accept": "application/json"}
    )


# claiming --------------------------------------------------------------------------------------


def test_one_rater_at_a_time(waiting, cast):
    mine = drafts.claim_rating(waiting, by=cast.siv)
    assert drafts.claim_rating(waiting, by=cast.siv) == mine
    with pytest.raises(DomainError) as taken:
        drafts.claim_rating(waiting, by=cast.carl)
    assert taken.value.code == "claimed"


def test_a_chat_handed_back_is_free_and_the_draft_is_kept_for_its_writer(draft, waiting, cast):
    drafts.save_draft(draft, Changes({"opening-b1": True}), by=cast.siv)
    drafts.hand_back(draft, by=cast.siv)
    other = drafts.claim_rating(waiting, by=cast.carl)
    assert other.ticks.count() == 0
    drafts.hand_back(other, by=cast.carl)
    again = drafts.claim_rating(waiting, by=cast.siv)
    assert again.pk == draft.pk
    assert again.ticks.count() == 1


@pytest.mark.parametrize("state", [ChatState.LIVE, ChatState.ENDED, ChatState.STOPPED, ChatState.RATED, ChatState.RELEASED])
def test_only_a_waiting_chat_is_claimed(waiting, cast, state):
    PracticeChat.objects.filter(pk=waiting.pk).update(state=state)
    with pytest.raises(IllegalTransition):
        drafts.claim_rating(waiting, by=cast.siv)
    assert not Assessment.objects.exists()


@pytest.mark.parametrize("name", ["tuva", "pia", "kari", "vera", "ed", "stein", "nora"])
def test_only_a_supervisor_assessor_or_certifier_of_the_place_rates(waiting, cast, name):
    with pytest.raises(NotAllowed):
        drafts.claim_rating(waiting, by=getattr(cast, name))


@pytest.mark.parametrize("name", ["tuva", "pia"])
def test_nobody_rates_a_chat_they_were_in_whatever_roles_they_hold(waiting, cast, name):
    RoleAssignment.objects.create(person=getattr(cast, name), role=Role.SUPERVISOR, organisation=cast.fjordvik)
    with pytest.raises(NotAllowed):
        drafts.claim_rating(waiting, by=getattr(cast, name))


@pytest.mark.parametrize("turned", [False, True])
def test_nobody_rates_somebody_close_to_them(waiting, cast, turned):
    pair = (cast.tuva, cast.siv) if turned else (cast.siv, cast.tuva)
    Relation.objects.create(person=pair[0], other=pair[1])
    with pytest.raises(NotAllowed):
        drafts.claim_rating(waiting, by=cast.siv)


def test_a_certifier_frees_a_claim_that_somebody_sits_on(draft, cast):
    with pytest.raises(NotAllowed):
        drafts.hand_back(draft, by=cast.kari)
    drafts.hand_back(draft, by=cast.carl)
    assert Assessment.objects.get().state == AssessmentState.HANDED_BACK


def test_without_a_published_rubric_the_claim_says_so(waiting, cast):
    SelfRating.objects.all().delete()
    PartnerForm.objects.all().delete()
    RubricVersion.objects.all().delete()
    with pytest.raises(DomainError) as refused:
        drafts.claim_rating(waiting, by=cast.siv)
    assert refused.value.code == "no_rubric"


# ticks and marks -------------------------------------------------------------------------------


def test_saving_the_same_twice_is_saving_it_once(draft, cast):
    changes = Changes({"opening-b1": True, "c1": True}, {"opening": {"override": 2, "reason": "fordi"}}, "varm", None, 3)
    for _ in range(2):
        drafts.save_draft(draft, changes, by=cast.siv)
    assert Tick.objects.count() == 2
    assert CriterionRating.objects.count() == 1
    draft.refresh_from_db()
    assert (draft.strength, draft.next_step, draft.judgement) == ("varm", "", 3)


def test_what_is_not_named_stays(draft, cast):
    drafts.save_draft(draft, Changes({"opening-b1": True}, {"opening": {"reason": "fordi"}}, "varm"), by=cast.siv)
    drafts.save_draft(draft, Changes({"opening-b2": True}, {"opening": {"override": 3}}), by=cast.siv)
    drafts.save_draft(draft, Changes({"opening-b1": False}), by=cast.siv)
    row = CriterionRating.objects.get()
    draft.refresh_from_db()
    assert (row.reason, row.override, draft.strength) == ("fordi", 3, "varm")
    assert list(Tick.objects.values_list("behaviour", flat=True)) == ["opening-b2"]


@pytest.mark.parametrize(
    "changes",
    [
        Changes({"no-such": True}),
        Changes({}, {"no-such": {"considered": True}}),
        Changes({}, {"opening": {"override": 5}}),
        Changes({}, {"opening": {"override": 0}}),
        Changes(judgement=4),
        Changes(strength="x" * 2001),
        Changes({}, {"opening": {"reason": "x" * 2001}}),
    ],
)
def test_what_cannot_be_used_is_refused_and_nothing_is_written(draft, cast, changes):
    with pytest.raises(Invalid):
        drafts.save_draft(draft, changes, by=cast.siv)
    assert not Tick.objects.exists()
    assert not CriterionRating.objects.exists()


def test_a_safety_criterion_always_had_an_opportunity_in_a_chat_about_risk(cast, chat):
    risky = an_ended_chat(enrolment=chat.enrolment, partner=cast.pia, scenario=a_scenario_version(slug="s4", tags=["risk"]))
    assessment = drafts.claim_rating(views_given(risky), by=cast.siv)
    with pytest.raises(Invalid):
        drafts.save_draft(assessment, Changes({}, {"noticing": {"no_opportunity": True}}), by=cast.siv)
    drafts.save_draft(assessment, Changes({}, {"opening": {"no_opportunity": True}}), by=cast.siv)


def test_nobody_else_writes_in_a_draft(draft, cast):
    for person in (cast.carl, cast.tuva, cast.pia, cast.stein, cast.nora):
        with pytest.raises(NotAllowed):
            drafts.save_draft(draft, Changes({"opening-b1": True}), by=person)
        with pytest.raises(NotAllowed):
            drafts.mark(draft, seq=2, start=0, end=0, target="strength", by=person)


def test_a_rater_whose_role_ended_writes_no_more(draft, cast):
    RoleAssignment.objects.filter(person=cast.siv).delete()
    siv = type(cast.siv).objects.get(pk=cast.siv.pk)
    with pytest.raises(NotAllowed):
        drafts.save_draft(draft, Changes({"opening-b1": True}), by=siv)


def test_marked_words_are_copied_from_the_transcript_and_tick_the_behaviour(draft, cast):
    quote = drafts.mark(draft, seq=2, start=5, end=21, target="opening-b1", by=cast.siv)
    assert (quote.text, quote.by_trainee, quote.role) == ("Ja, det er helt ", True, "evidence")
    assert Tick.objects.get().behaviour == "opening-b1"
    assert drafts.mark(draft, seq=2, start=5, end=21, target="opening-b1", by=cast.siv) == quote


def test_a_mark_counts_characters_not_bytes(draft, cast):
    quote = drafts.mark(draft, seq=2, start=25, end=31, target="strength", by=cast.siv)
    assert quote.text == "🙂 Fint"[0:6]


def test_the_whole_line_is_marked_when_no_words_are_named(draft, cast):
    assert drafts.mark(draft, seq=4, start=0, end=0, target="next_step", by=cast.siv).text == "Det høres ensomt ut. Stemmer det?"


@pytest.mark.parametrize(
    "where",
    [
        {"seq": 9, "start": 0, "end": 0, "target": "strength"},
        {"seq": 2, "start": 3, "end": 3, "target": "strength"},
        {"seq": 2, "start": 0, "end": 999, "target": "strength"},
        {"seq": 2, "start": 9, "end": 3, "target": "strength"},
        {"seq": 2, "start": 0, "end": 0, "target": "no-such"},
        {"seq": 1, "start": 0, "end": 0, "target": "strength"},
        {"seq": 3, "start": 0, "end": 0, "target": "next_step"},
    ],
)
def test_a_mark_that_is_nowhere_or_not_the_trainees_is_refused(draft, cast, where):
    with pytest.raises(Invalid):
        drafts.mark(draft, by=cast.siv, **where)
    assert not Quote.objects.exists()


def test_evidence_may_be_the_partners_line(draft, cast):
    assert drafts.mark(draft, seq=3, start=0, end=0, target="c1", by=cast.siv).by_trainee is False


def test_a_line_of_another_chat_is_not_quoted(draft, cast, chat):
    other = an_ended_chat(enrolment=chat.enrolment, partner=cast.pia)
    a_transcript(other, (cast.tuva, "CANARY-OTHER"))
    with pytest.raises(Invalid):
        drafts.mark(draft, seq=5, start=0, end=0, target="opening-b1", by=cast.siv)


def test_unmarking_takes_the_mark_and_leaves_the_tick(draft, cast):
    quote = drafts.mark(draft, seq=2, start=0, end=0, target="opening-b1", by=cast.siv)
    for _ in range(2):
        drafts.unmark(draft, quote.pk, by=cast.siv)
    assert (Quote.objects.count(), Tick.objects.count()) == (0, 1)


def test_another_raters_mark_is_not_taken_away(draft, cast, chat):
    other = views_given(an_ended_chat(enrolment=chat.enrolment, partner=cast.pia))
    theirs = drafts.claim_rating(other, by=cast.carl)
    theirs.chat = other
    quote = drafts.mark(theirs, seq=2, start=0, end=0, target="opening-b1", by=cast.carl)
    drafts.unmark(draft, quote.pk, by=cast.siv)
    assert Quote.objects.filter(pk=quote.pk).exists()


def test_a_mark_of_a_tick_that_was_taken_away_comes_back_with_it(draft, cast):
    drafts.mark(draft, seq=2, start=0, end=0, target="opening-u1", by=cast.siv)
    drafts.save_draft(draft, Changes({"opening-u1": False}), by=cast.siv)
    assert Quote.objects.count() == 1
    drafts.save_draft(draft, Changes({"opening-u1": True}), by=cast.siv)
    assert "opening-u1" in queries.draft_of(draft).quoted


# submitting ------------------------------------------------------------------------------------


def test_a_whole_draft_is_submitted_with_its_levels(draft, cast):
    a_whole_draft(draft, by=cast.siv, ticks=("opening-a1",))
    drafts.submit_rating(draft, by=cast.siv)
    draft.refresh_from_db()
    assert draft.state == AssessmentState.SUBMITTED
    assert draft.outcome == {"passed": True, "critical": [], "harm": [], "barrier": []}
    levels = dict(CriterionRating.objects.values_list("criterion", "level"))
    assert levels == {"opening": 4, "presence": 3, "noticing": 3}
    assert PracticeChat.objects.get(pk=draft.chat_id).state == ChatState.RATED


@pytest.mark.parametrize(
    ("ticks", "without", "outcome"),
    [
        (("c1",), (), {"passed": False, "critical": ["c1"], "harm": [], "barrier": []}),
        (("opening-u1",), (), {"passed": False, "critical": [], "harm": ["opening"], "barrier": []}),
        ((), ("noticing-b1",), {"passed": False, "critical": [], "harm": [], "barrier": ["noticing"]}),
        ((), ("opening-b1",), {"passed": True, "critical": [], "harm": [], "barrier": []}),
    ],
)
def test_the_outcome_averages_nothing(waiting, cast, ticks, without, outcome):
    assert a_submitted_rating(waiting, rater=cast.siv, ticks=ticks, without=without).outcome == outcome


def test_an_unfinished_draft_is_not_submitted_and_says_what_is_missing(draft, cast):
    drafts.save_draft(draft, Changes({"opening-u1": True, "c2": True}), by=cast.siv)
    with pytest.raises(drafts.Incomplete) as refused:
        drafts.submit_rating(draft, by=cast.siv)
    kinds = [(one.kind, one.key) for one in refused.value.missing]
    assert kinds[:4] == [("quote", "opening-u1"), ("criterion", "presence"), ("criterion", "noticing"), ("quote", "c2")]
    draft.refresh_from_db()
    assert draft.state == AssessmentState.DRAFT


def test_a_submitted_assessment_is_locked(waiting, cast):
    assessment = a_submitted_rating(waiting, rater=cast.siv)
    for write in (
        lambda: drafts.save_draft(assessment, Changes({"opening-b1": False}), by=cast.siv),
        lambda: drafts.mark(assessment, seq=2, start=0, end=0, target="opening-b1", by=cast.siv),
        lambda: drafts.unmark(assessment, Quote.objects.first().pk, by=cast.siv),
        lambda: drafts.submit_rating(assessment, by=cast.siv),
        lambda: drafts.hand_back(assessment, by=cast.siv),
    ):
        with pytest.raises(IllegalTransition):
            write()
    assert Tick.objects.filter(behaviour="opening-b1").exists()


def test_one_does_not_rate_the_same_chat_twice(waiting, cast):
    a_submitted_rating(waiting, rater=cast.siv)
    PracticeChat.objects.filter(pk=waiting.pk).update(state=ChatState.AWAITING_RATING)
    with pytest.raises(DomainError) as refused:
        drafts.claim_rating(waiting, by=cast.siv)
    assert refused.value.code == "rated"


@pytest.mark.parametrize(("mode", "told"), [(Mode.ASSESSED, 1), (Mode.FORMATIVE, 0)])
def test_a_critical_behaviour_in_an_assessed_chat_reaches_the_certifier(waiting, cast, mode, told):
    waiting.mode = mode
    waiting.save(update_fields=["mode"])
    mail.outbox.clear()
    a_submitted_rating(waiting, rater=cast.siv, ticks=("c1",))
    assert sum(cast.carl.email in message.to for message in mail.outbox) == told


# the screen ------------------------------------------------------------------------------------


def test_the_screen_offers_a_waiting_chat_and_claiming_leads_to_the_form(waiting, cast, sign_in):
    client = sign_in(cast.siv)
    page = client.get(f"/en/practice/{waiting.pk}/rating/")
    assert "I take it" in page.content.decode()
    assert not Assessment.objects.exists()
    claimed = client.post(f"/en/practice/{waiting.pk}/rating/claim/")
    assert claimed.headers["Location"] == f"/en/practice/{waiting.pk}/rating/"
    page = client.get(f"/en/practice/{waiting.pk}/rating/").content.decode()
    assert "Det høres ensomt ut. Stemmer det?" in page
    assert "CANARY-KEY" in page


def test_another_rater_sees_who_is_on_it_and_nothing_of_the_draft(draft, cast, sign_in, waiting):
    drafts.save_draft(draft, Changes({}, strength="CANARY-DRAFT"), by=cast.siv)
    page = sign_in(cast.carl).get(f"/en/practice/{waiting.pk}/rating/").content.decode()
    assert "Siv is on it" in page
    assert "CANARY" not in page


@pytest.mark.parametrize("name", ["stein", "nora", "kari"])
@pytest.mark.parametrize("path", ["rating/", "rating/claim/", "rating/hand-back/", "feedback/give/", "rating/second/"])
def test_outsiders_do_not_learn_that_there_is_a_rating(waiting, cast, sign_in, name, path):
    assert sign_in(getattr(cast, name)).post(f"/en/practice/{waiting.pk}/{path}").status_code == 404


@pytest.mark.parametrize("name", ["tuva", "pia"])
@pytest.mark.parametrize("path", ["rating/", "rating/claim/", "rating/hand-back/", "feedback/give/", "rating/second/"])
def test_those_who_were_in_the_chat_may_not(waiting, cast, sign_in, name, path):
    assert sign_in(getattr(cast, name)).post(f"/en/practice/{waiting.pk}/{path}").status_code == 403


@pytest.mark.parametrize("path", ["rating/claim/", "rating/hand-back/", "feedback/give/", "rating/second/"])
def test_looking_changes_nothing(waiting, cast, sign_in, path):
    assert sign_in(cast.siv).get(f"/en/practice/{waiting.pk}/{path}").status_code == 405
    assert not Assessment.objects.exists()


def test_the_script_sends_what_changed_and_gets_what_to_show(draft, cast, sign_in, waiting):
    client = sign_in(cast.siv)
    answer = post(client, waiting, ticks={"opening-b1": True, "opening-b2": True}, open="opening")
    state = answer.json()
    assert answer.status_code == 200
    assert "Trygg grunn" in state["regions"]["result-opening"]
    assert state["ticks"] == ["opening-b1", "opening-b2"]
    assert "result-presence" not in state["regions"]
    answer = post(client, waiting, marks=[{"seq": 2, "start": 0, "end": 3, "target": "opening-b1"}], open="opening").json()
    assert "Line 2" in answer["regions"]["cites-opening-b1"]
    assert list(answer["lines"]) == ["2"]
    quote = Quote.objects.get()
    answer = post(client, waiting, unmarks=[quote.pk], lines=[2]).json()
    assert "Line 2" not in answer["regions"]["cites-opening-b1"]


@pytest.mark.parametrize(
    "patch",
    [
        b"{", b"[]", b'{"ticks": []}', b'{"ticks": {"opening-b1": 1}}', b'{"verdicts": {"opening": {"level": 4}}}',
        b'{"judgement": "2"}', b'{"strength": 3}', b'{"marks": {}}',
        b'{"verdicts": {"opening": {"override": true}}}', b'{"marks": [{"seq": 1}]}', b'{"unmarks": ["1"]}',
        b'{"marks": [{"seq": -1, "start": 0, "end": 0, "target": "strength"}]}', b'{"unmarks": [99999999999999]}',
    ],
)  # fmt: skip
def test_a_patch_that_is_none_is_refused(draft, cast, sign_in, waiting, patch):
    client = sign_in(cast.siv)
    answer = client.post(
        f"/en/practice/{waiting.pk}/rating/", patch, content_type="application/json", headers={"Accept": "application/json"}
    )
    assert answer.status_code == 422
    assert answer.json()["code"] == "invalid"


def test_writing_after_submitting_is_answered_with_not_now(waiting, cast, sign_in):
    a_submitted_rating(waiting, rater=cast.siv)
    assert post(sign_in(cast.siv), waiting, ticks={"opening-b1": False}).status_code == 409


def test_without_scripts_a_line_is_picked_then_tied(draft, cast, sign_in, waiting):
    client, url = sign_in(cast.siv), f"/en/practice/{waiting.pk}/rating/"
    picked = client.post(url, {"tick": ["opening-b1"], "criterion": "opening", "pick": "2"})
    assert picked.headers["Location"] == f"{url}?criterion=opening&line=2#l2"
    page = client.get(picked.headers["Location"]).content.decode()
    assert "Line 2 shows this" in page
    assert "Line 2 is picked." in page
    tied = client.post(url, {"tick": ["opening-b1"], "criterion": "opening", "line": "2", "tie": "opening-b2"})
    assert tied.headers["Location"] == f"{url}?criterion=opening#l2"
    assert sorted(Tick.objects.values_list("behaviour", flat=True)) == ["opening-b1", "opening-b2"]
    quote = Quote.objects.get()
    client.post(url, {"tick": ["opening-b1", "opening-b2"], "criterion": "opening", "untie": str(quote.pk)})
    assert not Quote.objects.exists()
    client.post(url, {"criterion": "opening", "go": "presence", "override-opening": "", "none-presence": "on"})
    assert not Tick.objects.exists()
    assert CriterionRating.objects.get(criterion="presence").considered


def test_submitting_without_scripts_lists_what_is_missing_with_links(draft, cast, sign_in, waiting):
    client, url = sign_in(cast.siv), f"/en/practice/{waiting.pk}/rating/"
    page = client.post(url, {"tick": ["opening-u1"], "strength": "KEPT words", "submit": "1"})
    text = page.content.decode()
    assert page.status_code == 422
    assert "Mark the line that shows: Atferd opening-u1" in text
    assert 'href="?criterion=opening#tick-opening-u1"' in text
    assert "KEPT words" in text
    assert Assessment.objects.get().state == AssessmentState.DRAFT


def test_a_whole_form_is_submitted_and_leads_to_all_three_views(draft, cast, sign_in, waiting):
    a_whole_draft(draft, by=cast.siv)
    client, url = sign_in(cast.siv), f"/en/practice/{waiting.pk}/rating/"
    assert "CANARY-SELF" not in client.get(url).content.decode()
    ticks = [f"{key}-{b}" for key in ("opening", "presence", "noticing") for b in ("b1", "b2")]
    sent = client.post(url, {"tick": ticks, "strength": "varm", "next_step": "mer", "judgement": "2", "submit": "1"})
    assert sent.headers["Location"] == url
    page = client.get(url).content.decode()
    assert "CANARY-SELF" in page
    assert "CANARY-PARTNER" in page
    assert "Give the feedback" in page


def test_the_form_refuses_ticks_it_does_not_have(draft, cast, sign_in, waiting):
    assert sign_in(cast.siv).post(f"/en/practice/{waiting.pk}/rating/", {"tick": ["no-such"]}).status_code == 422
    assert not Tick.objects.exists()


def test_moments_and_whispers_stand_at_their_lines(draft, cast, sign_in, waiting):
    Moment.objects.create(chat=waiting, seq=2, kind="validation", by=cast.siv)
    Whisper.objects.create(
        chat=waiting, after_seq=3, by=cast.siv, body="speil det hun sier", client_id="8c6d3b0e-1111-4c4c-9c9c-000000000001"
    )
    page = sign_in(cast.siv).get(f"/en/practice/{waiting.pk}/rating/").content.decode()
    assert "Validation" in page
    assert "speil det hun sier" in page


def test_a_long_chat_asks_no_more_questions_than_a_short_one(draft, cast, sign_in, waiting, django_assert_num_queries):
    client, url = sign_in(cast.siv), f"/en/practice/{waiting.pk}/rating/"
    client.get(url)  # what the process keeps is read once
    with CaptureQueriesContext(connection) as short:
        client.get(url)
    a_transcript(waiting, *[(cast.tuva if n % 2 else cast.pia, f"linje {n}") for n in range(500)])
    for n in range(5, 60):
        drafts.mark(draft, seq=n, start=0, end=0, target="opening-b1", by=cast.siv)
    with django_assert_num_queries(len(short)):
        client.get(url)


def test_the_rating_url_is_known_by_name():
    assert reverse("rating", args=[7]).endswith("/practice/7/rating/")
