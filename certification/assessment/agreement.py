"""How far raters agree, how strict each is, how long people wait. Plain values in, plain values out; what is undefined is None.

Sources: Cohen 1968 (weighted κ); Shrout & Fleiss 1979 and McGraw & Wong 1996 (ICC with its interval); the F quantile through the
regularised incomplete beta function (continued fraction after Lentz). No statistics package is needed to run the house.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import ceil, exp, lgamma, log, sqrt
from statistics import fmean, median

Pair = tuple[int, int]
LEVELS = (1, 2, 3, 4)
ENOUGH_PAIRS = 10  # under so many paired ratings an interval would pretend to know
ALPHA = 0.05
TINY = 1e-300


def exact(pairs: Sequence[Pair]) -> float | None:
    """The share of pairs that say the same."""
    return fmean(a == b for a, b in pairs) if pairs else None


def within_one(pairs: Sequence[Pair]) -> float | None:
    """The share of pairs at most one level apart."""
    return fmean(abs(a - b) <= 1 for a, b in pairs) if pairs else None


def quadratic_kappa(pairs: Sequence[Pair], levels: Sequence[int] = LEVELS) -> float | None:
    """Cohen's κ with quadratic weights over the whole scale: a level nobody used keeps its distance.

    None without pairs, and when both raters used one and the same level throughout: then chance explains everything.
    """
    if not pairs:
        return None
    widest = (levels[-1] - levels[0]) ** 2
    seen = fmean((a - b) ** 2 for a, b in pairs) / widest
    ones, others = [a for a, _ in pairs], [b for _, b in pairs]
    by_chance = fmean((a - b) ** 2 for a in ones for b in others) / widest
    return 1 - seen / by_chance if by_chance else None


@dataclass(frozen=True)
class Icc:
    """An intraclass correlation over `n` targets by `k` raters; `low` and `high` bound it with 95 % when n is large enough."""

    value: float
    n: int
    k: int
    low: float | None = None
    high: float | None = None


def icc21(table: Sequence[Sequence[float]]) -> Icc | None:
    """ICC(2,1): two-way random, absolute agreement, one rater. Rows are targets, columns raters; no holes.

    None for fewer than two targets or raters, and where nothing varies. The interval (McGraw & Wong 1996, table 7) comes from
    ENOUGH_PAIRS targets on.
    """
    n, k = len(table), len(table[0]) if table else 0
    if n < 2 or k < 2:
        return None
    rows, columns, error = _mean_squares(table)
    below = rows + (k - 1) * error + k * (columns - error) / n
    if below <= TINY:
        return None
    value = (rows - error) / below
    low, high = _interval(rows, columns, error, value, n, k) if n >= ENOUGH_PAIRS else (None, None)
    return Icc(value, n, k, low, high)


def _mean_squares(table: Sequence[Sequence[float]]) -> tuple[float, float, float]:
    """Between rows, between columns, and the rest."""
    n, k = len(table), len(table[0])
    grand = fmean(value for row in table for value in row)
    of_rows = k * sum((fmean(row) - grand) ** 2 for row in table)
    of_columns = n * sum((fmean(column) - grand) ** 2 for column in zip(*table, strict=True))
    total = sum((value - grand) ** 2 for row in table for value in row)
    rest = max(total - of_rows - of_columns, 0.0)
    return of_rows / (n - 1), of_columns / (k - 1), rest / ((n - 1) * (k - 1))


def _interval(rows: float, columns: float, error: float, value: float, n: int, k: int) -> tuple[float, float]:
    if value >= 1 - 1e-12:
        return 1.0, 1.0
    a = k * value / (n * (1 - value))
    b = 1 + k * value * (n - 1) / (n * (1 - value))
    spread = (a * columns) ** 2 / (k - 1) + (b * error) ** 2 / ((n - 1) * (k - 1))
    freedom = (a * columns + b * error) ** 2 / spread
    lower, upper = f_quantile(1 - ALPHA / 2, n - 1, freedom), f_quantile(1 - ALPHA / 2, freedom, n - 1)
    rest = k * columns + (k * n - k - n) * error
    low = n * (rows - lower * error) / (lower * rest + n * rows)
    high = n * (upper * rows - error) / (rest + n * upper * rows)
    return low, high


def f_quantile(share: float, one: float, other: float) -> float:
    """The value under which this share of an F distribution with `one` and `other` degrees of freedom lies."""
    low, high = 0.0, 1.0
    for _ in range(200):  # halving: sure, and fast enough for a page
        middle = (low + high) / 2
        if beta_share(one / 2, other / 2, middle) < share:
            low = middle
        else:
            high = middle
    x = (low + high) / 2
    return x * other / (one * (1 - x)) if x < 1 else float("inf")


def beta_share(a: float, b: float, x: float) -> float:
    """The regularised incomplete beta function I_x(a, b)."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x))
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(a, b, x) / a
    return 1 - front * _fraction(b, a, 1 - x) / b


def _fraction(a: float, b: float, x: float) -> float:
    """The continued fraction of the incomplete beta function, after Lentz."""

    def held(value: float) -> float:
        return value if abs(value) > TINY else TINY

    c, d = 1.0, 1 / held(1 - (a + b) * x / (a + 1))
    found = d
    for m in range(1, 1000):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        before = found
        for term in (even, odd):
            d, c = 1 / held(1 + term * d), held(1 + term / c)
            found *= c * d
        if abs(found - before) < 1e-15 * abs(found):
            break
    return found


@dataclass(frozen=True)
class Severity:
    """How far a rater lies from the others, on average over `n` comparisons; under 0 is stricter. `low` and `high`: two standard errors."""

    mean: float
    n: int
    low: float | None = None
    high: float | None = None


def severity(gaps: Sequence[float]) -> Severity | None:
    """`gaps`: one's level minus what the others saw, for every comparison. This average is about a rater, never about a trainee."""
    if not gaps:
        return None
    mean, n = fmean(gaps), len(gaps)
    if n < ENOUGH_PAIRS:
        return Severity(mean, n)
    error = sqrt(sum((gap - mean) ** 2 for gap in gaps) / (n - 1) / n)
    return Severity(mean, n, mean - 2 * error, mean + 2 * error)


def drift(gaps: Iterable[tuple[str, float]]) -> list[tuple[str, Severity]]:
    """Severity in each span of time, in order. `gaps`: (name of the span, gap); names sort in time, such as 2026-3."""
    spans: dict[str, list[float]] = {}
    for span, gap in gaps:
        spans.setdefault(span, []).append(gap)
    return [(span, found) for span in sorted(spans) if (found := severity(spans[span]))]


def share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


@dataclass(frozen=True)
class Waiting:
    """How long trainees waited for feedback: the middle, the slowest of ten, and the share that came in time."""

    n: int
    middle: float
    slow: float
    in_time: float


def waiting(waits: Sequence[timedelta], due: timedelta) -> Waiting | None:
    """In days. The slow one is the 90th percentile, the nearest that really happened."""
    if not waits:
        return None
    days = sorted(wait.total_seconds() / 86400 for wait in waits)
    slow = days[ceil(0.9 * len(days)) - 1]
    return Waiting(len(days), median(days), slow, fmean(wait <= due for wait in waits))


def by_criterion(pairs: Mapping[str, Sequence[Pair]]) -> dict[str, tuple[int, float | None, float | None, float | None]]:
    """(n, exact, within one, κ) of each criterion."""
    return {key: (len(found), exact(found), within_one(found), quadratic_kappa(found)) for key, found in pairs.items()}
