"""A second person looks, blind; where two differ a third decides, and both ratings stay."""

import pytest
from django.core import mail
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from certification.assessment import actions, calling_off, doubling, drafts, queries, second_looks
from certification.assessment.inbox import inbox
from certification.assessment.models import Assessment, CriterionRating, SecondLook
from certification.assessment.rules import Criterion, Outcome, Rubric
from certification.assessment.states import AssessmentState
from certification.assessment.states import SecondLookState as L
from certification.practice.models import Mode, PracticeChat
from certification.practice.states import ChatState
from lms.kernel.errors import DomainError, IllegalTransition, Invalid, NotAllowed
from lms.notify.models import Notice
from lms.people.actions import end_role
from lms.people.models import Person, Role, RoleAssignment
from tests.builders import a_programme_version, a_rubric_version, a_submitted_rating, an_ended_chat, an_enrolment, views_given

ON_THE_LINE = {"without": ("noticing-b1",), "judgement": 2}  # one must-pass criterion at level 2


def a_person(cast, alias, *roles):
    somebody = Person.objects.create_user(f"{alias.lower()}@example.org", alias=alias, language="nb")
    for role in roles:
        RoleAssignment.objects.create(person=somebody, role=role, organisation=cast.fjordvik)
    return somebody


@pytest.fixture
def andrea(cast):
    return a_person(cast, "Andrea", Role.SUPERVISOR)


@pytest.fixture
def place(cast):
    """Makes assessed chats of one trainee; `asks` are the details of the requirement."""
    a_rubric_version()

    def opened(**asks):
        params = {"count": 2, "tags": [], "double": 0, "first": 0, **asks}
        version = a_programme_version(requirements=[{"key": "assessed", "kind": "practice_assessed", "params": params}])
        enrolment = an_enrolment(person=cast.tuva, organisation=cast.fjordvik, version=version)
        return lambda mode=Mode.ASSESSED: views_given(an_ended_chat(enrolment=enrolment, partner=cast.pia, mode=mode))

    return opened


@pytest.fixture
def disputed(place, cast, andrea):
    """Siv saw no safety criterion on solid ground, Andrea did; Carl is asked."""
    chat = place(first=5)()
    a_submitted_rating(chat, rater=cast.siv, **ON_THE_LINE)
    a_submitted_rating(fresh(chat), rater=andrea)
    look = SecondLook.objects.select_related("chat__enrolment__person").get()
    return look


def fresh(chat):
    return PracticeChat.objects.get(pk=chat.pk)


def reasons():
    return [look.reasons for look in SecondLook.objects.order_by("pk")]


# who looks twice -------------------------------------------------------------------------------


def test_a_new_raters_first_five_are_looked_at_twice(place, cast):
    a_chat = place(first=5)
    for _number in range(6):
        chat = a_chat()
        a_submitted_rating(chat, rater=cast.siv)
    assert reasons() == [["new_rater"]] * 5
    assert fresh(chat).state == ChatState.RATED


@pytest.mark.parametrize(("draw", "asked"), [(0.19, [["sample"]]), (0.21, [])])
def test_one_chat_in_five_is_drawn(place, cast, monkeypatch, draw, asked):
    monkeypatch.setattr(second_looks, "draw_for", lambda chat: draw)
    a_submitted_rating(place(double=20)(), rater=cast.siv)
    assert reasons() == asked


def test_the_draw_is_the_same_every_time_and_hangs_on_the_servers_key(place):
    chat = place()()
    first = second_looks.draw_for(chat)
    assert (second_looks.draw_for(fresh(chat)), 0 <= first < 1) == (first, True)
    with override_settings(SECRET_KEY="another"):
        assert second_looks.draw_for(chat) != first


def test_the_draw_takes_about_one_in_five():
    drawn = sum(second_looks.draw_for(PracticeChat(pk=number)) < 0.2 for number in range(2000))
    assert 330 < drawn < 470


@pytest.mark.parametrize(
    ("draft", "asked"),
    [({}, []), (ON_THE_LINE, [["borderline"]]), ({"judgement": 2}, [["borderline"]]), ({"ticks": ("c1",), "judgement": 1}, [["critical"]])],
)
def test_what_lies_on_the_line_or_is_critical_is_looked_at_twice(place, cast, draft, asked):
    a_submitted_rating(place()(), rater=cast.siv, **draft)
    assert reasons() == asked


