"""Sums about time and about who suits whom. Plain values in, plain values out.

Hours are kept by the clock on the wall of an organisation; everything that is compared is an instant (UTC), so a day with 23 or
25 hours costs nobody a chat and gives nobody two.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SEAT = timedelta(minutes=60)  # what a chat takes of everybody: the lobby, the talk, the first words afterwards
STEP = timedelta(minutes=30)  # chats begin on the hour and on the half hour
NOTICE = timedelta(hours=3)  # partner and supervisor get to know of it so long before, at the least
AHEAD = timedelta(days=21)  # how far trainees see
A_DAY, A_WEEK = 1, 3  # chats of one person, trainee or partner: role-play takes something out of people
LATE = timedelta(hours=24)  # calling off later than this leaves the others little time
NOW_OPEN = timedelta(minutes=15)  # how long "I have 30 minutes now" stands open
NOW_MINUTES = 30
NOW_BEGINS = timedelta(minutes=2)  # from the yes to the first word: time to read the content note
DAY_BEFORE = 24 * 60
REMINDERS = (30, 120, DAY_BEFORE, 48 * 60)  # minutes before, to choose from

_QUARTER = 15 * 60
_UNWORDED = re.compile(r"[\W_]+")


@dataclass(frozen=True, order=True)
class Span:
    """A stretch of time between two instants, the end not included."""

    begins: datetime
    ends: datetime

    def holds(self, begins: datetime, length: timedelta = SEAT) -> bool:
        return self.begins <= begins and begins + length <= self.ends


@dataclass(frozen=True)
class Window:
    """From a time to a time on a day of the week (0 is Monday), on the wall's clock."""

    weekday: int
    begins: time
    ends: time


@dataclass(frozen=True)
class Day:
    """A date that is not as the week says: more time, or without times none at all."""

    on: date
    begins: time | None = None
    ends: time | None = None


def instant(on: date, at: time, zone: ZoneInfo) -> datetime:
    """The instant at which the wall's clock shows this. The earlier of two; an hour that the clock skips is counted on from before."""
    return datetime.combine(on, at, zone).astimezone(UTC)


def spans(days: Iterable[date], weekly: Sequence[Window], others: Sequence[Day], zone: ZoneInfo) -> list[Span]:
    """The stretches in which somebody can, over some days. A day taken off wins over the week and over more time that day."""
    found = []
    off = {day.on for day in others if day.begins is None}
    for on in days:
        if on in off:
            continue
        walls = [(one.begins, one.ends) for one in weekly if one.weekday == on.weekday()]
        walls += [(one.begins, one.ends) for one in others if one.on == on and one.begins is not None and one.ends is not None]
        found += [Span(instant(on, begins, zone), instant(on, ends, zone)) for begins, ends in walls]
    return merged(found)


def merged(found: Iterable[Span]) -> list[Span]:
    """The same time in as few stretches as possible, in order, none of them empty."""
    whole: list[Span] = []
    for span in sorted(one for one in found if one.begins < one.ends):
        if whole and span.begins <= whole[-1].ends:
            whole[-1] = Span(whole[-1].begins, max(whole[-1].ends, span.ends))
        else:
            whole.append(span)
    return whole


def shared(ones: Sequence[Span], others: Sequence[Span]) -> list[Span]:
    """The time that lies in both."""
    return merged(Span(max(a.begins, b.begins), min(a.ends, b.ends)) for a in ones for b in others)


def without(ones: Sequence[Span], others: Sequence[Span]) -> list[Span]:
    """The time that lies in the first and not in the second."""
    left = merged(ones)
    for cut in merged(others):
        left = [
            piece
            for span in left
            for piece in (Span(span.begins, min(span.ends, cut.begins)), Span(max(span.begins, cut.ends), span.ends))
            if piece.begins < piece.ends
        ]
    return left


def starts(found: Iterable[Span], *, after: datetime, length: timedelta = SEAT) -> list[datetime]:
    """When a chat could begin: the whole and half hours from which enough of a stretch is left, none before `after`."""
    step, moments = int(STEP.total_seconds()), set()
    for span in found:
        first = -(-int(max(span.begins, after).timestamp()) // step) * step
        moment = datetime.fromtimestamp(first, UTC)
        while span.holds(moment, length):
            if moment >= after:
                moments.add(moment)
            moment += STEP
    return sorted(moments)


def quarters(begins: datetime, length: timedelta = SEAT) -> range:
    """The numbers of the quarters of an hour that a chat touches."""
    first = int(begins.timestamp()) // _QUARTER
    last = -(-int((begins + length).timestamp()) // _QUARTER)
    return range(first, last)


def fits_load(moment: datetime, taken: Collection[datetime], zone: ZoneInfo) -> bool:
    """Whether one more chat then keeps to one a day and three a week (Monday to Sunday), on the wall's clock."""
    day = moment.astimezone(zone).date()
    days = [one.astimezone(zone).date() for one in taken]
    same_week = [one for one in days if one.isocalendar()[:2] == day.isocalendar()[:2]]
    return same_week.count(day) < A_DAY and len(same_week) < A_WEEK


def theme_key(theme: str) -> str:
    """What stays of a theme's words when capitals, blanks and signs do not count."""
    return _UNWORDED.sub("-", theme.casefold()).strip("-")


def is_late(starts_at: datetime, now: datetime) -> bool:
    """Whether calling off now leaves the others little time."""
    return now > starts_at - LATE


def last_sunday(year: int, month: int) -> datetime:
    """One o'clock UTC on the last Sunday of a month of 31 days: when Europe moves its clocks, in March and October."""
    last = datetime(year, month, 31, 1, tzinfo=UTC)
    return last - timedelta(days=(last.weekday() + 1) % 7)


def european_summer_time(zone: ZoneInfo, year: int) -> bool:
    """Whether the zone moves its clocks with Europe this year and the next."""
    for on in (year, year + 1):
        for month, change in ((3, timedelta(hours=1)), (10, timedelta(hours=-1))):
            moment = last_sunday(on, month)
            before, after = ((moment + timedelta(minutes=minutes)).astimezone(zone).utcoffset() for minutes in (-1, 1))
            if before is None or after is None or after - before != change:
                return False
    return True


def reminder_due(starts_at: datetime, minutes: int, *, booked_at: datetime, now: datetime) -> bool:
    """Whether the moment for the reminder has come, and came after the booking: who has just booked knows it."""
    moment = starts_at - timedelta(minutes=minutes)
    return booked_at < moment <= now < starts_at


# who plays ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Partner:
    """A partner who is free at a time, as far as the choice is concerned. `met` counts chats with this trainee."""

    id: int
    languages: frozenset[str]
    spared: frozenset[str]
    met: int = 0
    this_week: int = 0
    played: int = 0


def suits(partner: Partner, *, language: str, themes: Collection[str]) -> bool:
    """Whether the language is theirs and nothing in the scenario is spared them."""
    return language in partner.languages and not partner.spared.intersection(themes)


def chosen(partners: Iterable[Partner], *, language: str, themes: Collection[str]) -> tuple[Partner | None, str]:
    """Who plays, and why: `new` (never met before), `least` (met less often than others), `only` (nobody else can), or nobody.

    Whom the trainee has met least comes first, then who has least to do this week, then who has played least.
    """
    fitting = sorted(
        (one for one in partners if suits(one, language=language, themes=themes)),
        key=lambda one: (one.met, one.this_week, one.played, one.id),
    )
    if not fitting:
        return None, ""
    best = fitting[0]
    return best, "new" if not best.met else "only" if len(fitting) == 1 else "least"
