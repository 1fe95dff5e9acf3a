"""The bell between processes, where the database is PostgreSQL: `make test-postgres`."""

import asyncio

import pytest
from asgiref.sync import sync_to_async
from django.db import connection, transaction

from lms.live import postgres
from lms.live.bell import listening, ring

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no other process to wake"),
]


@pytest.fixture(autouse=True)
def _let_the_ear_go():
    yield
    if postgres._ear is not None:
        postgres._ear.join(5)


def as_another_process(monkeypatch, topic, word):
    """What another process's bell sends: the same line, from another origin."""
    own = postgres.ORIGIN
    monkeypatch.setattr(postgres, "ORIGIN", "another")
    postgres.notify(topic, word)
    connection.close()
    monkeypatch.setattr(postgres, "ORIGIN", own)


def test_a_ring_in_another_process_wakes_the_listener_here(monkeypatch):
    async def story():
        with listening("t:pg") as door:
            for _attempt in range(20):  # the ear needs a moment until it listens; a ring before that is lost, as promised
                await sync_to_async(as_another_process)(monkeypatch, "t:pg", "typing:trainee")
                if await door.wait(0.5):
                    return door.take()

    assert "typing:trainee" in asyncio.run(story())


def test_what_was_rolled_back_rings_nowhere(monkeypatch):
    sent = []
    monkeypatch.setattr(postgres, "notify", lambda *what: sent.append(what))
    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012
        ring("t:pg")
        _ = 1 / 0
    assert sent == []
    with transaction.atomic():
        ring("t:pg", "typing:trainee")
        assert sent == []
    assert sent == [("t:pg", "typing:trainee")]
