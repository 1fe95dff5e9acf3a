"""Where things stand in a drawing: coordinates for inline SVG, as plain sums. The table beneath says the same in words."""

from collections.abc import Sequence
from dataclasses import dataclass

STEP, LEFT, TOP, RISE = 30, 15, 8, 16  # of a path: between chats, margins, between levels
WIDE, MIDDLE, REACH = 240, 120, 110  # of severity: the whole, zero, and one level either way
BAR, GAP, TALL = 18, 6, 60  # of waiting


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    level: int


@dataclass(frozen=True)
class Path:
    """One criterion from chat to chat. `lines` join neighbours; a chat without opportunity leaves a gap in the dots, not in the line."""

    width: int
    height: int
    shore: float
    dots: tuple[Dot, ...]
    lines: str


def path(levels: Sequence[int | None]) -> Path:
    dots = tuple(Dot(LEFT + n * STEP, TOP + (4 - level) * RISE, level) for n, level in enumerate(levels) if level)
    lines = " ".join(f"{dot.x},{dot.y}" for dot in dots) if len(dots) > 1 else ""
    return Path(2 * LEFT + max(len(levels) - 1, 0) * STEP, 2 * TOP + 3 * RISE, TOP + 1.5 * RISE, dots, lines)


@dataclass(frozen=True)
class Gap:
    """One criterion in the picture of two views: where oneself and where the rater saw it."""

    number: int
    y: int
    own: int | None
    level: int | None


ROW, FIRST, APART = 22, 40, 50


def gaps(rows: Sequence[tuple[int, int, int]]) -> list[Gap]:
    """`rows`: (number, own level, rater's level), 0 where there is none. Levels go from left to right."""
    return [
        Gap(number, n * ROW + ROW // 2, FIRST + own * APART if own else None, FIRST + level * APART if level else None)
        for n, (number, own, level) in enumerate(rows)
    ]  # fmt: skip


@dataclass(frozen=True)
class Scale:
    """One rater on the line from strict to mild."""

    x: float
    low: float | None
    high: float | None
    outside: bool


def on_scale(mean: float, low: float | None, high: float | None, limit: float) -> Scale:
    """One level either way fills the picture; what lies farther out stands at its edge."""

    def place(value: float) -> float:
        return round(MIDDLE + max(-1.0, min(1.0, value)) * REACH, 1)

    return Scale(place(mean), None if low is None else place(low), None if high is None else place(high), abs(mean) > limit)


@dataclass(frozen=True)
class Column:
    x: int
    y: float
    height: float
    label: str
    count: int
    late: bool


def columns(counts: Sequence[int], due: int) -> list[Column]:
    """One bar for each day waited; the last one stands for that many and more."""
    most = max([*counts, 1])
    found = []
    for day, count in enumerate(counts):
        height = round(count / most * TALL, 1)
        label = f"{day}+" if day == len(counts) - 1 else str(day)
        found.append(Column(day * (BAR + GAP), TALL - height + 2, height, label, count, day >= due))
    return found
