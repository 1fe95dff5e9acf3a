"""Level distributions as bars around a shore line: pure sums, no Django."""

from collections.abc import Sequence
from dataclasses import dataclass

COLUMN, BAR, SIDE, HEIGHT, SHORE, GAP = 56, 38, 9, 46, 48, 1.0


@dataclass(frozen=True, slots=True)
class Block:
    """One rectangle: level, left edge, top edge, height."""

    level: int
    x: float
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Column:
    """One month: its name, how many were rated, where its words stand, its blocks."""

    label: str
    total: int
    middle: float
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    width: int
    columns: tuple[Column, ...]


def chart(months: Sequence[tuple[str, Sequence[int]]]) -> Chart:
    """Shares of each month, in one scale above and below the line. `months`: (label, counts of level 1 to 4)."""
    columns = tuple(_column(i, label, counts) for i, (label, counts) in enumerate(months))
    return Chart(width=max(len(columns), 1) * COLUMN, columns=columns)


def _column(place: int, label: str, counts: Sequence[int]) -> Column:
    total, x = sum(counts), place * COLUMN + SIDE
    shares = [n / total * HEIGHT if total else 0.0 for n in counts]
    blocks = [*_stack((3, 4), shares, x, upwards=True), *_stack((2, 1), shares, x, upwards=False)]
    return Column(label=str(label), total=total, middle=x + BAR / 2, blocks=tuple(blocks))


def _stack(levels: Sequence[int], shares: Sequence[float], x: float, *, upwards: bool) -> list[Block]:
    edge, blocks = (SHORE - 0.8) if upwards else (SHORE + 0.8), []
    for level in levels:
        share = shares[level - 1]
        if share <= 0:
            continue
        height = round(max(share - GAP, 0.8), 1)
        y = edge - share if upwards else edge
        blocks.append(Block(level=level, x=x, y=round(y, 1), height=height))
        edge += -share if upwards else share
    return blocks
