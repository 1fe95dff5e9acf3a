"""Server-sent events over the database: the one loop every open stream runs.

The order inside the loop is what makes it lossless: take the bell, then read, then send, then wait. A ring that comes during the read
is still there when we wait.
"""

import asyncio
import json
import threading
import time
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import OperationalError, connection

from lms.live.bell import listening, ring

NAME = "stream"
READERS = ThreadPoolExecutor(max_workers=8, thread_name_prefix=NAME)  # never more than eight connections for all streams
LASTS = 600.0  # then the browser opens a new one: nothing stays open for ever
LOOKS_EVERY = 5.0  # a lost ring, or a right taken away, is noticed within this
BEATS_EVERY = 15.0


@dataclass(frozen=True)
class Event:
    """One server-sent event; `id` is the cursor the browser sends back when it reconnects."""

    name: str
    body: dict[str, Any]
    id: int | None = None

    def encode(self) -> bytes:
        head = f"id: {self.id}\n" if self.id is not None else ""
        return f"{head}event: {self.name}\ndata: {json.dumps(self.body, ensure_ascii=False)}\n\n".encode()


class Feed(Protocol):
    """What a stream tells one person about one thing."""

    topic: str
    presence: str  # who listens, for the others; "" to stay unseen
    finished: bool  # set by read(): nothing more will come

    def read(self) -> list[Event]:
        """What is new since the last call. Asks for permission again. Runs in a thread with a database connection."""

    def hear(self, word: str) -> list[Event]:
        """What a word on the bell means to this person. Touches no database."""


async def stream(feed: Feed, *, lasts: float = LASTS, looks_every: float = LOOKS_EVERY) -> AsyncIterator[bytes]:
    """Run a feed until it is finished, ten minutes have passed or the browser goes away."""
    yield b"retry: 2000\n\n"
    ends, sent_at, look, sign = time.monotonic() + lasts, time.monotonic(), True, _Sign(feed)
    with listening(feed.topic) as door:
        try:
            while time.monotonic() < ends:
                words = door.take()
                events = await _read(feed, sign) if look or "" in words else []
                events += [event for word in words if word for event in feed.hear(word)]
                for event in events:
                    yield event.encode()
                if feed.finished:
                    return
                if events:
                    sent_at = time.monotonic()
                elif time.monotonic() - sent_at > BEATS_EVERY:
                    sent_at = time.monotonic()
                    yield b": still here\n\n"
                look = not await door.wait(looks_every)
        finally:
            with suppress(RuntimeError):  # the process itself is going
                READERS.submit(sign.goodbye)


class _Sign:
    """Tells the others now and then that this stream's person is here, and in the end that they went."""

    def __init__(self, feed: Feed) -> None:
        self.topic, self.who, self.given_at = feed.topic, feed.presence, 0.0

    def here(self) -> None:
        if self.who and time.monotonic() - self.given_at > LOOKS_EVERY - 1:
            self.given_at = time.monotonic()
            ring(self.topic, f"here:{self.who}")

    def goodbye(self) -> None:
        try:
            if self.who:
                ring(self.topic, f"gone:{self.who}")
        finally:
            _let_go()


async def _read(feed: Feed, sign: _Sign) -> list[Event]:
    """Read in one of the eight threads; a busy database means that this look is skipped, not that the stream breaks."""

    def read() -> list[Event]:
        try:
            events = feed.read()
            if not feed.finished:
                sign.here()
            return events
        finally:
            _let_go()

    try:
        return await asyncio.get_running_loop().run_in_executor(READERS, copy_context().run, read)
    except OperationalError:
        await asyncio.sleep(0.5)
        return []


def _let_go() -> None:
    """Give the thread's connection back. The eight readers keep theirs while it works: opening one costs more than a look."""
    if connection.in_atomic_block:
        return
    if threading.current_thread().name.startswith(NAME):
        connection.close_if_unusable_or_obsolete()
    else:
        connection.close()
