import asyncio
import threading

import pytest
from django.db import transaction

from lms.live import postgres, presence
from lms.live.bell import anybody_listens, deliver, listening, ring


@pytest.fixture(autouse=True)
def _within_one_process(monkeypatch):
    """These stories need no database, so nobody listens there."""
    monkeypatch.setattr(postgres, "keep_listening", lambda *_: None)


def test_a_ring_from_another_thread_wakes_the_listener():
    async def story():
        with listening("t:1") as door:
            threading.Thread(target=deliver, args=("t:1", "typing:trainee")).start()
            assert await door.wait(2)
            return door.take()

    assert asyncio.run(story()) == ["typing:trainee"]
    assert not anybody_listens()


def test_a_ring_before_the_wait_is_not_lost():
    async def story():
        with listening("t:1") as door:
            door.take()
            deliver("t:1", "")
            return await door.wait(1)

    assert asyncio.run(story())


def test_a_ring_is_for_its_own_topic():
    async def story():
        with listening("t:1") as door:
            deliver("t:11", "")
            return await door.wait(0.01)

    assert not asyncio.run(story())


def test_everybody_at_the_door_is_woken():
    async def story():
        with listening("t:1") as one, listening("t:1") as two:
            deliver("t:1", "")
            return await one.wait(1), await two.wait(1)

    assert asyncio.run(story()) == (True, True)


@pytest.mark.django_db
def test_the_bell_rings_after_the_commit_and_not_at_all_after_a_rollback(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as waiting, transaction.atomic():
        ring("t:1")
        assert waiting == []
    assert len(waiting) == 1
    with django_capture_on_commit_callbacks() as waiting, pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012
        ring("t:1")
        raise ZeroDivisionError
    assert waiting == []


def test_somebody_who_comes_is_news_and_a_sign_of_life_is_not():
    assert presence.hear("t:2", "here:trainee") is True
    assert presence.hear("t:2", "here:trainee") is False
    assert presence.hear("t:2", "typing:trainee") is None
    assert presence.present("t:2") == {"trainee"}


def test_somebody_who_goes_has_a_moment_to_come_back(monkeypatch):
    clock = [100.0]
    monkeypatch.setattr(presence.time, "monotonic", lambda: clock[0])
    presence.hear("t:3", "here:partner")
    presence.hear("t:3", "gone:partner")
    assert presence.present("t:3") == {"partner"}
    clock[0] += presence.RESPITE + 0.1
    assert presence.present("t:3") == set()


def test_somebody_silent_is_gone_after_a_while(monkeypatch):
    clock = [100.0]
    monkeypatch.setattr(presence.time, "monotonic", lambda: clock[0])
    presence.hear("t:4", "here:partner")
    clock[0] += presence.STAYS + 0.1
    assert presence.present("t:4") == set()


def test_forgotten_topics_are_swept_out(monkeypatch):
    clock = [100.0]
    monkeypatch.setattr(presence.time, "monotonic", lambda: clock[0])
    for number in range(presence.MANY + 1):
        presence.hear(f"sweep:{number}", "here:x")
    clock[0] += 60
    presence.hear("sweep:new", "here:x")
    assert not [topic for topic in presence._until if topic.startswith("sweep:") and topic != "sweep:new"]
