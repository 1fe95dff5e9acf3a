"""The doorbell: it wakes whoever waits for news about one thing, and carries no news itself.

    ring("practice:41")                        # from any thread, heard after commit
    with listening("practice:41") as door:     # in a coroutine
        words = door.take(); …read what is new…; await door.wait(5)

A lost ring only delays, because whoever listens looks again every few seconds. A `word` is a short code for things that are never
stored, such as `typing:trainee`; it never holds anything a person wrote. Within one process the bell rings by itself; when the database
is PostgreSQL it also rings in every other process. Redis is left out: nothing here needs more than these two.
"""

import asyncio
import threading
from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from lms.live import postgres, presence

_lock = threading.Lock()
_doors: dict[str, set["Door"]] = defaultdict(set)


class Door:
    """One listener on one topic. Lives in one event loop; may be woken from any thread."""

    def __init__(self, topic: str) -> None:
        self.topic = topic
        self._loop = asyncio.get_running_loop()
        self._rung = asyncio.Event()
        self._words: deque[str] = deque(maxlen=50)

    def wake(self, word: str) -> None:
        """Wake the listener, with a word or (empty) with the plain fact that something was written."""
        self._words.append(word)
        try:
            self._loop.call_soon_threadsafe(self._rung.set)
        except RuntimeError:  # the loop has closed: nobody is left to wake
            with _lock:
                _doors[self.topic].discard(self)

    def take(self) -> list[str]:
        """The words since the last call. Clears the bell first, so that a ring during the following read is not lost."""
        self._rung.clear()
        words = []
        while self._words:
            words.append(self._words.popleft())
        return words

    async def wait(self, seconds: float) -> bool:
        """Sleep until the bell or for so many seconds; True when it rang."""
        try:
            await asyncio.wait_for(self._rung.wait(), seconds)
        except TimeoutError:
            return False
        return True


@contextmanager
def listening(topic: str) -> Iterator[Door]:
    """Stand at a door for as long as the block lasts."""
    door = Door(topic)
    with _lock:
        _doors[topic].add(door)
    if connection.vendor == "postgresql":
        postgres.keep_listening(deliver, anybody_listens)
    try:
        yield door
    finally:
        with _lock:
            _doors[topic].discard(door)
            if not _doors[topic]:
                del _doors[topic]


def ring(topic: str, word: str = "") -> None:
    """Ring after the commit of the transaction one is in (at once when there is none). A bell that breaks breaks nothing else."""
    transaction.on_commit(lambda: _ring_now(topic, word), robust=True)


def _ring_now(topic: str, word: str) -> None:
    deliver(topic, word)
    if connection.vendor == "postgresql":
        postgres.notify(topic, word)


def deliver(topic: str, word: str) -> None:
    """Wake the listeners of this process. Somebody coming is news; a sign of life that changes nothing wakes nobody."""
    came = presence.hear(topic, word)
    if came is False:
        return
    with _lock:
        doors = list(_doors.get(topic, ()))
    for door in doors:
        door.wake("" if came else word)


def anybody_listens() -> bool:
    """Whether any stream is open in this process."""
    with _lock:
        return bool(_doors)
