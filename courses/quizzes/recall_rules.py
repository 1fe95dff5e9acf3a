"""When to bring two questions back after certification, and which. Plain values in, plain values out."""

import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from courses.quizzes.rules import Candidate

DAYS = (2, 7, 21, 60)  # after certification (product.md Q10): gaps that grow about threefold
AT_A_TIME = 2
LASTS = timedelta(days=30)  # so long a turn waits to be done before it counts as left out


def due_times(since: datetime) -> list[datetime]:
    """When the turns fall due that begin with a certificate given at `since`.

    Gaps that grow hold better than equal ones or one repetition: Cepeda et al., "Distributed practice in verbal recall tasks",
    Psychological Bulletin 132 (2006), 354-380.
    """
    return [since + timedelta(days=days) for days in DAYS]


def pick(pool: Collection[Candidate], missed: Collection[str], seen: Mapping[str, int], seed: int, count: int = AT_A_TIME) -> list[str]:
    """Keys to ask now: what was missed last time first, then questions about safety, then what this person met least often.

    Fewer than `count` when the pool holds fewer. The same for the same seed.
    """
    waiting = sorted(pool, key=lambda one: one.key)
    random.Random(f"recall:{seed}").shuffle(waiting)
    waiting.sort(key=lambda one: (one.key not in missed, not one.critical, seen.get(one.key, 0)))
    return [one.key for one in waiting[:count]]


@dataclass(frozen=True)
class Turn:
    """One turn as plain values."""

    due: datetime
    done: datetime | None


@dataclass(frozen=True)
class Kept:
    """How somebody keeps it up: `done` of `due` turns that are over; `open` waits now, `next` is when the next one falls due."""

    done: int
    due: int
    open: bool
    next: datetime | None

    @property
    def share(self) -> Fraction | None:
        """None before the first turn is over: nothing can have been left out yet."""
        return Fraction(self.done, self.due) if self.due else None


def kept(turns: Sequence[Turn], now: datetime) -> Kept:
    """A turn is over when it is done or has waited thirty days; one that still waits counts neither way."""
    done = [turn for turn in turns if turn.done]
    left = [turn for turn in turns if not turn.done and turn.due + LASTS <= now]
    waiting = any(not turn.done and turn.due <= now < turn.due + LASTS for turn in turns)
    coming = [turn.due for turn in turns if not turn.done and turn.due > now]
    return Kept(len(done), len(done) + len(left), waiting, min(coming, default=None))
