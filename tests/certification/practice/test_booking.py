from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from certification.practice.actions import book_practice, cancel_practice, confirm_practice, offer_opening, withdraw_opening
from certification.practice.models import Mode, Opening, PracticeChat
from lms.audit.queries import lines_about
from lms.kernel.errors import IllegalTransition, Invalid, NotAllowed
from lms.notify.models import Notice
from lms.people.models import Relation
from tests.builders import a_scenario, an_enrolment, an_opening


@pytest.fixture
def opening(cast):
    return an_opening(partner=cast.pia, organisation=cast.fjordvik)


@pytest.fixture
def booked(opening, enrolment, cast):
    return book_practice(opening, enrolment=enrolment, scenario=a_scenario(), mode=Mode.FORMATIVE, by=cast.tuva)


def test_a_booked_chat_waits_for_a_supervisor_and_tells_those_concerned(booked, opening, cast, django_capture_on_commit_callbacks):
    assert (booked.state, booked.supervisor, booked.starts_at) == ("requested", None, opening.starts_at)
    opening.refresh_from_db()
    assert opening.taken_at is not None
    assert set(Notice.objects.values_list("person__alias", "kind")) == {("Pia", "practice_booked"), ("Siv", "practice_requested")}
    assert [line.deed for line in lines_about(booked)] == ["practice.book"]


def test_the_mails_are_in_the_persons_language_and_name_nobody(booked, cast):
    subjects = [m.subject for m in mail.outbox]
    assert len(subjects) == 2
    for message in mail.outbox:
        assert f"/{cast.pia.language}/practice/{booked.pk}/" in message.body
        assert "Eksempel" not in message.body
        assert cast.tuva.email not in message.body


def test_a_scenario_is_frozen_as_it_was_when_the_chat_was_booked(booked):
    scenario = booked.scenario
    assert scenario.text("nb")["title"] == "Lørdag"
    assert scenario.text("da")["title"] == "Lørdag"  # never written in Danish: the source language speaks
    again = a_scenario(slug="s1-lordag", language="da", title="Lørdag på dansk").freeze()
    assert (again.number, again.text("da")["title"]) == (2, "Lørdag på dansk")
    booked.refresh_from_db()
    assert booked.scenario_id == scenario.pk


def test_freezing_twice_makes_one_version(cast):
    one = a_scenario()
    assert one.freeze().pk == one.freeze().pk


def test_a_time_is_booked_once(booked, opening, enrolment, cast):
    with pytest.raises(IllegalTransition) as refused:
        book_practice(opening, enrolment=enrolment, scenario=a_scenario(slug="s2"), mode=Mode.FORMATIVE, by=cast.tuva)
    assert refused.value.code == "taken"
    assert PracticeChat.objects.count() == 1


def test_nobody_is_in_two_chats_at_once(booked, enrolment, cast):
    other = an_opening(partner=cast.siv, organisation=cast.fjordvik, starts_at=booked.starts_at + timedelta(minutes=30))
    with pytest.raises(IllegalTransition) as refused:
        book_practice(other, enrolment=enrolment, scenario=a_scenario(slug="s2"), mode=Mode.FORMATIVE, by=cast.tuva)
    assert refused.value.code == "double"
    other.refresh_from_db()
    assert other.taken_at is None


def test_the_database_itself_refuses_a_second_chat_at_the_same_time(booked, cast):
    twin = PracticeChat.objects.get(pk=booked.pk)
    twin.pk, twin.opening = None, None
    with pytest.raises(Exception, match=r"(?i)unique"):
        twin.save()


def test_one_does_not_practise_with_oneself(cast):
    mine = an_opening(partner=cast.pia, organisation=cast.fjordvik)
    with pytest.raises(Invalid) as refused:
        book_practice(
            mine,
            enrolment=an_enrolment(person=cast.pia, organisation=cast.fjordvik),
            scenario=a_scenario(),
            mode=Mode.FORMATIVE,
            by=cast.pia,
        )
    assert refused.value.code == "self"


@pytest.mark.parametrize("declared_by", ["tuva", "pia"])
def test_one_does_not_practise_with_a_close_relation(opening, enrolment, cast, declared_by):
    pair = (cast.tuva, cast.pia) if declared_by == "tuva" else (cast.pia, cast.tuva)
    Relation.objects.create(person=pair[0], other=pair[1])
    with pytest.raises(Invalid) as refused:
        book_practice(opening, enrolment=enrolment, scenario=a_scenario(), mode=Mode.FORMATIVE, by=cast.tuva)
    assert refused.value.code == "related"


