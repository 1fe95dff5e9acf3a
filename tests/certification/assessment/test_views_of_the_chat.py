"""Both sides say how it was, each without seeing the other; then the chat goes on to a professional."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from certification.assessment import actions, screens
from certification.assessment.models import PartnerForm, RubricVersion, SelfRating
from certification.practice.models import PracticeChat
from certification.practice.states import ChatState
from lms.kernel.errors import DomainError, IllegalTransition, Invalid, NotAllowed
from lms.people.models import Role, RoleAssignment

ANSWERS = {"heard": 5, "judged": 1, "pace": 4, "danger": 3, "again": 5}
FORM = {f"item-{key}": str(value) for key, value in ANSWERS.items()}


def self_rate(chat, cast, **changes):
    said = {"levels": {"opening": 3}, "strength": "lyttet", "next_step": "", **changes}
    return actions.submit_self_rating(chat, by=cast.tuva, **said)


def test_the_chat_waits_for_a_professional_when_both_have_said_how_it_was(chat, cast):
    self_rate(chat, cast)
    assert PracticeChat.objects.get(pk=chat.pk).state == ChatState.ENDED
    actions.submit_partner_form(chat, answers=ANSWERS, words="varm", by=cast.pia)
    assert PracticeChat.objects.get(pk=chat.pk).state == ChatState.AWAITING_RATING


def test_the_order_does_not_matter(chat, cast):
    actions.submit_partner_form(chat, answers=ANSWERS, words="", by=cast.pia)
    self_rate(chat, cast)
    assert PracticeChat.objects.get(pk=chat.pk).state == ChatState.AWAITING_RATING


def test_the_supervisor_who_watched_is_told_and_nobody_else(chat, cast):
    self_rate(chat, cast)
    actions.submit_partner_form(chat, answers=ANSWERS, words="", by=cast.pia)
    assert [message.to for message in mail.outbox] == [[cast.siv.email]]
    assert f"/nb/practice/{chat.pk}/rating/" in mail.outbox[0].body
    assert "lyttet" not in mail.outbox[0].body


def test_everybody_who_may_rate_is_told_when_nobody_watched(chat, cast):
    PracticeChat.objects.filter(pk=chat.pk).update(supervisor=None)
    chat.refresh_from_db()
    self_rate(chat, cast)
    actions.submit_partner_form(chat, answers=ANSWERS, words="", by=cast.pia)
    assert sorted(message.to[0] for message in mail.outbox) == sorted([cast.siv.email, cast.carl.email])


def test_a_view_is_given_once(chat, cast):
    self_rate(chat, cast)
    with pytest.raises(DomainError) as refused:
        self_rate(chat, cast, strength="noe annet")
    assert refused.value.code == "given"
    assert SelfRating.objects.get().strength == "lyttet"


@pytest.mark.parametrize("state", [ChatState.LIVE, ChatState.STOPPED, ChatState.ACKNOWLEDGED, ChatState.ARCHIVED])
def test_a_view_is_not_taken_before_the_end_or_long_after(chat, cast, state):
    PracticeChat.objects.filter(pk=chat.pk).update(state=state)
    with pytest.raises(IllegalTransition):
        self_rate(chat, cast)
    with pytest.raises(IllegalTransition):
        actions.submit_partner_form(chat, answers=ANSWERS, words="", by=cast.pia)
    assert not SelfRating.objects.exists()
    assert not PartnerForm.objects.exists()


@pytest.mark.parametrize("name", ["pia", "siv", "carl", "kari", "stein", "nora"])
def test_only_the_trainee_rates_themself(chat, cast, name):
    with pytest.raises(NotAllowed):
        actions.submit_self_rating(chat, levels={}, strength="x", next_step="", by=getattr(cast, name))


@pytest.mark.parametrize("name", ["tuva", "siv", "carl", "kari", "stein", "nora"])
def test_only_the_partner_fills_in_the_partners_form(chat, cast, name):
    with pytest.raises(NotAllowed):
        actions.submit_partner_form(chat, answers=ANSWERS, words="", by=getattr(cast, name))


@pytest.mark.parametrize("levels", [{"unknown": 3}, {"opening": 0}, {"opening": 5}])
def test_levels_that_do_not_exist_are_refused(chat, cast, levels):
    with pytest.raises(Invalid):
        self_rate(chat, cast, levels=levels)


@pytest.mark.parametrize(
    "answers", [{}, {**ANSWERS, "heard": 6}, {**ANSWERS, "more": 1}, {k: v for k, v in ANSWERS.items() if k != "pace"}]
)
def test_the_partners_form_is_whole_or_refused(chat, cast, answers):
    with pytest.raises(Invalid):
        actions.submit_partner_form(chat, answers=answers, words="", by=cast.pia)


def test_nobody_waits_for_ever_for_somebody_elses_view(chat, cast):
    with pytest.raises(DomainError) as early:
        actions.go_on_without(chat, by=cast.siv)
    assert early.value.code == "too_early"
    PracticeChat.objects.filter(pk=chat.pk).update(ended_at=timezone.now() - timedelta(hours=49))
    chat.refresh_from_db()
    actions.go_on_without(chat, by=cast.siv)
    assert PracticeChat.objects.get(pk=chat.pk).state == ChatState.AWAITING_RATING
    self_rate(PracticeChat.objects.get(pk=chat.pk), cast)
    assert SelfRating.objects.filter(chat=chat).exists()


def test_only_a_professional_there_goes_on_without_a_view(chat, cast):
    for person in (cast.tuva, cast.pia, cast.kari, cast.stein, cast.nora):
        with pytest.raises(NotAllowed):
            actions.go_on_without(chat, by=person)


# screens ---------------------------------------------------------------------------------------


def test_the_trainee_sees_what_to_do_now(chat, cast, sign_in):
    page = sign_in(cast.tuva).get(f"/en/practice/{chat.pk}/after/")
    assert page.status_code == 200
    assert f'href="{reverse("self_rating", args=[chat.pk])}"'.replace("/nb/", "/en/") in page.content.decode()
    assert [step.state for step in page.context["after"].steps] == ["next", "waiting", "closed", "closed"]


def test_the_partner_sees_their_own_step_and_the_questions_for_the_debrief(chat, cast, sign_in):
    page = sign_in(cast.pia).get(f"/en/practice/{chat.pk}/after/")
    assert [step.state for step in page.context["after"].steps] == ["waiting", "next", "closed"]
    assert "Når følte du deg møtt?" in page.content.decode()


def test_the_trainee_does_not_see_the_card_the_key_or_the_debrief(chat, cast, sign_in):
    page = sign_in(cast.tuva).get(f"/en/practice/{chat.pk}/after/").content.decode()
    for secret in ("CANARY-CARD", "CANARY-KEY", "Når følte du deg møtt?"):
        assert secret not in page


def test_after_both_views_everybody_sees_that_a_professional_reads(waiting, cast, sign_in):
    for person in (cast.tuva, cast.pia):
        page = sign_in(person).get(f"/en/practice/{waiting.pk}/after/")
        assert "CANARY" not in page.content.decode()
        assert [step.state for step in page.context["after"].steps][:3] == ["done", "done", "waiting"]


@pytest.mark.parametrize("state", ["stopped", "void", "cancelled", "no_show"])
def test_other_ends_are_said_plainly(chat, cast, sign_in, state):
    PracticeChat.objects.filter(pk=chat.pk).update(state=state)
    page = sign_in(cast.tuva).get(f"/en/practice/{chat.pk}/after/")
    assert page.status_code == 200
    assert 'class="steps"' not in page.content.decode()


@pytest.mark.parametrize("state", ["requested", "scheduled", "lobby", "live", "paused"])
def test_before_the_end_there_is_only_the_room(chat, cast, sign_in, state):
    PracticeChat.objects.filter(pk=chat.pk).update(state=state)
    assert sign_in(cast.tuva).get(f"/en/practice/{chat.pk}/after/").headers["Location"] == f"/en/practice/{chat.pk}/"


@pytest.mark.parametrize("screen", ["after", "self-rating", "partner-form"])
@pytest.mark.parametrize("name", ["stein", "nora", "kari"])
def test_outsiders_do_not_learn_that_the_chat_exists(chat, cast, sign_in, screen, name):
    client = sign_in(getattr(cast, name))
    assert client.get(f"/en/practice/{chat.pk}/{screen}/").status_code == 404
    assert client.get("/en/practice/999999/after/").status_code == 404


@pytest.mark.parametrize(
    ("screen", "name"), [("self-rating", "pia"), ("self-rating", "siv"), ("partner-form", "tuva"), ("partner-form", "siv")]
)
def test_the_wrong_person_is_refused(chat, cast, sign_in, screen, name):
    assert sign_in(getattr(cast, name)).get(f"/en/practice/{chat.pk}/{screen}/").status_code == 403


def test_the_self_rating_is_three_minutes_and_a_form(chat, cast, sign_in):
    client = sign_in(cast.tuva)
    page = client.get(f"/en/practice/{chat.pk}/self-rating/")
    assert page.status_code == 200
    assert "Åpning og ramme" in page.content.decode()
    assert not SelfRating.objects.exists()
    sent = client.post(f"/en/practice/{chat.pk}/self-rating/", {"level-opening": "4", "level-presence": "", "strength": "lyttet"})
    assert sent.headers["Location"] == f"/en/practice/{chat.pk}/after/"
    view = SelfRating.objects.get()
    assert (view.levels, view.strength) == ({"opening": 4}, "lyttet")
    again = client.get(f"/en/practice/{chat.pk}/self-rating/")
    assert again.headers["Location"] == f"/en/practice/{chat.pk}/after/"


def test_the_self_rating_speaks_to_the_trainee_and_not_to_raters(chat, cast, sign_in):
    version = RubricVersion.objects.get()
    version.content["nb"] |= {"help": {"opening": "FOR-RATERS"}, "own": {"opening": "Was it clear what this was?"}}
    RubricVersion.objects.filter(pk=version.pk).update(content=version.content)
    page = sign_in(cast.tuva).get(f"/en/practice/{chat.pk}/self-rating/").content.decode()
    assert ("FOR-RATERS" in page, "Was it clear what this was?" in page) == (False, True)


def test_an_empty_self_rating_is_answered_and_nothing_is_lost(chat, cast, sign_in):
    page = sign_in(cast.tuva).post(f"/en/practice/{chat.pk}/self-rating/", {})
    assert page.status_code == 422
    assert "Choose at least one level" in page.content.decode()
    page = sign_in(cast.tuva).post(f"/en/practice/{chat.pk}/self-rating/", {"level-opening": "9", "strength": "beholdt tekst"})
    assert page.status_code == 422
    assert "beholdt tekst" in page.content.decode()


def test_the_partners_form_is_answered_next_to_what_is_missing(chat, cast, sign_in):
    client = sign_in(cast.pia)
    sent = {**FORM, "words": "du var varm"}
    del sent["item-pace"]
    page = client.post(f"/en/practice/{chat.pk}/partner-form/", sent)
    assert page.status_code == 422
    assert "Choose a number from 1 to 5." in page.content.decode()
    assert "du var varm" in page.content.decode()
    assert not PartnerForm.objects.exists()
    assert client.post(f"/en/practice/{chat.pk}/partner-form/", {**FORM, "words": ""}).status_code == 302
    assert PartnerForm.objects.get().answers == ANSWERS


def test_a_form_after_its_time_is_answered_with_not_now(chat, cast, sign_in):
    PracticeChat.objects.filter(pk=chat.pk).update(state=ChatState.STOPPED)
    assert sign_in(cast.tuva).get(f"/en/practice/{chat.pk}/self-rating/").status_code == 409


def test_a_professional_sees_a_way_on_only_when_a_view_is_late(chat, cast, sign_in):
    client = sign_in(cast.siv)
    assert "go-on" not in client.get(f"/en/practice/{chat.pk}/after/").content.decode()
    PracticeChat.objects.filter(pk=chat.pk).update(ended_at=timezone.now() - timedelta(hours=49))
    assert "go-on" in client.get(f"/en/practice/{chat.pk}/after/").content.decode()
    assert client.get(f"/en/practice/{chat.pk}/go-on/").status_code == 405
    assert client.post(f"/en/practice/{chat.pk}/go-on/").headers["Location"] == f"/en/practice/{chat.pk}/rating/"


def test_a_rater_who_plays_the_partner_has_the_partners_seat(chat, cast):
    RoleAssignment.objects.create(person=cast.pia, role=Role.SUPERVISOR, organisation=cast.fjordvik)
    assert screens.seat_of(cast.pia, chat) == "partner"
