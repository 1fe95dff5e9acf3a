import asyncio

import pytest
from asgiref.sync import async_to_sync
from django.db import OperationalError

from lms.live import stream as live
from lms.live.bell import deliver
from lms.live.stream import Event, stream

pytestmark = pytest.mark.django_db(transaction=True)


class Told:
    """A feed whose news is a list."""

    topic, presence, finished = "test:feed", "", False

    def __init__(self, *news):
        self.news, self.looks = list(news), 0

    def read(self):
        self.looks += 1
        told = self.news.pop(0) if self.news else []
        if isinstance(told, Exception):
            raise told
        self.finished = told == [LAST]
        return told

    def hear(self, word):
        return [Event("typing", {"word": word})]


FIRST, SECOND, LAST = Event("message", {"n": 1}, id=1), Event("message", {"n": 2}, id=2), Event("state", {"state": "ended"})


def heard(feed, **options):
    async def listen():
        return [chunk async for chunk in stream(feed, **options)]

    return async_to_sync(listen)()


def test_an_event_is_told_with_its_cursor():
    assert Event("message", {"body": "å\n<b>"}, id=7).encode() == 'id: 7\nevent: message\ndata: {"body": "å\\n<b>"}\n\n'.encode()
    assert Event("state", {}).encode() == b"event: state\ndata: {}\n\n"


def test_a_stream_tells_what_is_new_and_ends_when_the_feed_is_finished():
    assert heard(Told([FIRST], [SECOND], [LAST]), looks_every=0.01) == [
        b"retry: 2000\n\n", FIRST.encode(), SECOND.encode(), LAST.encode()
    ]  # fmt: skip


def test_a_stream_ends_by_itself():
    feed = Told([FIRST])
    assert heard(feed, lasts=0.1, looks_every=0.02) == [b"retry: 2000\n\n", FIRST.encode()]
    assert feed.looks > 1


def test_silence_is_filled_with_comments_that_carry_no_cursor(monkeypatch):
    monkeypatch.setattr(live, "BEATS_EVERY", 0.05)
    chunks = heard(Told(), lasts=0.3, looks_every=0.02)[1:]
    assert chunks
    assert set(chunks) == {b": still here\n\n"}


def test_a_ring_during_the_read_is_not_lost():
    class Rung(Told):
        def read(self):
            told = super().read()
            deliver(self.topic, "")  # somebody commits while we read
            return told

    assert heard(Rung([FIRST], [LAST]), looks_every=30)[1:] == [FIRST.encode(), LAST.encode()]


def test_a_word_is_told_without_looking_at_the_tables():
    feed = Told([FIRST])

    async def listen():
        chunks = stream(feed, looks_every=30)
        first = [await anext(chunks), await anext(chunks)]
        asyncio.get_running_loop().call_later(0.05, deliver, feed.topic, "typing:partner")
        word = await asyncio.wait_for(anext(chunks), 5)
        await chunks.aclose()
        return first, word

    first, word = async_to_sync(listen)()
    assert first[1] == FIRST.encode()
    assert b"typing:partner" in word
    assert feed.looks == 1


def test_a_busy_database_delays_a_stream_and_does_not_break_it():
    assert heard(Told(OperationalError("database is locked"), [LAST]), looks_every=0.01)[1:] == [LAST.encode()]


def test_eight_streams_at_once_are_all_served_by_eight_threads():
    async def listen():
        feeds = [Told([FIRST], [LAST]) for _ in range(40)]
        return await asyncio.gather(*[collect(feed) for feed in feeds])

    async def collect(feed):
        return [chunk async for chunk in stream(feed, looks_every=0.01)]

    assert {len(chunks) for chunks in async_to_sync(listen)()} == {3}
    assert live.READERS._max_workers == 8
