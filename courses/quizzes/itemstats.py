"""How a question works, as sums over first answers: how many get it right, whether those are the ones who know the rest, how long it
takes, who falls for which option. Plain values in, plain values out."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from math import sqrt
from statistics import fmean, median

FEWEST = 10  # people; fewer say nothing about a question and too much about them
EASY, EASY_FROM = 0.95, 50  # domain.md §6.1: more than 95 % right, of 50 at least
WEAK = 0.1  # domain.md §6.1; Ebel (1965) calls anything below 0.2 poor


@dataclass(frozen=True)
class Response:
    """One person's first answer. `share` from 0 to 1 is what it was worth; `rest` the share of all the other questions of the same
    quiz, None where there were none; `seconds` from the last thing kept in that quiz to the first answer."""

    share: float
    rest: float | None
    chosen: tuple[str, ...] = ()
    seconds: int | None = None


@dataclass(frozen=True)
class Choice:
    """How often an option was chosen, and how those who chose it did in the rest (None: nobody did, or there was no rest)."""

    option: str
    count: int
    share: float
    rest: float | None
    right: bool


@dataclass(frozen=True)
class ItemFigures:
    """The figures of one question; all but `n` are None or empty below ten people."""

    n: int
    facility: float | None = None
    discrimination: float | None = None
    seconds: float | None = None
    choices: tuple[Choice, ...] = ()
    dubious: tuple[str, ...] = field(default=())

    @property
    def hidden(self) -> bool:
        return self.n < FEWEST


def facility(responses: Sequence[Response]) -> float:
    """The mean share of the points, from 0 (nobody) to 1 (everybody right): the "p value" of classical test theory.

    Source: Crocker and Algina, Introduction to Classical and Modern Test Theory (1986), ch. 14.
    """
    return fmean(one.share for one in responses)


def discrimination(responses: Sequence[Response]) -> float | None:
    """Corrected point-biserial: Pearson's r between a question and the rest of the quiz *without* it, from -1 to 1.

    With answers that are right or not, r = (M1 - M0) / s * sqrt(p q), where M1 and M0 are the mean rest of those who were right and
    who were not, s the standard deviation (of the population) of the rest, p the share who were right and q = 1 - p. Leaving the
    question out of the rest keeps it from correlating with itself: Henrysson, "Correction of item-total correlations in item analysis",
    Psychometrika 28 (1963), 211-218. The rest is a share, because people draw different questions. None when nothing varies.
    """
    pairs = [(one.share, one.rest) for one in responses if one.rest is not None]
    if len(pairs) < 2:
        return None
    n, mean_x, mean_y = len(pairs), fmean(x for x, _y in pairs), fmean(y for _x, y in pairs)
    both = sum((x - mean_x) * (y - mean_y) for x, y in pairs) / n
    spread = sqrt(sum((x - mean_x) ** 2 for x, _y in pairs) / n) * sqrt(sum((y - mean_y) ** 2 for _x, y in pairs) / n)
    return both / spread if spread > 1e-12 else None


def median_seconds(responses: Sequence[Response]) -> float | None:
    """The median, which a pause for supper does not move; None when no time was kept."""
    times = [one.seconds for one in responses if one.seconds is not None]
    return median(times) if times else None


def choices(options: Sequence[str], right: Collection[str], responses: Sequence[Response]) -> tuple[Choice, ...]:
    """The distractor table: every option with how many chose it and their mean rest.

    A wrong option that nobody takes does no work; one that the stronger take is a second right answer, or the key is wrong: Haladyna,
    Downing and Rodriguez, "A review of multiple-choice item-writing guidelines", Applied Measurement in Education 15 (2002), 309-334.
    """
    table = []
    for option in options:
        mine = [one for one in responses if option in one.chosen]
        rests = [one.rest for one in mine if one.rest is not None]
        table.append(Choice(option, len(mine), len(mine) / len(responses), fmean(rests) if rests else None, option in right))
    return tuple(table)


def dubious(n: int, ease: float, discriminates: float | None) -> tuple[str, ...]:
    """Why an editor should look: "easy" (says nothing, nearly everybody is right) and "weak" (those who know the rest do no better)."""
    found = ["easy"] if n >= EASY_FROM and ease > EASY else []
    if discriminates is not None and discriminates < WEAK:
        found.append("weak")
    return tuple(found)


def figures(responses: Sequence[Response], options: Sequence[str] = (), right: Collection[str] = ()) -> ItemFigures:
    """Everything about one question; hidden below ten people."""
    n = len(responses)
    if n < FEWEST:
        return ItemFigures(n)
    ease, discriminates = facility(responses), discrimination(responses)
    return ItemFigures(
        n, ease, discriminates, median_seconds(responses), choices(options, right, responses), dubious(n, ease, discriminates)
    )  # fmt: skip
