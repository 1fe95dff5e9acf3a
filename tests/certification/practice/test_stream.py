import asyncio
import json
import uuid

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from django.conf import settings
from django.test import AsyncClient
from django.urls import reverse
from django.utils import timezone

from certification.practice import actions
from certification.practice.models import PracticeChat
from lms.live import stream as live
from lms.live.bell import ring
from lms.people.models import Session
from tests.builders import a_transcript

pytestmark = pytest.mark.django_db(transaction=True)
CARD, KEY = "CANARY-CARD", "CANARY-KEY"


class Ear:
    """Somebody's open stream: what came, as (event, body) pairs, and the raw bytes."""

    def __init__(self, response):
        self.chunks, self.raw, self.ended = response.streaming_content, b"", False

    async def next(self, name, seconds=8):
        """The next event of this name."""
        async with asyncio.timeout(seconds):
            while True:
                for event, body in await self._some():
                    if event == name:
                        return body

    async def _some(self):
        chunk = await anext(self.chunks)
        self.raw += chunk
        lines = chunk.decode().splitlines()
        event = next((line[7:] for line in lines if line.startswith("event: ")), "")
        data = next((line[6:] for line in lines if line.startswith("data: ")), "null")
        return [(event, json.loads(data))]

    async def rest(self, seconds=8):
        async with asyncio.timeout(seconds):
            async for chunk in self.chunks:
                self.raw += chunk

    async def close(self):
        await self.chunks.aclose()


@pytest.fixture
def listen(sign_in):
    """Open the stream of a chat for a person."""

    def opened(person, chat, after=0, **headers):
        session = sign_in(person).cookies[settings.SESSION_COOKIE_NAME].value

        async def get():
            client = AsyncClient()
            client.cookies[settings.SESSION_COOKIE_NAME] = session
            response = await client.get(f"{reverse('practice_stream', args=[chat.pk])}?after={after}", headers=headers)
            assert response.status_code == 200
            assert response.headers["Content-Type"] == "text/event-stream"
            return Ear(response)

        return get

    return opened


def send(chat, by, body):
    return sync_to_async(lambda: actions.send_message(chat, by=by, body=body, client_id=uuid.uuid4()))()


def test_a_line_is_seen_by_the_other_and_carries_its_cursor(chat, cast, listen):
    tuva = listen(cast.tuva, chat)

    async def story():
        ear = await tuva()
        await ear.next("state")
        await send(chat, cast.pia, "hei")
        line = await ear.next("message")
        await ear.close()
        return ear, line

    ear, line = async_to_sync(story)()
    assert {key: line[key] for key in ("seq", "mine", "alias", "body")} == {"seq": 1, "mine": False, "alias": "Mira", "body": "hei"}
    assert b"id: 1\nevent: message" in ear.raw


@pytest.mark.parametrize(("after", "headers"), [(1, {}), (0, {"last-event-id": "1"})])
def test_whoever_comes_back_hears_what_they_missed_and_nothing_twice(chat, cast, listen, after, headers):
    a_transcript(chat, (cast.pia, "en"), (cast.pia, "to"), (cast.tuva, "tre"))
    pia = listen(cast.pia, chat, after, **headers)

    async def story():
        ear = await pia()
        lines = [await ear.next("message"), await ear.next("message")]
        await ear.close()
        return lines

    assert [line["seq"] for line in async_to_sync(story)()] == [2, 3]


def test_more_lines_than_one_reading_holds_come_in_order(chat, cast, listen, monkeypatch):
    monkeypatch.setattr("certification.practice.queries.AT_ONCE", 7)
    a_transcript(chat, *[(cast.pia, str(n)) for n in range(1, 31)])
    tuva = listen(cast.tuva, chat)

    async def story():
        ear = await tuva()
        lines = [await ear.next("message") for _ in range(30)]
        await ear.close()
        return lines

    assert [line["seq"] for line in async_to_sync(story)()] == list(range(1, 31))


def test_typing_is_heard_by_the_others_and_never_by_oneself(chat, cast, listen):
    tuva, pia = listen(cast.tuva, chat), listen(cast.pia, chat)

    async def story():
        hears, writes = await tuva(), await pia()
        await hears.next("state")
        await writes.next("state")
        await sync_to_async(ring)(chat.topic, "typing:partner")
        heard = await hears.next("typing")
        await send(chat, cast.pia, "hei")
        await writes.next("message")
        await hears.close()
        await writes.close()
        return heard, writes.raw

    heard, raw = async_to_sync(story)()
    assert heard == {"who": "partner", "alias": "Mira"}
    assert b"event: typing" not in raw


