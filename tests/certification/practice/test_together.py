"""Many at once: threads on the real database, each with a connection of its own."""

import threading
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from django.urls import reverse

from certification.practice.actions import accept_now, arrange_practice, book_practice, invite_now
from certification.practice.models import Message, Mode, Opening, PracticeChat
from certification.practice.times.claims import claim
from certification.practice.times.models import Claim
from lms.kernel.errors import DomainError
from tests.builders import a_chat, a_scenario, an_enrolment, an_evening, an_opening, can_always

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 50


def together(*deeds):
    """Do all deeds in the same instant, each in a thread; returns what each returned, or the refusal it met."""
    barrier = threading.Barrier(len(deeds))

    def run(deed):
        barrier.wait()
        try:
            return deed()
        except DomainError as refusal:
            return refusal.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def poster(sign_in, person, chat, body, client_id):
    client, url = sign_in(person), reverse("practice_messages", args=[chat.pk])

    def post():
        answer = client.post(url, {"client_id": str(client_id), "body": body})
        return answer.status_code, answer.json().get("seq")

    return post


def test_fifty_taps_make_one_line(chat, cast, sign_in):
    once = uuid.uuid4()
    deeds = [poster(sign_in, cast.tuva, chat, "hei", once) for _ in range(AT_ONCE)]
    answers = Counter(together(*deeds))
    assert answers == {(201, 1): 1, (200, 1): AT_ONCE - 1}
    chat.refresh_from_db()
    assert (Message.objects.count(), chat.last_seq) == (1, 1)


def test_two_who_write_at_once_leave_no_gap_and_no_double(chat, cast, sign_in):
    deeds = [poster(sign_in, person, chat, f"{person}{n}", uuid.uuid4()) for n in range(25) for person in (cast.tuva, cast.pia)]
    answers = together(*deeds)
    assert sorted(seq for _status, seq in answers) == list(range(1, 51))
    reads = [sign_in(who).get(reverse("practice_messages", args=[chat.pk])).json()["messages"] for who in (cast.tuva, cast.pia, cast.siv)]
    orders = [[(line["seq"], line["body"]) for line in lines] for lines in reads]
    assert orders[0] == orders[1] == orders[2]
    assert [seq for seq, _body in orders[0]] == list(range(1, 51))


def test_a_line_and_a_stop_at_once_end_in_one_of_two_ways(chat, cast, sign_in):
    stop = sign_in(cast.pia)
    deeds = [poster(sign_in, cast.tuva, chat, f"{n}", uuid.uuid4()) for n in range(8)]
    answers = together(*deeds, lambda: (stop.post(reverse("practice_stop", args=[chat.pk])).status_code, None))
    stored = sorted(seq for status, seq in answers if status == 201)
    assert {status for status, _seq in answers} <= {201, 409, 302}
    chat.refresh_from_db()
    assert (chat.state, chat.last_seq) == ("stopped", len(stored))
    assert stored == list(Message.objects.values_list("seq", flat=True)) == list(range(1, len(stored) + 1))


def test_a_time_wanted_by_many_is_given_to_one(cast):
    opening = an_opening(partner=cast.pia, organisation=cast.fjordvik)
    scenario = a_scenario()
    wanting = [an_enrolment(person=person, organisation=cast.fjordvik) for person in (cast.tuva, cast.kari, cast.ed, cast.vera, cast.carl)]

    def book(enrolment):
        return lambda: (
            book_practice(
                Opening.objects.get(pk=opening.pk), enrolment=enrolment, scenario=scenario, mode=Mode.FORMATIVE, by=enrolment.person
            ).state
        )

    answers = Counter(together(*[book(enrolment) for enrolment in wanting]))
    assert answers == {"requested": 1, "taken": len(wanting) - 1}
    assert PracticeChat.objects.count() == 1


