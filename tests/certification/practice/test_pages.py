import uuid
from datetime import time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from certification.practice import actions
from certification.practice.models import PracticeChat
from certification.practice.times.models import DayHours
from lms.people.models import Person, Role, RoleAssignment
from tests.builders import a_chat, a_scenario, a_transcript, an_enrolment, an_evening, an_opening, can_always

CARD, KEY = "CANARY-CARD", "CANARY-KEY"
BEFORE = ["requested", "scheduled", "lobby"]
OPEN = ["lobby", "live", "paused"]
OVER = ["ended", "stopped", "cancelled", "no_show", "void", "archived", "awaiting_rating", "rated", "released", "acknowledged"]


def room(chat):
    return reverse("practice_room", args=[chat.pk])


def text(response):
    return response.content.decode()


@pytest.mark.parametrize("state", [*BEFORE, "live", "paused", *OVER])
@pytest.mark.parametrize("who", ["tuva", "pia", "siv"])
def test_the_three_find_their_chat_in_every_state(chat_in, cast, sign_in, who, state):
    chat = chat_in(state)
    a_transcript(chat, (cast.pia, "hei, er det lov?"), (cast.tuva, "Ja, helt lov"))
    response = sign_in(getattr(cast, who)).get(room(chat))
    assert response.status_code == 200
    assert "Lørdag" in text(response)
    assert ("hei, er det lov?" in text(response)) == (state in ("live", "paused"))


@pytest.mark.parametrize("state", [*BEFORE, "live", "paused", *OVER])
def test_card_and_key_reach_only_those_they_are_for(chat_in, cast, sign_in, state):
    chat = chat_in(state)
    seen = {who: text(sign_in(getattr(cast, who)).get(room(chat))) for who in ("tuva", "pia", "siv")}
    booked = state in (*BEFORE, "live", "paused")
    assert (CARD in seen["tuva"], KEY in seen["tuva"]) == (False, False)
    assert (CARD in seen["pia"], KEY in seen["pia"]) == (booked, False)
    assert KEY in seen["siv"] or not booked


@pytest.mark.parametrize("state", ["lobby", "live"])
def test_the_supervisor_reads_the_duties_of_their_own_house_only(chat_in, cast, sign_in, state):
    page = text(sign_in(cast.siv).get(room(chat_in(state))))
    assert [f"{KEY} i {where}" in page for where in ("kommunen", "foreningen", "Danmark")] == [True, False, False]
    assert ("116 123" in page, "70 201 201" in page) == (True, False)


def test_facts_that_nobody_has_checked_say_so_to_the_supervisor_and_to_nobody_else(chat_in, cast, sign_in):
    chat = chat_in("live")
    said = {who: "Verify before use" in text(sign_in(getattr(cast, who)).get(room(chat))) for who in ("tuva", "pia", "siv")}
    assert said == {"tuva": False, "pia": False, "siv": True}
    content = {code: {**words, "key": {**words["key"], "verified_on": "2026-11-01"}} for code, words in chat.scenario.content.items()}
    type(chat.scenario).objects.filter(pk=chat.scenario_id).update(content=content)
    assert "Verify before use" not in text(sign_in(cast.siv).get(room(chat)))


@pytest.mark.parametrize("state", ["requested", "live", "ended", "released"])
def test_nobody_is_named(chat_in, cast, sign_in, state):
    Person.objects.filter(pk=cast.tuva.pk).update(legal_name="CANARY-TUVA")
    Person.objects.filter(pk=cast.pia.pk).update(legal_name="CANARY-PIA")
    Person.objects.filter(pk=cast.siv.pk).update(legal_name="CANARY-SIV")
    chat = chat_in(state)
    a_transcript(chat, (cast.pia, "hei"), (cast.tuva, "Hei"))
    for who in ("tuva", "pia", "siv"):
        me = Person.objects.get(pk=getattr(cast, who).pk)
        page = text(sign_in(me).get(room(chat)))
        assert "CANARY-" not in page.replace(CARD, "").replace(KEY, "")
        for other in (cast.tuva, cast.pia, cast.siv):
            if other.pk != me.pk:
                assert other.email not in page
                assert str(other.public_id) not in page


@pytest.mark.parametrize("who", ["stein", "nora", "kari", "ed"])
@pytest.mark.parametrize("state", ["requested", "live", "ended"])
def test_a_stranger_does_not_learn_that_a_chat_exists(chat_in, cast, sign_in, who, state):
    chat = chat_in(state)
    client = sign_in(getattr(cast, who))
    assert client.get(room(chat)).status_code == 404
    assert client.get(reverse("practice_transcript", args=[chat.pk])).status_code == 404
    assert client.post(reverse("practice_stop", args=[chat.pk])).status_code == 404