def test_another_organisations_partner_is_out_of_reach(enrolment, cast):
    far = an_opening(partner=cast.pia, organisation=cast.sundby)
    with pytest.raises(NotAllowed):
        book_practice(far, enrolment=enrolment, scenario=a_scenario(), mode=Mode.FORMATIVE, by=cast.tuva)


@pytest.mark.parametrize("who", ["pia", "stein", "nora", "carl"])
def test_only_the_trainee_and_those_who_guide_them_book(opening, enrolment, cast, who):
    with pytest.raises(NotAllowed):
        book_practice(opening, enrolment=enrolment, scenario=a_scenario(), mode=Mode.FORMATIVE, by=getattr(cast, who))


@pytest.mark.parametrize("who", ["siv", "kari"])
def test_supervisor_and_coordinator_book_for_a_trainee(opening, enrolment, cast, who):
    chat = book_practice(opening, enrolment=enrolment, scenario=a_scenario(), mode=Mode.ASSESSED, by=getattr(cast, who))
    assert chat.trainee == cast.tuva


def test_a_supervisor_takes_the_chat_and_both_hear_of_it(booked, cast):
    confirm_practice(booked, by=cast.siv)
    booked.refresh_from_db()
    assert (booked.state, booked.supervisor) == ("scheduled", cast.siv)
    assert set(Notice.objects.filter(kind="practice_confirmed").values_list("person__alias", flat=True)) == {"Tuva", "Pia"}


def test_a_chat_is_taken_by_one_supervisor(booked, cast):
    as_another_saw_it = PracticeChat.objects.get(pk=booked.pk)
    confirm_practice(booked, by=cast.siv)
    with pytest.raises(IllegalTransition) as refused:
        confirm_practice(as_another_saw_it, by=cast.siv)
    assert refused.value.code == "stale"


@pytest.mark.parametrize("who", ["tuva", "pia", "carl", "kari", "nora", "stein"])
def test_only_a_supervisor_there_confirms(booked, cast, who):
    with pytest.raises(NotAllowed):
        confirm_practice(booked, by=getattr(cast, who))


def test_a_supervisor_does_not_take_the_chat_of_a_close_relation(booked, cast):
    Relation.objects.create(person=cast.siv, other=cast.tuva)
    with pytest.raises(NotAllowed):
        confirm_practice(booked, by=cast.siv)


def test_a_cancelled_time_is_free_again(booked, opening, enrolment, cast):
    cancel_practice(booked, by=cast.tuva)
    assert Opening.objects.free().get() == opening
    assert set(Notice.objects.filter(kind="practice_cancelled").values_list("person__alias", flat=True)) == {"Pia"}
    again = book_practice(opening, enrolment=enrolment, scenario=a_scenario(slug="s2"), mode=Mode.FORMATIVE, by=cast.tuva)
    assert again.opening == opening


def test_when_the_partner_cancels_the_time_is_gone(booked, opening, cast):
    cancel_practice(booked, by=cast.pia)
    opening.refresh_from_db()
    assert opening.withdrawn_at is not None


@pytest.mark.parametrize("state", ["live", "paused", "ended", "stopped", "archived"])
def test_what_has_begun_is_not_cancelled(chat_in, cast, state):
    with pytest.raises(IllegalTransition):
        cancel_practice(chat_in(state), by=cast.tuva)


def test_a_partner_offers_times_that_do_not_overlap(cast):
    starts_at = timezone.now() + timedelta(days=1)
    offer_opening(cast.fjordvik, starts_at=starts_at, by=cast.pia)
    for near in (0, 59, -59):
        with pytest.raises(Invalid) as refused:
            offer_opening(cast.fjordvik, starts_at=starts_at + timedelta(minutes=near), by=cast.pia)
        assert refused.value.code == "near"
    offer_opening(cast.fjordvik, starts_at=starts_at + timedelta(minutes=60), by=cast.pia)
    assert Opening.objects.count() == 2


@pytest.mark.parametrize("hours", [-1, 24 * 90])
def test_a_time_lies_in_the_next_twelve_weeks(cast, hours):
    with pytest.raises(Invalid) as refused:
        offer_opening(cast.fjordvik, starts_at=timezone.now() + timedelta(hours=hours), by=cast.pia)
    assert refused.value.code == "when"


def test_a_time_that_was_booked_is_not_withdrawn(booked, opening, cast):
    with pytest.raises(IllegalTransition) as refused:
        withdraw_opening(opening, by=cast.pia)
    assert refused.value.code == "taken"
