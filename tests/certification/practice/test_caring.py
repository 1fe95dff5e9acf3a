"""Check-ins are private, a heavy chat is put down before the next one, and who wants a talk is heard."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from certification.practice import actions, care
from certification.practice.models import PracticeChat
from certification.practice.wellbeing import CheckIn, Debrief, Talk
from lms.kernel.errors import IllegalTransition, NotAllowed
from lms.kernel.permissions import may
from lms.notify.models import Notice
from lms.people.models import Person, Role, RoleAssignment
from tests.builders import a_scenario, a_scenario_version, an_opening


def url(name, *args):
    return reverse(f"practice_{name}", args=args)


@pytest.fixture
def heavy(chat_in):
    """A chat on risk that has ended."""
    return chat_in("ended", scenario=a_scenario_version(slug="s4", tags=["risk"]), ended_at=timezone.now())


# check-in


@pytest.mark.parametrize(("state", "after"), [("lobby", False), ("ended", True), ("stopped", True), ("released", True)])
@pytest.mark.parametrize("who", ["tuva", "pia", "siv"])
def test_one_tap_says_how_one_is_before_and_after(chat_in, cast, sign_in, state, after, who):
    chat, client = chat_in(state), sign_in(getattr(cast, who))
    for face in (2, 4):
        assert client.post(url("check_in", chat.pk), {"face": face}).status_code == 302
    assert list(CheckIn.objects.values_list("person", "after", "face")) == [(getattr(cast, who).pk, after, 4)]
    assert 'value="4" aria-pressed="true"' in client.get(url("room", chat.pk)).content.decode()


def test_nobody_sees_how_another_is(chat_in, cast, sign_in):
    chat = chat_in("lobby")
    actions.check_in(chat, face=1, by=cast.tuva)
    for who in ("pia", "siv"):
        assert 'aria-pressed="true"' not in sign_in(getattr(cast, who)).get(url("room", chat.pk)).content.decode()
    assert [CheckIn.objects.visible_to(p).count() for p in (cast.tuva, cast.pia, cast.siv, cast.carl)] == [1, 0, 0, 0]


@pytest.mark.parametrize("face", ["", "0", "6", "x"])
def test_a_face_there_is_not_is_refused(chat_in, cast, sign_in, face):
    assert sign_in(cast.tuva).post(url("check_in", chat_in("lobby").pk), {"face": face}).status_code == 422
    assert CheckIn.objects.count() == 0


@pytest.mark.parametrize(("who", "status"), [("carl", 403), ("stein", 404), ("nora", 404)])
def test_only_those_in_the_chat_check_in(chat_in, cast, sign_in, who, status):
    assert sign_in(getattr(cast, who)).post(url("check_in", chat_in("lobby").pk), {"face": 3}).status_code == status


def test_what_was_private_is_forgotten_after_thirty_days_and_not_before(heavy, cast):
    actions.check_in(heavy, face=3, by=cast.tuva)
    actions.debrief(heavy, letting_go="heavy", words="CANARY", by=cast.tuva)
    now = timezone.now()
    assert actions.forget_wellbeing(now=now + timedelta(days=29, hours=23)) == 0
    assert actions.forget_wellbeing(now=now + timedelta(days=30, minutes=1)) == 2
    assert actions.forget_wellbeing(now=now + timedelta(days=30, minutes=1)) == 0
    assert (CheckIn.objects.count(), list(Debrief.objects.values_list("words", "letting_go"))) == (0, [("", "")])
    assert not care.owes_debrief(heavy, cast.tuva)


# debrief


def test_a_heavy_chat_is_put_down_before_the_next_booking(heavy, cast, enrolment, sign_in):
    opening = an_opening(partner=cast.pia, organisation=cast.fjordvik)
    wish = {"opening": opening, "enrolment": enrolment, "scenario": a_scenario(), "mode": "formative", "by": cast.tuva}
    with pytest.raises(IllegalTransition) as refused:
        actions.book_practice(wish.pop("opening"), **wish)
    assert refused.value.code == "debrief"
    client = sign_in(cast.tuva)
    assert url("debrief", heavy.pk) in client.get(reverse("practice")).content.decode()
    assert url("debrief", heavy.pk) in client.get(url("room", heavy.pk)).content.decode()
    assert client.post(url("debrief", heavy.pk), {"letting_go": "down"}).status_code == 302
    assert url("debrief", heavy.pk) not in client.get(reverse("practice")).content.decode()
    assert actions.book_practice(opening, **wish).state == "requested"


def test_the_partner_too_puts_it_down_before_offering_more_times(heavy, cast):
    soon = timezone.now() + timedelta(days=2)
    with pytest.raises(IllegalTransition):
        actions.offer_opening(cast.fjordvik, starts_at=soon, by=cast.pia)
    actions.debrief(heavy, letting_go="lingers", words="", by=cast.pia)
    assert actions.offer_opening(cast.fjordvik, starts_at=soon, by=cast.pia).pk


@pytest.mark.parametrize(
    ("tags", "state", "fields", "owed"),
    [(["risk"], "ended", {}, True), (["risk"], "stopped", {}, True), (["risk"], "acknowledged", {}, True), ([], "ended", {}, False),
     (["boundary"], "ended", {}, False), (["risk"], "live", {}, False), (["risk"], "archived", {}, False), (["risk"], "no_show", {}, False),
     (["risk"], "stopped", {"began_at": None}, False)],
)  # fmt: skip
def test_which_chats_ask_for_a_debrief(chat_in, cast, tags, state, fields, owed):
    chat = chat_in(state, scenario=a_scenario_version(slug="x", tags=tags), **fields)
    assert care.owes_debrief(chat, cast.tuva) == owed
    assert list(care.owed_debriefs(cast.tuva)) == ([chat] if owed else [])
    assert not care.owes_debrief(chat, cast.siv)


def test_a_debrief_without_a_choice_is_asked_again_and_keeps_the_words(heavy, cast, sign_in):
    answer = sign_in(cast.tuva).post(url("debrief", heavy.pk), {"words": "en tur ut"})
    assert answer.status_code == 422
    assert "en tur ut" in answer.content.decode()
    assert Debrief.objects.count() == 0


@pytest.mark.parametrize(("who", "status"), [("siv", 403), ("carl", 403), ("stein", 404), ("nora", 404)])
def test_nobody_reads_or_writes_anothers_debrief(heavy, cast, sign_in, who, status):
    client = sign_in(getattr(cast, who))
    assert client.get(url("debrief", heavy.pk)).status_code == status
    assert client.post(url("debrief", heavy.pk), {"letting_go": "down"}).status_code == status


# talks


def test_a_talk_reaches_the_professionals_and_waits_until_one_takes_it(heavy, cast, sign_in):
    tuva, siv = sign_in(cast.tuva), sign_in(cast.siv)
    tuva.post(url("debrief", heavy.pk), {"letting_go": "heavy", "words": "CANARY-WORDS", "talk": "on"})
    talk = Talk.objects.get()
    assert set(Notice.objects.filter(kind="talk_wanted").values_list("person", flat=True)) == {cast.siv.pk}
    inbox = siv.get(reverse("inbox")).content.decode()
    assert url("talk_row", talk.pk) in inbox
    page = siv.get(url("talk_row", talk.pk)).content.decode()
    assert "Tuva" in page
    assert "CANARY-WORDS" not in page
    assert siv.post(url("talk_take", talk.pk)).status_code == 302
    assert Notice.objects.filter(kind="talk_taken", person=cast.tuva).count() == 1
    assert "Siv will get in touch" in tuva.get(url("talk")).content.decode()
    assert siv.post(url("talk_held", talk.pk)).status_code == 302
    assert url("talk_row", talk.pk) not in siv.get(reverse("inbox")).content.decode()


def test_asking_twice_is_asking_once(cast, sign_in):
    client = sign_in(cast.pia)
    client.post(url("talk"), {"how": ""})
    client.post(url("talk"), {"how": "etter kurset"})
    assert list(Talk.objects.values_list("person", "how", "state")) == [(cast.pia.pk, "etter kurset", "asked")]
    assert Notice.objects.filter(kind="talk_wanted").count() == 1


def test_two_who_take_it_at_once_are_one(cast):
    talk = actions.ask_talk(cast.fjordvik, by=cast.tuva)
    other = Talk.objects.get(pk=talk.pk)
    actions.take_talk(talk, by=cast.siv)
    with pytest.raises(IllegalTransition):
        actions.take_talk(other, by=cast.kari)
    with pytest.raises(NotAllowed):
        actions.hold_talk(other, by=cast.kari)
    actions.hand_back_talk(talk, by=cast.siv)
    actions.take_talk(Talk.objects.get(), by=cast.kari)


def test_a_talk_nobody_takes_is_told_again_once(cast):
    talk = actions.ask_talk(cast.fjordvik, by=cast.tuva)
    assert actions.repeat_talks(now=talk.asked_at + timedelta(hours=23)) == 0
    assert actions.repeat_talks(now=talk.asked_at + timedelta(hours=25)) == 1
    assert actions.repeat_talks(now=talk.asked_at + timedelta(hours=26)) == 0
    assert set(Notice.objects.filter(kind="talk_waits").values_list("person", flat=True)) == {cast.kari.pk, cast.siv.pk}


def test_where_there_is_no_supervisor_the_coordinator_hears(cast):
    cast.siv.roles.all().delete()
    actions.ask_talk(cast.fjordvik, by=cast.tuva)
    assert list(Notice.objects.filter(kind="talk_wanted").values_list("person", flat=True)) == [cast.kari.pk]


@pytest.mark.parametrize(("who", "status"), [("pia", 404), ("carl", 404), ("stein", 404), ("nora", 404), ("kari", 200), ("siv", 200)])
def test_a_talk_is_seen_by_those_who_take_care_of_talks(cast, sign_in, who, status):
    talk = actions.ask_talk(cast.fjordvik, how="CANARY-HOW", by=cast.tuva)
    assert sign_in(getattr(cast, who)).get(url("talk_row", talk.pk)).status_code == status


def test_only_the_one_who_asked_takes_it_back(cast, sign_in):
    talk = actions.ask_talk(cast.fjordvik, by=cast.tuva)
    assert sign_in(cast.siv).post(url("talk_withdraw", talk.pk)).status_code == 403
    assert sign_in(cast.tuva).post(url("talk_take", talk.pk)).status_code == 403
    assert sign_in(cast.tuva).post(url("talk_withdraw", talk.pk)).status_code == 302
    assert Talk.objects.get().state == "withdrawn"
    assert actions.ask_talk(cast.fjordvik, by=cast.tuva).pk != talk.pk


@pytest.mark.parametrize("who", ["stein", "siv", "ed"])
def test_who_does_not_practise_has_no_such_page(cast, sign_in, who):
    assert sign_in(getattr(cast, who)).get(url("talk")).status_code == 403


def test_row_form_equals_list_form_for_talks(cast):
    RoleAssignment.objects.create(person=cast.vera, role=Role.TRAINEE, organisation=cast.sundby)
    talks = [actions.ask_talk(cast.fjordvik, by=cast.tuva)]
    talks.append(actions.ask_talk(cast.sundby, by=Person.objects.get(pk=cast.vera.pk)))
    for person in vars(cast).values():
        if isinstance(person, Person):
            fresh = Person.objects.get(pk=person.pk)
            assert set(Talk.objects.visible_to(fresh)) == {talk for talk in talks if may(fresh, "practice.see_talk", talk)}, fresh


def test_looking_changes_nothing(cast, sign_in, heavy):
    talk = actions.ask_talk(cast.fjordvik, by=cast.tuva)
    for name in ("talk_take", "talk_held", "talk_withdraw"):
        assert sign_in(cast.siv).get(url(name, talk.pk)).status_code in (403, 405)
    assert sign_in(cast.tuva).get(url("check_in", heavy.pk)).status_code == 405
    assert Talk.objects.get().state == "asked"
    assert PracticeChat.objects.get().state == "ended"