@pytest.mark.parametrize("state", OPEN)
def test_another_professional_of_the_house_does_not_sit_in(chat_in, cast, sign_in, state):
    assert sign_in(cast.carl).get(room(chat_in(state))).status_code == 403


@pytest.mark.parametrize("number", [0, 999999, 2**63, 10**30])
def test_a_number_that_is_no_chat_is_nowhere(cast, sign_in, number):
    assert sign_in(cast.tuva).get(f"/nb/practice/{number}/").status_code == 404


DEEDS = ["confirm", "cancel", "enter", "ready", "help", "resume", "end", "stop", "signal", "whisper", "moment"]


@pytest.mark.parametrize("deed", DEEDS)
def test_looking_changes_nothing(chat, cast, sign_in, deed):
    for who in ("tuva", "pia", "siv"):
        response = sign_in(getattr(cast, who)).get(reverse(f"practice_{deed}", args=[chat.pk]))
        assert response.status_code in (403, 405)
    assert PracticeChat.objects.get(pk=chat.pk).state == "live"


@pytest.mark.parametrize(
    ("deed", "who", "state", "result"),
    [
        ("confirm", "siv", "requested", "scheduled"), ("cancel", "tuva", "requested", "cancelled"), ("cancel", "pia", "scheduled", "cancelled"),
        ("enter", "tuva", "scheduled", "lobby"), ("ready", "pia", "lobby", "lobby"), ("help", "tuva", "live", "paused"),
        ("help", "siv", "live", "paused"), ("resume", "tuva", "paused", "live"), ("end", "tuva", "live", "live"),
        ("stop", "pia", "lobby", "stopped"), ("stop", "siv", "paused", "stopped"),
    ],
)  # fmt: skip
def test_a_deed_leads_back_to_the_room(chat_in, cast, sign_in, deed, who, state, result):
    chat = chat_in(state, **({"supervisor": None} if state == "requested" else {}))
    response = sign_in(getattr(cast, who)).post(reverse(f"practice_{deed}", args=[chat.pk]))
    assert response.status_code == 302
    assert PracticeChat.objects.get(pk=chat.pk).state == result


@pytest.mark.parametrize(
    ("deed", "who"),
    [("confirm", "tuva"), ("confirm", "pia"), ("ready", "siv"), ("help", "pia"), ("whisper", "tuva"), ("moment", "pia"), ("step", "tuva"),
     ("stop", "carl")],
)  # fmt: skip
def test_the_wrong_role_is_refused(chat, cast, sign_in, deed, who):
    assert sign_in(getattr(cast, who)).post(reverse(f"practice_{deed}", args=[chat.pk])).status_code == 403


@pytest.mark.parametrize(("deed", "who", "state"), [("confirm", "siv", "ended"), ("cancel", "tuva", "live"), ("resume", "tuva", "ended")])
def test_the_wrong_moment_is_answered_kindly(chat_in, cast, sign_in, deed, who, state):
    chat = chat_in(state)
    answer = sign_in(getattr(cast, who)).post(reverse(f"practice_{deed}", args=[chat.pk]), headers={"accept": "application/json"})
    assert answer.status_code == 409
    assert answer.json()["message"]


def test_a_partner_moves_on_the_ladder_and_gets_the_card_back(chat, cast, sign_in):
    url = reverse("practice_step", args=[chat.pk])
    answer = sign_in(cast.pia).post(url, {"step": 1})
    assert answer.status_code == 200
    assert CARD in text(answer)
    assert KEY not in text(answer)
    assert sign_in(cast.pia).post(url, {"step": "x"}).status_code == 422


# the transcript


@pytest.mark.parametrize(
    ("who", "state", "status"),
    [
        ("tuva", "ended", 200), ("tuva", "released", 200), ("pia", "ended", 200), ("pia", "released", 403), ("siv", "ended", 200),
        ("carl", "ended", 200), ("tuva", "live", 403), ("siv", "live", 403), ("tuva", "archived", 200),
    ],
)  # fmt: skip
def test_a_transcript_is_for_those_who_need_it(chat_in, cast, sign_in, who, state, status):
    chat = chat_in(state, purge_on=timezone.localdate() + timedelta(days=30))
    if state != "archived":
        a_transcript(chat, (cast.pia, "hei, er det lov?"))
    response = sign_in(getattr(cast, who)).get(reverse("practice_transcript", args=[chat.pk]))
    assert response.status_code == status
    if status == 200 and state != "archived":
        assert "hei, er det lov?" in text(response)
        assert "CANARY-" not in text(response)