def test_a_chat_for_practice_has_one_look(place, cast):
    a_submitted_rating(place(first=5)(Mode.FORMATIVE), rater=cast.siv, **ON_THE_LINE)
    assert not SecondLook.objects.exists()


def test_where_nothing_rests_on_assessed_chats_they_have_one_look(waiting, cast):
    PracticeChat.objects.filter(pk=waiting.pk).update(mode=Mode.ASSESSED)
    a_submitted_rating(fresh(waiting), rater=cast.siv, **ON_THE_LINE)
    assert not SecondLook.objects.exists()


def test_where_nobody_else_can_look_one_look_is_all(place, cast):
    RoleAssignment.objects.filter(person=cast.carl).delete()
    chat = place(first=5)()
    a_submitted_rating(chat, rater=cast.siv)
    actions.release_feedback(fresh(chat), by=cast.siv)
    assert (fresh(chat).state, SecondLook.objects.count()) == (ChatState.RELEASED, 0)


@given(
    st.builds(Outcome, *[st.sampled_from([(), ("a",), ("a", "b")])] * 3), st.integers(0, 3), st.floats(0, 0.999), st.integers(0, 9),
    st.booleans(),
)  # fmt: skip
def test_a_critical_or_borderline_rating_never_stands_alone(outcome, judgement, draw, earlier, borderline):
    found = doubling.reasons(outcome, judgement, draw=draw, double=20, earlier=earlier, first=5, ready=3, borderline=borderline)
    if outcome.critical or borderline or (outcome.passed and judgement < 3):
        assert found


RUBRIC = Rubric((Criterion("a", 1, "g", False), Criterion("b", 2, "g", True)), ("c1", "c2"))
seen = st.fixed_dictionaries(dict.fromkeys("ab", st.none() | st.integers(1, 4)))
ticked = st.sets(st.sampled_from(["c1", "c2"]))


@given(seen, seen, ticked, ticked)
def test_who_looked_first_does_not_matter(one, other, mine, theirs):
    there, back = doubling.disputes(one, other, (mine, theirs), RUBRIC), doubling.disputes(other, one, (theirs, mine), RUBRIC)
    assert (there.levels.keys(), there.critical) == (back.levels.keys(), back.critical)
    assert set(there.critical) == mine ^ theirs


# two looks -------------------------------------------------------------------------------------


def test_the_second_rater_is_told_in_the_same_words_and_rates_blind(place, cast, sign_in):
    chat = place(first=5)()
    a_submitted_rating(chat, rater=cast.siv)
    assert mail.outbox[-1].to == [cast.carl.email]
    assert "second" not in (mail.outbox[-1].subject + mail.outbox[-1].body).lower()
    assert [row.kind for row in inbox(cast.carl)] == ["rating"]
    client = sign_in(cast.carl)
    pages = [client.get(f"/en/practice/{chat.pk}/{path}", follow=True).content.decode() for path in ("rating/", "moderation/", "feedback/")]
    drafts.claim_rating(fresh(chat), by=cast.carl)
    pages.append(client.get(f"/en/practice/{chat.pk}/rating/").content.decode())
    for page in pages:
        assert "CANARY-STRENGTH" not in page
        assert "second look" not in page.lower()


def test_feedback_waits_for_the_second_look(place, cast):
    chat = place(first=5)()
    a_submitted_rating(chat, rater=cast.siv)
    with pytest.raises(IllegalTransition):
        actions.release_feedback(fresh(chat), by=cast.siv)


def test_two_that_agree_give_the_feedback_and_both_become_final(place, cast):
    chat = place(first=5)()
    a_submitted_rating(chat, rater=cast.siv)
    mail.outbox.clear()
    a_submitted_rating(fresh(chat), rater=cast.carl)
    assert SecondLook.objects.get().state == L.AGREED
    assert [message.to for message in mail.outbox] == [[cast.siv.email]]
    actions.release_feedback(fresh(chat), by=cast.siv)
    assert {one.state for one in Assessment.objects.all()} == {AssessmentState.FINAL}


