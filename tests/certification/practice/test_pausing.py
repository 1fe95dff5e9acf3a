"""Tuva takes a break from everything and comes back: nothing is lost, nobody is asked why."""

import pytest
from django.core import mail

from certification.practice import actions
from certification.practice.actions import pause_way, resume_way
from certification.practice.models import PracticeChat
from certification.practice.queries import my_enrolment
from certification.programmes.models import Enrolment, Fulfilment
from lms.audit.models import AuditEntry
from lms.kernel.errors import IllegalTransition, NotAllowed
from lms.notify.models import Notice
from tests.builders import a_chat, an_enrolment


@pytest.fixture
def way(cast) -> Enrolment:
    return an_enrolment(person=cast.tuva, organisation=cast.fjordvik)


def again(way: Enrolment) -> Enrolment:
    return Enrolment.objects.select_related("person", "version", "organisation").get(pk=way.pk)


def test_what_is_booked_is_called_off_and_everybody_told_once(cast, way):
    booked = a_chat(enrolment=way, partner=cast.pia, supervisor=cast.siv, state="scheduled")
    assert pause_way(again(way), by=cast.tuva) == 1
    assert PracticeChat.objects.get(pk=booked.pk).state == "cancelled"
    told = set(Notice.objects.values_list("person__alias", "kind"))
    assert {("Pia", "practice_cancelled"), ("Siv", "practice_cancelled"), ("Kari", "way_paused")} <= told
    assert not any("reason" in one.body.casefold() for one in mail.outbox)


def test_a_chat_that_is_going_on_is_left_to_end(cast, way):
    live = a_chat(enrolment=way, partner=cast.pia, supervisor=cast.siv)
    assert pause_way(again(way), by=cast.tuva) == 0
    assert PracticeChat.objects.get(pk=live.pk).state == "live"


def test_nothing_done_is_lost_and_one_goes_on_by_oneself(cast, way):
    before = list(Fulfilment.objects.filter(enrolment=way).values("requirement", "state"))
    pause_way(again(way), by=cast.tuva)
    assert my_enrolment(cast.tuva) is None
    resume_way(again(way), by=cast.tuva)
    assert my_enrolment(cast.tuva) == way
    assert list(Fulfilment.objects.filter(enrolment=way).values("requirement", "state")) == before


def test_a_second_break_is_told_again(cast, way):
    for _time in range(2):
        pause_way(again(way), by=cast.tuva)
        resume_way(again(way), by=cast.tuva)
    assert Notice.objects.filter(kind="way_paused", person=cast.kari).count() == 2
    assert Notice.objects.filter(kind="way_resumed", person=cast.kari).count() == 2


@pytest.mark.parametrize("who", ["kari", "siv", "pia", "stein", "nora"])
def test_nobody_else_pauses_a_way(cast, way, who):
    with pytest.raises(NotAllowed):
        pause_way(again(way), by=getattr(cast, who))
    assert again(way).state == "learning"


def test_two_pauses_at_once_are_one(cast, way):
    first, second = again(way), again(way)
    pause_way(first, by=cast.tuva)
    with pytest.raises(IllegalTransition):
        pause_way(second, by=cast.tuva)
    assert AuditEntry.objects.filter(deed="enrolment.pause").count() == 1


def test_nothing_can_be_booked_meanwhile(cast, way):
    pause_way(again(way), by=cast.tuva)
    with pytest.raises(NotAllowed):
        actions.arrange_practice(again(way), starts_at=None, scenario=None, mode="formative", by=cast.tuva)


def test_on_the_screens(cast, way, sign_in):
    tuva = sign_in(cast.tuva)
    assert "Take a break" in tuva.get("/en/").content.decode()
    assert tuva.get(f"/en/your-way/{way.pk}/pause/").status_code == 200
    assert again(way).state == "learning"
    page = tuva.post(f"/en/your-way/{way.pk}/pause/", follow=True).content.decode()
    assert "Everything is waiting for you" in page
    assert "Take a break" not in page
    assert sign_in(cast.pia).post(f"/en/your-way/{way.pk}/go-on/").status_code == 404
    assert "Good to see you" in tuva.post(f"/en/your-way/{way.pk}/go-on/", follow=True).content.decode()
    assert tuva.get("/en/practice/").status_code == 200