def test_the_replay_shows_marks_to_those_they_are_for_and_the_day_of_deletion_to_all(chat_in, cast, sign_in):
    chat = chat_in("live")
    a_transcript(chat, (cast.pia, "orker ikke mer"), (cast.tuva, "Jeg blir her."))
    actions.whisper(chat, by=cast.siv, body="CANARY-WHISPER", client_id=uuid.uuid4())
    actions.mark_moment(chat, kind="early_advice", by=cast.siv)
    actions.raise_alert(chat, by=cast.tuva)
    actions.mark_told(chat, step=1, by=cast.pia)
    day = timezone.localdate() + timedelta(days=30)
    PracticeChat.objects.filter(pk=chat.pk).update(state="ended", purge_on=day)

    def seen(*who):
        return {one: text(sign_in(getattr(cast, one)).get(reverse("practice_transcript", args=[chat.pk]))) for one in who}

    before = seen("tuva", "pia", "siv", "carl")
    signs = {"whisper": "CANARY-WHISPER", "moment": "Advice too soon", "alert": "mark--alert", "told": "mark--told"}
    assert {who: {name for name, sign in signs.items() if sign in page} for who, page in before.items()} == {
        "tuva": {"whisper", "alert"}, "pia": set(), "siv": set(signs), "carl": set(signs),
    }  # fmt: skip
    assert all(date_format(day, "DATE_FORMAT") in page for page in before.values())
    PracticeChat.objects.filter(pk=chat.pk).update(state="released")
    assert "Advice too soon" in seen("tuva")["tuva"]


# the tab


def slot(moment):
    return reverse("practice_book", args=[f"{moment:%Y%m%dT%H%MZ}"])


def test_the_tab_shows_a_trainee_times_and_their_own_chats(cast, enrolment, sign_in, chat_in):
    can_always(cast.pia, organisation=cast.fjordvik)
    other = an_enrolment(person=cast.kari, organisation=cast.fjordvik)
    foreign = a_chat(enrolment=other, partner=cast.siv, state="scheduled", starts_at=timezone.now() + timedelta(days=1))
    mine = chat_in("scheduled")
    page = text(sign_in(cast.tuva).get(reverse("practice")))
    assert slot(an_evening(days=4)) in page
    assert room(mine) in page
    assert room(foreign) not in page


def test_times_are_shown_by_the_trainees_own_clock(cast, enrolment, sign_in):
    Person.objects.filter(pk=cast.tuva.pk).update(time_zone="Atlantic/Reykjavik")
    day = timezone.localdate() + timedelta(days=3)
    DayHours.objects.create(person=cast.pia, organisation=cast.fjordvik, duty="partner", on=day, begins=time(17), ends=time(18))
    there = an_evening(days=3, hour=17).astimezone(ZoneInfo("Atlantic/Reykjavik"))
    page = text(sign_in(Person.objects.get(pk=cast.tuva.pk)).get(reverse("practice")))
    assert f"<b>{there:%H:%M}</b>" in page
    assert "<b>17:00</b>" not in page


def test_the_tab_shows_a_supervisor_what_waits(cast, chat_in, sign_in):
    waiting = chat_in("requested", supervisor=None, starts_at=timezone.now() + timedelta(days=1))
    mine = chat_in("scheduled", starts_at=timezone.now() + timedelta(days=2))
    page = text(sign_in(cast.siv).get(reverse("practice")))
    assert reverse("practice_confirm", args=[waiting.pk]) in page
    assert room(mine) in page
    assert reverse("practice_confirm", args=[waiting.pk]) not in text(sign_in(cast.nora).get(reverse("practice")))


@pytest.mark.parametrize("who", ["stein", "ed", "vera"])
def test_who_does_not_practise_has_no_tab(cast, sign_in, who):
    assert sign_in(getattr(cast, who)).get(reverse("practice")).status_code == 403


@pytest.mark.parametrize("who", ["tuva", "pia", "siv"])
def test_a_longer_tab_asks_no_more_questions(cast, enrolment, sign_in, chat_in, django_assert_num_queries, who):
    def more():
        for state in ("requested", "scheduled", "ended"):
            start = timezone.now() + timedelta(days=1 + PracticeChat.objects.count())
            chat_in(state, starts_at=start, **({"supervisor": None} if state == "requested" else {}))

    can_always(cast.pia, organisation=cast.fjordvik)
    more()
    client = sign_in(getattr(cast, who))
    client.get(reverse("practice"))
    with CountQueries() as one:
        client.get(reverse("practice"))
    more()
    more()
    with django_assert_num_queries(len(one)):
        client.get(reverse("practice"))


def CountQueries():
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    return CaptureQueriesContext(connection)


