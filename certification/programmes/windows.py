"""How far what was written down carries, as sums over days and numbers: no database and no clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Noted:
    """One entry: the day, how much it counts, until when, and how much support the supervisor would give next time."""

    on: date
    amount: int = 1
    talks: int = 0
    next_time: int | None = None
    until: date | None = None


@dataclass(frozen=True)
class Wanted:
    """How much in all (the unit is the caller's), in the last `per_days` days when that is set; `talks`, and so many looks in a
    row that say `level` or more."""

    amount: int
    per_days: int | None = None
    talks: int = 0
    level: int = 0
    in_a_row: int = 0


@dataclass(frozen=True)
class Carried:
    """What counts today. `lapses_on` is the first day on which, with nothing new, it is no longer enough."""

    amount: int
    talks: int
    enough: bool
    lapses_on: date | None


def counting(noted: Sequence[Noted], per_days: int | None, today: date) -> list[Noted]:
    """What still counts on a day: within the window, and before its own end. The first day after an end does not count."""
    since = today - timedelta(days=per_days) if per_days else date.min
    return [one for one in noted if since < one.on <= today and (one.until is None or today <= one.until)]


def carried(noted: Sequence[Noted], wanted: Wanted, today: date) -> Carried:
    """How far it carries today, and when it lapses."""
    live = counting(noted, wanted.per_days, today)
    amount, talks = sum(one.amount for one in live), sum(one.talks for one in live)
    enough = amount >= wanted.amount and talks >= wanted.talks and steady(live, wanted)
    return Carried(amount, talks, enough, _lapses_on(live, wanted, today) if enough else None)


def steady(noted: Sequence[Noted], wanted: Wanted) -> bool:
    """Whether the newest looks all say that so little support is enough."""
    if not wanted.in_a_row:
        return True
    looks = [one.next_time for one in sorted(noted, key=lambda one: one.on) if one.next_time is not None][-wanted.in_a_row :]
    return len(looks) == wanted.in_a_row and all(look >= wanted.level for look in looks)


def _lapses_on(live: Sequence[Noted], wanted: Wanted, today: date) -> date | None:
    """Walk through the days on which something drops out; the first that leaves too little is the one."""
    ends = set()
    for one in live:
        if wanted.per_days:
            ends.add(one.on + timedelta(days=wanted.per_days))
        if one.until:
            ends.add(one.until + timedelta(days=1))
    for day in sorted(end for end in ends if end > today):
        left = counting(live, wanted.per_days, day)
        if sum(one.amount for one in left) < wanted.amount or sum(one.talks for one in left) < wanted.talks:
            return day
    return None
