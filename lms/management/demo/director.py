"""Plays many stories at once on one clock: each goes on when its next moment has come, so that the audit trail reads in order."""

import heapq
from collections.abc import Callable, Generator, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from lms.management.demo.clock import Clock

Story = Generator[datetime, None, Any]  # yields when it goes on
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def play(stories: Iterable[Story], *, clock: Clock, told: Callable[[int], None]) -> None:
    """Run all stories to their end, always the one whose next moment comes first. `told` hears after each ended one how many have.

    A story yields the moment at which it goes on; one earlier than the one before means "right after it".
    """
    waiting: list[tuple[datetime, int, Story]] = [(LONG_AGO, number, story) for number, story in enumerate(stories)]
    ended = 0
    while waiting:
        moment, number, story = heapq.heappop(waiting)
        if moment > LONG_AGO:
            clock.at = moment
        try:
            following = next(story)
        except StopIteration:
            ended += 1
            told(ended)
            continue
        heapq.heappush(waiting, (max(following, moment + timedelta(seconds=1)), number, story))
