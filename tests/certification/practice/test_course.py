from datetime import timedelta

import pytest
from django.utils import timezone

from certification.practice import actions
from certification.practice.models import PracticeChat
from certification.practice.states import CHAT, ChatState
from lms.audit.queries import lines_about
from lms.kernel.errors import IllegalTransition, NotAllowed
from lms.notify.models import Notice

OUTSIDERS = ["stein", "nora", "carl", "kari", "ed"]


def at(chat, **ago):
    """Move the beginning of a chat back."""
    PracticeChat.objects.filter(pk=chat.pk).update(began_at=timezone.now() - timedelta(**ago))
    chat.refresh_from_db()
    return chat


def test_the_lobby_opens_a_quarter_of_an_hour_before(chat_in, cast):
    chat = chat_in("scheduled", starts_at=timezone.now() + timedelta(minutes=16))
    with pytest.raises(IllegalTransition) as refused:
        actions.enter_lobby(chat, by=cast.tuva)
    assert refused.value.code == "early"
    PracticeChat.objects.filter(pk=chat.pk).update(starts_at=timezone.now() + timedelta(minutes=14))
    chat.refresh_from_db()
    actions.enter_lobby(chat, by=cast.pia)
    actions.enter_lobby(chat, by=cast.tuva)
    assert chat.state == "lobby"


def test_it_begins_when_both_have_said_yes(chat_in, cast):
    chat = chat_in("lobby")
    actions.be_ready(chat, by=cast.pia)
    actions.be_ready(chat, by=cast.pia)
    assert (chat.state, chat.began_at) == ("lobby", None)
    actions.be_ready(PracticeChat.objects.get(pk=chat.pk), by=cast.tuva)
    chat.refresh_from_db()
    assert chat.state == "live"
    assert chat.began_at is not None
    actions.be_ready(chat, by=cast.pia)  # a double tap


def test_the_supervisor_does_not_say_yes_for_them(chat_in, cast):
    with pytest.raises(NotAllowed):
        actions.be_ready(chat_in("lobby"), by=cast.siv)


@pytest.mark.parametrize("who", ["tuva", "pia", "siv"])
@pytest.mark.parametrize("state", ["lobby", "live", "paused"])
def test_anybody_of_the_three_stops_it(chat_in, cast, who, state):
    chat = chat_in(state)
    actions.stop_practice(chat, by=getattr(cast, who))
    chat.refresh_from_db()
    assert chat.state == "stopped"
    assert chat.purge_on == timezone.localdate() + timedelta(days=90)
    assert [n.person for n in Notice.objects.filter(kind="practice_stopped")] == ([] if who == "siv" else [cast.siv])


def test_stop_works_also_when_the_page_is_old(chat_in, cast):
    chat = chat_in("live")
    old = PracticeChat.objects.select_related("enrolment").get(pk=chat.pk)
    actions.ask_help(chat, by=cast.tuva)
    actions.stop_practice(old, by=cast.pia)
    assert PracticeChat.objects.get(pk=chat.pk).state == "stopped"
    actions.stop_practice(old, by=cast.tuva)  # twice is once
    assert [line.deed for line in lines_about(chat)] == ["practice.pause", "practice.stop"]


@pytest.mark.parametrize("who", OUTSIDERS)
@pytest.mark.parametrize("verb", [actions.stop_practice, actions.ask_help, actions.resume, actions.offer_end, actions.enter_lobby])
def test_nobody_else_touches_it(chat, cast, who, verb):
    with pytest.raises(NotAllowed):
        verb(chat, by=getattr(cast, who))
    assert PracticeChat.objects.get(pk=chat.pk).state == "live"


def test_pause_help_rests_the_clock_and_tells_the_supervisor_at_once(chat, cast):
    at(chat, minutes=10)
    actions.ask_help(chat, by=cast.tuva)
    assert (chat.state, chat.paused_by) == ("paused", cast.tuva)
    assert [n.person for n in Notice.objects.filter(kind="practice_help")] == [cast.siv]
    PracticeChat.objects.filter(pk=chat.pk).update(paused_at=timezone.now() - timedelta(minutes=4))
    chat.refresh_from_db()
    actions.resume(chat, by=cast.siv)
    chat.refresh_from_db()
    assert (chat.state, chat.paused_at, chat.paused_by) == ("live", None, None)
    assert 238 <= chat.paused_seconds <= 242


def test_the_partner_does_not_pause(chat, cast):
    with pytest.raises(NotAllowed):
        actions.ask_help(chat, by=cast.pia)


def test_it_ends_when_both_agree(chat, cast):
    actions.offer_end(chat, by=cast.tuva)
    actions.offer_end(chat, by=cast.tuva)  # a double tap is not an agreement
    assert PracticeChat.objects.get(pk=chat.pk).state == "live"
    mine = PracticeChat.objects.select_related("enrolment").get(pk=chat.pk)
    actions.accept_end(mine, by=cast.pia)
    chat.refresh_from_db()
    assert (chat.state, chat.end_offered_by) == ("ended", cast.tuva)
    assert chat.ended_at is not None


def test_only_what_the_other_one_proposed_can_be_agreed_to(chat, cast):
    with pytest.raises(IllegalTransition) as refused:
        actions.accept_end(chat, by=cast.pia)
    assert refused.value.code == "not_offered"


def test_not_yet_takes_the_proposal_off_the_table(chat, cast):
    actions.offer_end(chat, by=cast.tuva)
    actions.decline_end(chat, by=cast.pia)
    chat.refresh_from_db()
    assert (chat.state, chat.end_offered_by) == ("live", None)


def test_time_ends_a_chat_with_nobody_looking(chat, cast):
    at(chat, minutes=40, seconds=10)
    assert actions.end_overdue() == 0
    at(chat, minutes=40, seconds=30)
    assert actions.end_overdue() == 1
    assert actions.end_overdue() == 0
    chat.refresh_from_db()
    assert (chat.state, chat.end_offered_by) == ("ended", None)
    assert [(line.deed, line.actor) for line in lines_about(chat)] == [("practice.end", None)]


def test_a_chat_nobody_came_to_is_closed_without_blame(chat_in):
    missed = chat_in("lobby", starts_at=timezone.now() - timedelta(hours=3))
    unconfirmed = chat_in("requested", starts_at=timezone.now() - timedelta(minutes=16), supervisor=None)
    coming = chat_in("scheduled", starts_at=timezone.now() + timedelta(minutes=1))
    assert actions.close_missed() == 2
    states = dict(PracticeChat.objects.values_list("pk", "state"))
    assert states == {missed.pk: "no_show", unconfirmed.pk: "cancelled", coming.pk: "scheduled"}


@pytest.mark.parametrize("source", ChatState.values)
@pytest.mark.parametrize("target", ChatState.values)
def test_only_the_moves_in_the_table_can_be_made(chat_in, source, target):
    chat = chat_in(source)
    if CHAT.allows(source, target):
        CHAT.move(chat, target, by=None)
        assert PracticeChat.objects.get(pk=chat.pk).state == target
    else:
        with pytest.raises(IllegalTransition):
            CHAT.move(chat, target, by=None)
        assert PracticeChat.objects.get(pk=chat.pk).state == source