def test_somebody_who_comes_is_announced(chat, cast, listen):
    tuva, siv = listen(cast.tuva, chat), listen(cast.siv, chat)

    async def story():
        ear = await tuva()
        first = await ear.next("state")
        other = await siv()
        await other.next("state")
        second = await ear.next("state")
        await ear.close()
        await other.close()
        return first["here"], second["here"]

    first, second = async_to_sync(story)()
    assert "trainee" in first
    assert "supervisor" in second


def test_whispers_card_and_moments_reach_their_own_seat_only(chat, cast, listen):
    ears = {who: listen(getattr(cast, who), chat) for who in ("tuva", "pia", "siv")}

    async def story():
        heard = {who: await opened() for who, opened in ears.items()}
        for ear in heard.values():
            await ear.next("state")
        await sync_to_async(lambda: actions.whisper(chat, by=cast.siv, body="CANARY-WHISPER", client_id=uuid.uuid4()))()
        await sync_to_async(lambda: actions.mark_moment(chat, kind="reflection", by=cast.siv))()
        await sync_to_async(lambda: actions.tell_step(chat, step=2, by=cast.pia))()
        await heard["tuva"].next("whisper")
        await heard["siv"].next("moment")
        await heard["pia"].next("card")
        await send(chat, cast.pia, "siste")
        for ear in heard.values():
            await ear.next("message")
            await ear.close()
        return {who: ear.raw.decode() for who, ear in heard.items()}

    raw = async_to_sync(story)()
    assert {who: [n for n in ("whisper", "moment", "card") if f"event: {n}\n" in text] for who, text in raw.items()} == {
        "tuva": ["whisper"], "pia": ["card"], "siv": ["whisper", "moment", "card"]
    }  # fmt: skip
    assert CARD not in raw["tuva"] + raw["siv"]
    assert KEY not in "".join(raw.values())
    assert "CANARY-WHISPER" not in raw["pia"]
    for person in (cast.tuva, cast.pia, cast.siv):
        for text in raw.values():
            assert person.email not in text
            assert person.legal_name not in text
            assert str(person.public_id) not in text


def test_a_stream_ends_with_the_chat_after_its_last_line(chat, cast, listen):
    tuva = listen(cast.tuva, chat)

    async def story():
        ear = await tuva()
        await ear.next("state")
        await send(chat, cast.pia, "ha det")
        await sync_to_async(lambda: actions.stop_practice(chat, by=cast.pia))()
        line, state = await ear.next("message"), await ear.next("state")
        await ear.rest()
        return line, state

    line, state = async_to_sync(story)()
    assert line["body"] == "ha det"
    assert state["state"] == "stopped"


@pytest.mark.parametrize("how", ["role", "account", "session", "password", "partner"])
def test_a_right_taken_away_closes_the_stream(chat, cast, listen, monkeypatch, how):
    monkeypatch.setattr("certification.practice.views.wire.stream", lambda feed: live.stream(feed, looks_every=0.2))
    pia = listen(cast.pia, chat)

    def taken():
        if how == "role":
            cast.pia.roles.update(
                starts_on=timezone.localdate() - timezone.timedelta(2), ends_on=timezone.localdate() - timezone.timedelta(1)
            )
        elif how == "account":
            type(cast.pia).objects.filter(pk=cast.pia.pk).update(is_active=False)
        elif how == "password":
            cast.pia.set_password("another")
            cast.pia.save(update_fields=["password"])
        elif how == "session":
            Session.objects.all().delete()
        else:
            PracticeChat.objects.filter(pk=chat.pk).update(partner=cast.carl)

    async def story():
        ear = await pia()
        await ear.next("state")
        await sync_to_async(taken)()
        await send(chat, cast.tuva, "CANARY-LATE")
        await ear.next("gone", seconds=live.LOOKS_EVERY + 5)
        await ear.rest()
        return ear.raw

    assert b"CANARY-LATE" not in async_to_sync(story)()


def test_all_readers_see_one_order_while_two_write(chat, cast, listen):
    ears = [listen(person, chat) for person in (cast.tuva, cast.pia, cast.siv)]

    async def story():
        opened = [await ear() for ear in ears]
        for ear in opened:
            await ear.next("state")
        for n in range(20):
            await send(chat, cast.pia, f"p{n}")
            await send(chat, cast.tuva, f"t{n}")
        seen = [[(await ear.next("message"))["body"] for _ in range(40)] for ear in opened]
        for ear in opened:
            await ear.close()
        return seen

    seen = async_to_sync(story)()
    assert seen[0] == seen[1] == seen[2] == [f"{who}{n}" for n in range(20) for who in "pt"]
