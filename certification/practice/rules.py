"""Sums about a practice chat: its clock, its lines, its dates. Plain values in, plain values out."""

import math
import re
import uuid
from datetime import date, datetime, timedelta

LONGEST = 4000
LONGEST_NOTE = 10_000
LARGEST_CURSOR = 2**31 - 1
DOORS_OPEN = timedelta(minutes=15)  # before the time agreed
GRACE = timedelta(seconds=20)  # after the last minute: a sentence in flight is not lost
LONGEST_PAUSE = timedelta(minutes=30)
NOBODY_CAME = timedelta(hours=2)
CAME = 15  # minutes credited to a partner who came when the trainee did not
KEPT_AFTER_END = timedelta(days=90)
KEPT_AFTER_FEEDBACK = timedelta(days=30)
PLANS_AHEAD = timedelta(weeks=12)
THRESHOLDS = (10, 5)  # minutes left at which the clock speaks

# One word that nobody playing a role would send alone. Every language's word stops every chat: nobody must remember which one it is in.
STOP_WORDS = {"nb": "fyrtårn", "da": "fyrtårn", "en": "lighthouse"}
ALL_STOP_WORDS = {*STOP_WORDS.values(), "fyrtarn", "fyrtaarn"}

_CURSOR = re.compile(r"[0-9]{1,10}")


def plain_text(body: str) -> str:
    """What somebody wrote, ready to be stored: without blanks around it, NULs (PostgreSQL has none) and broken halves of characters."""
    whole = body.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.replace("\x00", "").replace("\r\n", "\n").strip()


def fault_in(text: str) -> str:
    """Why a text cannot be sent: `empty`, `long` or nothing."""
    if not text:
        return "empty"
    return "long" if len(text) > LONGEST else ""


def stop_word(language: str) -> str:
    """The word that stops an exercise, as it is shown in a language."""
    return STOP_WORDS.get(language, STOP_WORDS["nb"])


def is_stop_word(text: object) -> bool:
    """Whether somebody wrote the stop word and nothing else, in any language, whatever its case and the marks around it."""
    return isinstance(text, str) and text.strip(" \t\r\n.,!?:;…«»\"'“”").casefold() in ALL_STOP_WORDS


def cursor(text: str) -> int | None:
    """The number of the last line somebody has; None when the text is no such number."""
    if not _CURSOR.fullmatch(text):
        return None
    number = int(text)
    return number if number <= LARGEST_CURSOR else None


def as_uuid(text: object) -> uuid.UUID | None:
    """The id a phone gave its line; None when it is no UUID."""
    try:
        return uuid.UUID(str(text))
    except ValueError:
        return None


def deadline(began_at: datetime, minutes: int, paused_seconds: int) -> datetime:
    """When the last minute is over; pauses do not count."""
    return began_at + timedelta(minutes=minutes, seconds=paused_seconds)


def seconds_left(now: datetime, began_at: datetime | None, minutes: int, paused_seconds: int, paused_at: datetime | None) -> int:
    """Whole seconds until the last minute is over, never negative; the whole time before it began. The clock rests in a pause."""
    if began_at is None:
        return minutes * 60
    left = deadline(began_at, minutes, paused_seconds) - (paused_at or now)
    return max(0, math.ceil(left.total_seconds()))


def is_over(now: datetime, began_at: datetime, minutes: int, paused_seconds: int, paused_at: datetime | None) -> bool:
    """Whether time has ended the chat: the grace after the last minute is over, or a pause went on for too long."""
    if paused_at is not None:
        return now > paused_at + LONGEST_PAUSE
    return now > deadline(began_at, minutes, paused_seconds) + GRACE


def doors_open_at(starts_at: datetime) -> datetime:
    """When the lobby may be entered."""
    return starts_at - DOORS_OPEN


def purge_on(ended_on: date, feedback_on: date | None = None) -> date:
    """The day the transcript is deleted: 30 days after the feedback, and at the latest 90 days after the chat."""
    cap = ended_on + KEPT_AFTER_END
    return cap if feedback_on is None else min(cap, feedback_on + KEPT_AFTER_FEEDBACK)


def credited_minutes(began_at: datetime | None, ended_at: datetime | None) -> int:
    """What a partner is credited for one chat: the time in the room, in whole minutes, with a quarter of an hour for before and after."""
    if began_at is None or ended_at is None:
        return 0
    return max(0, math.ceil((ended_at - began_at).total_seconds() / 60)) + 15
