"""The sums of a quiz: drawing, shuffling, grading, and when one may try again. Plain values in, plain values out."""

import random
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from math import ceil

from courses.quizzes.blueprint import Row, needed
from courses.quizzes.marking import FULL


@dataclass(frozen=True)
class Candidate:
    """A question that may be drawn."""

    key: str
    area: str
    critical: bool
    module: str = ""  # of the lesson it is about, where it names one


class TooFew(Exception):
    """A pool holds fewer questions than its row asks for: better no quiz than a thinner one."""

    def __init__(self, row: Row, there: int) -> None:
        self.row, self.there = row, there
        super().__init__(f"{row.area}: {there} of {row.count}")


def short_rows(rows: Iterable[Row], pool: Collection[Candidate]) -> list[tuple[Row, int]]:
    """Rows that the pool cannot fill, with what is there for them when the rows before them took theirs from the same questions."""
    short, before = [], list[Row]()
    for row in narrow_first(rows):
        fitting = sum(row.takes(one.area, one.critical, one.module) for one in pool)
        there = max(0, fitting - sum(other.count for other in before if row.shares(other)))
        if there < row.count:
            short.append((row, there))
        before.append(row)
    return short


def narrow_first(rows: Iterable[Row]) -> list[Row]:
    """Rows that ask for certain modules before those that take anything, otherwise as they stand."""
    return sorted(rows, key=lambda row: not row.modules)


def draw(rows: Sequence[Row], pool: Collection[Candidate], seen: Mapping[str, int], seed: int) -> list[str]:
    """The keys of the questions to ask, in the order to ask them; the same for the same seed.

    Each row is filled from its own pool, those this person met least often first. Raises TooFew.
    """
    short = short_rows(rows, pool)
    if short:
        raise TooFew(*short[0])
    chance = random.Random(f"draw:{seed}")
    waiting = sorted(pool, key=lambda one: one.key)
    chance.shuffle(waiting)
    waiting.sort(key=lambda one: seen.get(one.key, 0))
    taken: list[str] = []
    for row in narrow_first(rows):
        mine = [one for one in waiting if row.takes(one.area, one.critical, one.module) and one.key not in taken]
        taken += [one.key for one in mine[: row.count]]
    chance.shuffle(taken)
    return taken


def shuffled(options: Iterable[str], seed: int, key: str) -> list[str]:
    """The options of one question in the order this attempt shows them."""
    order = list(options)
    random.Random(f"options:{seed}:{key}").shuffle(order)
    return order


@dataclass(frozen=True)
class Mark:
    """One question after grading; `points` in hundredths."""

    points: int
    critical: bool

    @property
    def right(self) -> bool:
        return self.points >= FULL


@dataclass(frozen=True)
class Grade:
    score: int
    total: int
    critical_missed: int
    passed: bool


def grade(marks: Iterable[Mark], pass_share: str) -> Grade:
    """The result: passed when the share is reached and every critical question is right, whatever the score. No questions: not passed.

    The score is in whole points: two halves are one, a half alone is none.
    """
    marks = list(marks)
    score, missed = sum(one.points for one in marks) // FULL, sum(one.critical and not one.right for one in marks)
    passed = bool(marks) and missed == 0 and score >= needed(len(marks), pass_share)
    return Grade(score, len(marks), missed, passed)


@dataclass(frozen=True)
class Door:
    """Whether one may begin: "open" (`at` may name since when), "wait" (until `at`) or "talk"."""

    state: str
    at: datetime | None = None


def door(
    misses: Sequence[datetime], talks: Sequence[datetime], retry_hours: Sequence[int], max_attempts: int | None, now: datetime
) -> Door:
    """Whether a person who missed at these times, and had talks at those, may begin again.

    The nth miss waits the nth number of hours (the last one again after that). After `max_attempts` misses comes a talk;
    each talk opens one more try at once.
    """
    if not misses:
        return Door("open")
    last = max(misses)
    if any(talk >= last for talk in talks):
        return Door("open", max(talks))
    if max_attempts is not None and len(misses) >= max_attempts:
        return Door("talk")
    hours = retry_hours[min(len(misses), len(retry_hours)) - 1] if retry_hours else 0
    at = last + timedelta(hours=hours)
    return Door("open" if at <= now else "wait", at)


def allowed_minutes(minutes: int | None, extra_percent: int) -> int | None:
    """The time limit with a person's own extra time, rounded up to whole minutes."""
    return None if minutes is None else ceil(Fraction(minutes * (100 + extra_percent), 100))


QUOTED = re.compile(r"«([^«»]+)»|»([^«»]+)«|“([^“”]+)”|„([^„“]+)“")


AFTER = " \n\t.,:;!"  # marks that belong to the quotation before them, which stands in a bubble of its own


def spoken(stem: str, *, least_words: int = 1) -> list[tuple[str, str]]:
    """A stem taken apart: ("say", words around) and ("line", what somebody wrote, without its quotation marks).

    A quotation shorter than `least_words` stays within the words: it names something, nobody wrote it.
    """
    parts, at = [], 0
    for quote in QUOTED.finditer(stem):
        line = next(filter(None, quote.groups()))
        if len(line.split()) >= least_words:
            parts += [("say", stem[at : quote.start()]), ("line", line)]
            at = quote.end()
    parts.append(("say", stem[at:]))
    said = [(kind, (text.lstrip(AFTER) if n and kind == "say" else text).strip()) for n, (kind, text) in enumerate(parts)]
    return [(kind, text) for kind, text in said if text.strip(" \n\t….,:;!?")]