@pytest.mark.parametrize(
    ("one", "other", "disputes"),
    [
        (ON_THE_LINE, {}, {"levels": {"noticing": [2, 3]}, "critical": []}),
        ({"without": ("opening-b1",)}, {"ticks": ("opening-a1",)}, {"levels": {"opening": [2, 4]}, "critical": []}),
        ({"ticks": ("c1",)}, {}, {"levels": {}, "critical": ["c1"]}),
        ({}, {"ticks": ("c2",)}, {"levels": {}, "critical": ["c2"]}),
        ({"without": ("opening-b1",)}, {}, {}),
        ({"ticks": ("c1",)}, {"ticks": ("c1",)}, {}),
    ],
)
def test_two_that_lie_far_apart_go_to_a_moderator(place, cast, andrea, one, other, disputes):
    chat = place(first=5)()
    a_submitted_rating(chat, rater=cast.siv, **one)
    a_submitted_rating(fresh(chat), rater=andrea, **other)
    look = SecondLook.objects.get()
    assert (look.state, look.disputes) == (L.DISPUTED if disputes else L.AGREED, disputes)
    asked = Notice.objects.filter(kind="assessment_moderation").values_list("person", flat=True)
    assert list(asked) == ([cast.carl.pk] if disputes else [])


# the moderator ---------------------------------------------------------------------------------


def test_until_it_is_decided_no_feedback_goes_out(disputed, cast):
    with pytest.raises(DomainError) as refused:
        actions.release_feedback(fresh(disputed.chat), by=cast.siv)
    assert refused.value.code == "disputed"
    assert [row.kind for row in inbox(cast.siv)] == []
    assert [(row.kind, row.url) for row in inbox(cast.carl)] == [("moderation", f"/en/practice/{disputed.chat_id}/moderation/")]


def test_only_somebody_who_rated_neither_decides(disputed, cast, andrea):
    for person in (cast.siv, andrea, cast.tuva, cast.pia, cast.kari, cast.stein, cast.nora):
        with pytest.raises(NotAllowed):
            actions.settle(disputed, levels={"noticing": 3}, critical=[], words="fordi", by=person)
    actions.settle(disputed, levels={"noticing": 3}, critical=[], words="fordi", by=cast.carl)
    assert SecondLook.objects.get().state == L.SETTLED


def test_in_the_smallest_place_the_certifier_decides_all_the_same(place, cast):
    chat = place(first=5)()
    a_submitted_rating(chat, rater=cast.siv, **ON_THE_LINE)
    a_submitted_rating(fresh(chat), rater=cast.carl)
    look = SecondLook.objects.get()
    assert [row.kind for row in inbox(cast.carl)] == ["moderation"]
    with pytest.raises(NotAllowed):
        actions.settle(look, levels={"noticing": 2}, critical=[], words="fordi", by=cast.siv)
    actions.settle(look, levels={"noticing": 2}, critical=[], words="fordi", by=cast.carl)


@pytest.mark.parametrize(
    "said",
    [
        {"levels": {}, "critical": [], "words": "fordi"},
        {"levels": {"noticing": 4}, "critical": [], "words": "fordi"},
        {"levels": {"noticing": 3, "opening": 1}, "critical": [], "words": "fordi"},
        {"levels": {"noticing": 3}, "critical": ["c1"], "words": "fordi"},
        {"levels": {"noticing": 3}, "critical": [], "words": "  "},
    ],
)
def test_a_decision_that_is_none_is_refused(disputed, cast, said):
    with pytest.raises(Invalid):
        actions.settle(disputed, by=cast.carl, **said)
    assert SecondLook.objects.get().state == L.DISPUTED


@pytest.mark.parametrize(("level", "passed"), [(2, False), (3, True)])
def test_what_the_moderator_decides_stands_and_both_ratings_stay(disputed, cast, level, passed):
    before = list(CriterionRating.objects.order_by("pk").values_list("criterion", "level"))
    actions.settle(disputed, levels={"noticing": level}, critical=[], words="fordi", by=cast.carl)
    actions.release_feedback(fresh(disputed.chat), by=cast.siv)
    found = queries.released(disputed.chat.enrolment)[0]
    assert (found.levels["noticing"], found.passed, found.sight.levels["noticing"]) == (level, passed, level)
    assert list(CriterionRating.objects.order_by("pk").values_list("criterion", "level")) == before