def test_nobody_is_booked_twice_at_once_however_many_try(cast):
    """Trainees want overlapping hours of one partner and one supervisor at the same instant: one chat an hour, one a day for Pia."""
    can_always(cast.pia, organisation=cast.fjordvik)
    can_always(cast.siv, organisation=cast.fjordvik, duty="supervisor")
    scenario = a_scenario()
    wanting = [an_enrolment(person=person, organisation=cast.fjordvik) for person in (cast.tuva, cast.kari, cast.ed, cast.vera)]

    def book(enrolment, minute):
        return lambda: (
            arrange_practice(
                enrolment, starts_at=an_evening(minute=minute), scenario=scenario, mode=Mode.FORMATIVE, by=enrolment.person
            ).state
        )

    answers = Counter(together(*[book(enrolment, minute) for enrolment in wanting for minute in (0, 30)]))
    assert answers["scheduled"] == 1
    assert set(answers) <= {"scheduled", "taken", "load", "double"}
    assert (PracticeChat.objects.count(), Claim.objects.count()) == (1, 12)


@pytest.mark.parametrize("who", ["trainee", "partner", "supervisor"])
def test_the_database_keeps_two_chats_of_one_person_apart(cast, who):
    """Without any look beforehand: claims alone, twenty at once, each for another chat."""
    enrolment = an_enrolment(person=cast.tuva, organisation=cast.fjordvik)
    person = {"trainee": cast.tuva, "partner": cast.pia, "supervisor": cast.siv}[who]
    chats = [
        a_chat(enrolment=enrolment, partner=cast.pia, state="requested", starts_at=an_evening(minute=minute)) for minute in range(20)
    ]  # fmt: skip

    def take(chat):
        return lambda: claim(chat, [person.pk]) or "mine"

    assert Counter(together(*[take(chat) for chat in chats])) == {"mine": 1, "double": 19}
    assert len(set(Claim.objects.values_list("chat", flat=True))) == 1


def test_half_an_hour_wanted_by_many_is_given_to_one(cast):
    opening = invite_now(cast.fjordvik, by=cast.pia)
    scenario = a_scenario()
    wanting = [an_enrolment(person=person, organisation=cast.fjordvik) for person in (cast.tuva, cast.kari, cast.ed, cast.vera)]
    deeds = [lambda e=e: accept_now(opening, enrolment=e, scenario=scenario, by=e.person).state for e in wanting]
    assert Counter(together(*deeds)) == {"requested": 1, "taken": 3}


def test_both_say_yes_in_the_same_instant_and_it_begins_once(chat_in, cast, sign_in):
    chat = chat_in("lobby")
    clients = [sign_in(cast.tuva), sign_in(cast.pia)]
    deeds = [lambda c=client: c.post(reverse("practice_ready", args=[chat.pk])).status_code for client in clients * 3]
    assert set(together(*deeds)) == {302}
    chat.refresh_from_db()
    assert chat.state == "live"


@pytest.fixture
def hold():
    """Have somebody else hold the database for writing, while we wait only briefly; returns how to let go."""
    outside = connection.copy()

    def held():
        if connection.vendor == "sqlite":
            outside.cursor().execute("BEGIN IMMEDIATE")
            brief = "PRAGMA busy_timeout = 200"
        else:
            outside.set_autocommit(False)
            outside.cursor().execute("LOCK TABLE certification_practicechat IN EXCLUSIVE MODE")
            brief = "SET lock_timeout = '200ms'"
        with connection.cursor() as cursor:
            cursor.execute(brief)
        return outside.connection.rollback

    yield held
    outside.close()
    connection.close()


def test_a_database_held_from_outside_means_wait_and_try_again(chat, cast, sign_in, hold):
    client, once, url = sign_in(cast.tuva), str(uuid.uuid4()), reverse("practice_messages", args=[chat.pk])
    release = hold()
    busy = client.post(url, {"client_id": once, "body": "hei"}, headers={"accept": "application/json"})
    assert (busy.status_code, busy.json()["code"]) == (503, "busy")
    assert busy.headers["Retry-After"]
    assert client.get(url).status_code == 200  # reading goes on
    release()
    assert Message.objects.count() == 0
    again = client.post(url, {"client_id": once, "body": "hei"})
    assert (again.status_code, again.json()) == (201, {"seq": 1})
