"""The pass mark from what a panel expects of somebody who is just good enough. Plain values in, plain values out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import floor, sqrt
from statistics import fmean, stdev

from courses.quizzes.blueprint import Row

FEWEST = 5  # judges; fewer, and one of them sways the mark
ROUNDS = (1, 2)

Estimates = Mapping[str, int]  # by question: how many of a hundred just-good-enough people would get it right


@dataclass(frozen=True)
class PanelMark:
    """The mark that a panel comes to: `share` from 0 to 1, each judge's own, how far they are apart, and the standard error."""

    share: float
    judges: Mapping[int, float]
    spread: float
    error: float

    @property
    def rounded(self) -> str:
        """As the quiz keeps it: two decimals, rounded down, so that nobody misses by a rounding."""
        return f"{floor(self.share * 100 + 1e-9) / 100:.2f}"


def expected(rows: Sequence[Row], fits: Mapping[Row, Sequence[str]], estimates: Estimates) -> float:
    """The share of points that one judge expects of somebody just good enough: for each row of the blueprint the mean of its questions.

    A quiz draws, so the sum over the questions of one form is replaced by what it is on average over all the forms. Critical questions
    must all be right whatever the mark; they count here like the others.
    """
    total = sum(row.count for row in rows)
    return sum(row.count * fmean(estimates[key] for key in fits[row]) for row in rows) / (100 * total)


def mark(rows: Sequence[Row], fits: Mapping[Row, Sequence[str]], judges: Mapping[int, Estimates]) -> PanelMark:
    """The mean over the judges of what each expects: the modified Angoff method.

    Sources: Angoff, "Scales, norms, and equivalent scores", in Thorndike (ed.), Educational Measurement (1971), 514-515; with estimates
    in per cent, a talk and a second round: Hambleton and Plake (1995), Applied Measurement in Education 8, 41-55. The error is the
    standard deviation of the judges (of a sample) over the root of their number.
    """
    each = {judge: expected(rows, fits, estimates) for judge, estimates in judges.items()}
    spread = stdev(each.values()) if len(each) > 1 else 0.0
    return PanelMark(fmean(each.values()), each, spread, spread / sqrt(len(each)))


@dataclass(frozen=True)
class Heard:
    """What the others said about a question in the first round: shown in the second, without names."""

    mean: float
    low: int
    high: int

    @property
    def far_apart(self) -> bool:
        """Worth talking about."""
        return self.high - self.low >= 40


def heard(given: Sequence[int]) -> Heard | None:
    return Heard(fmean(given), min(given), max(given)) if given else None