def test_a_critical_behaviour_that_did_not_happen_does_not_count(place, cast, andrea):
    chat = place(first=5)()
    a_submitted_rating(chat, rater=cast.siv, ticks=("c1",))
    a_submitted_rating(fresh(chat), rater=andrea)
    look = SecondLook.objects.get()
    actions.settle(look, levels={}, critical=[], words="fordi", by=cast.carl)
    actions.release_feedback(fresh(chat), by=cast.siv)
    found = queries.released(look.chat.enrolment)[0]
    assert (found.critical, found.passed) == (frozenset(), True)


def test_a_decision_is_made_once(disputed, cast):
    actions.settle(disputed, levels={"noticing": 3}, critical=[], words="fordi", by=cast.carl)
    with pytest.raises(IllegalTransition):
        actions.settle(disputed, levels={"noticing": 2}, critical=[], words="nei", by=cast.carl)
    assert SecondLook.objects.get().levels == {"noticing": 3}


def test_when_one_of_two_is_taken_back_somebody_looks_again(disputed, cast, andrea):
    mine = Assessment.objects.get(rater=cast.siv)
    actions.annul(mine, reason="fordi", by=cast.carl)
    assert (SecondLook.objects.get().state, fresh(disputed.chat).state) == (L.WAITING, ChatState.AWAITING_RATING)
    a_submitted_rating(fresh(disputed.chat), rater=cast.carl)
    assert SecondLook.objects.get().state == L.AGREED


# the screen ------------------------------------------------------------------------------------


@pytest.fixture
def stuck(place, cast, andrea):
    """Siv's rating is in, Andrea was asked to look too and has left since; nobody else is calibrated."""
    chat = place(first=5)()
    a_submitted_rating(chat, rater=cast.siv)
    for held in RoleAssignment.objects.active().filter(person__in=(andrea, cast.carl), role__in=(Role.SUPERVISOR, Role.ASSESSOR)):
        end_role(held, by=cast.kari)
    return SecondLook.objects.select_related("chat__enrolment__person").get()


def call_off(look, cast, *, by=None, words="Andrea has left, and nobody else is calibrated."):
    look.chat = fresh(look.chat)
    calling_off.call_off(look, words=words, by=by or cast.carl)


def test_where_nobody_is_left_a_certifier_lets_the_first_look_stand(stuck, cast, monkeypatch, mailoutbox):
    monkeypatch.setattr(calling_off, "who_could_look", lambda chat: [])
    call_off(stuck, cast)
    chat = fresh(stuck.chat)
    assert (stuck.state, chat.state) == (L.CALLED_OFF, ChatState.RATED)
    assert actions.release_feedback(chat, by=cast.siv) is None
    assert fresh(chat).state == ChatState.RELEASED


def test_a_second_look_is_called_off_for_want_of_people_only(place, cast, andrea):
    chat = place(first=5)()
    a_submitted_rating(chat, rater=cast.siv)
    look = SecondLook.objects.select_related("chat__enrolment__person").get()
    with pytest.raises(DomainError) as refused:
        call_off(look, cast)
    assert refused.value.code == "somebody"
    drafts.claim_rating(fresh(chat), by=andrea)
    with pytest.raises(DomainError) as refused:
        call_off(look, cast)
    assert refused.value.code == "claimed"
    assert SecondLook.objects.get().state == L.WAITING


def test_calling_off_needs_a_reason_and_the_right_person(stuck, cast, monkeypatch):
    monkeypatch.setattr(calling_off, "who_could_look", lambda chat: [])
    for somebody in (cast.siv, cast.tuva, cast.pia):
        with pytest.raises(NotAllowed):
            call_off(stuck, cast, by=somebody)
    for words in ("  ", "x" * 1001):
        with pytest.raises(Invalid):
            call_off(stuck, cast, words=words)
    assert SecondLook.objects.get().state == L.WAITING


