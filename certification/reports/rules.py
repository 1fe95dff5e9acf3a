"""Sums for professionals: who has been seen too little, how long things usually wait. Plain values only."""

from collections.abc import Sequence
from datetime import timedelta
from statistics import median

FRESH = timedelta(days=14)
SPAN = timedelta(days=28)
ENOUGH = 3


def seen_too_little(*, walked: timedelta, seen: int, lately: int, certified: bool) -> bool:
    """Never seen in practice after two weeks, or at most once in the last four. Nobody who is certified."""
    if certified:
        return False
    if seen == 0:
        return walked >= FRESH
    return walked >= SPAN and lately <= 1


def usual_days(waits: Sequence[timedelta]) -> float | None:
    """The middle waiting time in days, one decimal; None with fewer than three, because that would say nothing."""
    if len(waits) < ENOUGH:
        return None
    return round(median(wait.total_seconds() for wait in waits) / 86400, 1)