def test_a_long_chat_opens_with_as_many_questions_as_a_short_one(chat, cast, sign_in, django_assert_num_queries):
    a_transcript(chat, (cast.pia, "hei"))
    client = sign_in(cast.tuva)
    client.get(room(chat))
    with CountQueries() as one:
        client.get(room(chat))
    a_transcript(chat, (cast.pia, "a"), (cast.tuva, "b"))
    with django_assert_num_queries(len(one)):
        client.get(room(chat))


# booking


@pytest.fixture
def evening(cast):
    """A time at which Pia can play."""
    can_always(cast.pia, organisation=cast.fjordvik)
    return an_evening()


def test_a_trainee_books_a_free_time(cast, enrolment, sign_in, evening):
    scenario = a_scenario()
    client = sign_in(cast.tuva)
    page = text(client.get(slot(evening)))
    assert "Handler om å være alene." in page
    assert CARD not in page
    assert KEY not in page
    response = client.post(slot(evening), {"scenario": str(scenario.translation_key), "mode": "formative"})
    chat = PracticeChat.objects.get()
    assert response.headers["Location"] == room(chat)
    assert (chat.trainee, chat.partner, chat.starts_at, chat.state) == (cast.tuva, cast.pia, evening, "requested")


@pytest.mark.parametrize("given", [{}, {"scenario": "x", "mode": "formative"}, {"scenario": "0" * 32, "mode": "formative"}])
def test_a_booking_without_a_scenario_says_so_beside_the_field(cast, enrolment, sign_in, evening, given):
    a_scenario()
    response = sign_in(cast.tuva).post(slot(evening), given)
    assert response.status_code == 422
    assert "id_scenario_error" in text(response)
    assert PracticeChat.objects.count() == 0


@pytest.mark.parametrize(("state", "offered"), [("locked", False), ("open", True), ("", True)])
def test_a_chat_is_assessed_only_where_the_way_has_opened_it(cast, enrolment, sign_in, evening, state, offered):
    scenario = a_scenario()
    enrolment.fulfilments.filter(kind="practice_assessed").delete()
    if state:
        enrolment.fulfilments.create(requirement="assessed-x", kind="practice_assessed", state=state)
    client = sign_in(cast.tuva)
    page = text(client.get(slot(evening)))
    assert ("To be assessed" in page, "open later on your way" in page) == (offered, not offered)
    sent = client.post(slot(evening), {"scenario": str(scenario.translation_key), "mode": "assessed"})
    assert sent.status_code == (302 if offered else 422)
    assert PracticeChat.objects.filter(mode="assessed").exists() == offered


@pytest.mark.parametrize("hour", [9, 22])
def test_a_time_that_nobody_gave_is_not_offered(cast, enrolment, sign_in, evening, hour):
    assert sign_in(cast.tuva).get(slot(an_evening(hour=hour))).status_code == 409


@pytest.mark.parametrize("at", ["x", "20261301T0000Z", "9" * 40])
def test_what_is_no_time_is_said_kindly(cast, enrolment, sign_in, at):
    assert sign_in(cast.tuva).get(reverse("practice_book", args=[at])).status_code == 422


def test_who_is_not_enrolled_does_not_book(cast, sign_in, evening):
    for person in (cast.pia, cast.nora, cast.stein):
        assert sign_in(person).get(slot(evening)).status_code == 403


def test_an_unpublished_scenario_cannot_be_chosen(cast, enrolment, sign_in, evening):
    a_scenario(live=False, title="CANARY-DRAFT")
    assert "CANARY-DRAFT" not in text(sign_in(cast.tuva).get(slot(evening)))


def test_only_the_partner_takes_a_time_back(cast, sign_in, enrolment):
    opening = an_opening(partner=cast.pia, organisation=cast.fjordvik)
    url = reverse("practice_withdraw", args=[opening.pk])
    assert sign_in(cast.tuva).post(url).status_code == 403
    assert sign_in(cast.stein).post(url).status_code == 404
    assert sign_in(cast.pia).post(url).status_code == 302
    opening.refresh_from_db()
    assert opening.withdrawn_at is not None


# row form and list form


def test_what_one_may_see_is_what_one_finds(chat_in, cast):
    from lms.kernel.permissions import may

    RoleAssignment.objects.create(person=cast.ed, role=Role.ASSESSOR, organisation=cast.fjordvik)
    chats = [chat_in("live"), chat_in("ended", supervisor=None)]
    chats.append(a_chat(enrolment=an_enrolment(person=cast.vera, organisation=cast.sundby), partner=cast.carl, state="ended"))
    for person in vars(cast).values():
        if isinstance(person, Person):
            fresh = Person.objects.get(pk=person.pk)
            found = set(PracticeChat.objects.visible_to(fresh))
            assert found == {chat for chat in chats if may(fresh, "practice.see", chat)}, fresh
