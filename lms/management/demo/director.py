"""Plays many stories at once on one clock: each goes on when its next moment has come, so that the audit trail reads in order."""

import heapq
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta

from django.utils import timezone

from lms.management.demo.clock import moved_clock

Moment = timedelta  # how long before now
Story = Iterator[Moment]


def ago(days: float = 0, *, hours: float = 0, minutes: float = 0) -> Moment:
    """So long before now."""
    return timedelta(days=days, hours=hours, minutes=minutes)


def play(stories: Iterable[Story], *, told: Callable[[int], None]) -> datetime:
    """Run all stories to their end, always the one whose next moment comes first. `told` hears after each ended one how many have.

    A story yields how long before now it goes on; a moment earlier than the one before means "right after it".
    Returns the moment that stood for "now".
    """
    waiting: list[tuple[datetime, int, Story]] = []
    ended = 0
    with moved_clock() as clock:
        now = timezone.now()
        for number, story in enumerate(stories):
            heapq.heappush(waiting, (now - timedelta(days=3650), number, story))
        while waiting:
            moment, number, story = heapq.heappop(waiting)
            clock.at = moment
            try:
                following = next(story)
            except StopIteration:
                ended += 1
                told(ended)
                continue
            heapq.heappush(waiting, (max(now - following, moment + timedelta(seconds=1)), number, story))
    return now