def test_the_one_who_lapsed_cannot_look_and_the_one_who_is_calibrated_can(stuck, cast):
    able = calling_off.who_could_look(fresh(stuck.chat))
    assert cast.siv not in able
    assert all(calling_off.standing_of(person).may_finish for person in able)


def test_the_page_offers_it_to_a_certifier_alone(stuck, cast, sign_in, monkeypatch):
    monkeypatch.setattr(calling_off, "who_could_look", lambda chat: [])
    url = f"/nb/practice/{stuck.chat_id}/rating/"
    assert "call-off" in sign_in(cast.carl).get(url).content.decode()
    assert "call-off" not in sign_in(cast.siv).get(url).content.decode()
    sign_in(cast.carl).post(f"{url}call-off/", {"words": "Andrea er flyttet."})
    assert SecondLook.objects.get().words == "Andrea er flyttet."
    assert "Andrea er flyttet." in sign_in(cast.siv).get(url).content.decode()


def test_the_moderator_sees_both_side_by_side_and_decides(disputed, cast, sign_in):
    client, url = sign_in(cast.carl), f"/en/practice/{disputed.chat_id}/moderation/"
    assert client.get(f"/en/practice/{disputed.chat_id}/rating/").headers["Location"] == url
    page = client.get(url).content.decode()
    assert "Merke og spørre" in page
    assert "level-opening" not in page  # where they agree nothing is asked
    assert "Siv" not in page.split("<main")[1].split("</main>")[0].replace("Siv is", "")
    assert SecondLook.objects.get().state == L.DISPUTED
    answer = client.post(url, {"level-noticing": "3", "words": "KEPT fordi"})
    assert answer.headers["Location"] == url
    assert "KEPT fordi" in client.get(url).content.decode()
    assert client.post(url, {"level-noticing": "2", "words": "nei"}).status_code == 409


def test_what_cannot_be_used_is_answered_and_what_was_written_is_kept(disputed, cast, sign_in):
    page = sign_in(cast.carl).post(f"/en/practice/{disputed.chat_id}/moderation/", {"words": "KEPT fordi"})
    assert page.status_code == 422
    assert "KEPT fordi" in page.content.decode()
    assert "Choose for each of them" in page.content.decode()


@pytest.mark.parametrize(
    ("name", "status"), [("tuva", 404), ("pia", 404), ("kari", 404), ("stein", 404), ("nora", 404), ("siv", 403), ("carl", 200)]
)
def test_who_gets_to_the_two_views(disputed, cast, sign_in, name, status):
    assert sign_in(getattr(cast, name)).get(f"/en/practice/{disputed.chat_id}/moderation/").status_code == status


def test_before_both_are_in_there_is_nothing_to_see(place, cast, andrea, sign_in):
    chat = place(first=5)()
    a_submitted_rating(chat, rater=cast.siv)
    assert sign_in(cast.carl).get(f"/en/practice/{chat.pk}/moderation/").status_code == 404


def test_the_trainee_reads_what_stands_and_not_why(disputed, cast, sign_in):
    actions.settle(disputed, levels={"noticing": 2}, critical=[], words="CANARY-WHY", by=cast.carl)
    actions.release_feedback(fresh(disputed.chat), by=cast.siv)
    page = sign_in(cast.tuva).get(f"/en/practice/{disputed.chat_id}/feedback/").content.decode()
    assert "Where they saw it differently, Carl decided." in page
    assert "CANARY-WHY" not in page
    assert page.count("This was strong") == 2


def test_many_to_moderate_cost_no_more_than_one(place, cast, andrea, django_assert_num_queries):
    a_chat = place(first=5)

    def another():
        chat = a_chat()
        a_submitted_rating(chat, rater=cast.siv, **ON_THE_LINE)
        a_submitted_rating(fresh(chat), rater=andrea)

    another()
    inbox(Person.objects.get(pk=cast.carl.pk))
    carl = Person.objects.get(pk=cast.carl.pk)
    with CaptureQueriesContext(connection) as one:
        inbox(carl)
    another()
    another()
    carl = Person.objects.get(pk=cast.carl.pk)
    with django_assert_num_queries(len(one)):
        assert len(inbox(carl)) == 3
