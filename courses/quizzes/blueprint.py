"""What a quiz asks for, as plain values: how many questions of which area, the pass mark, the pauses."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Any


def needed(total: int, pass_share: str) -> int:
    """How many right answers it takes: the share, rounded up, without floating points."""
    return ceil(Fraction(pass_share) * total)


@dataclass(frozen=True)
class Row:
    """One line of a blueprint: so many questions of an area, from the critical pool or from the open one.

    `modules` are keys of modules: only questions about their lessons; none means about anything.
    """

    area: str
    critical: bool
    count: int
    modules: tuple[str, ...] = ()

    def takes(self, area: str, critical: bool, module: str) -> bool:
        """Whether a question of this kind may fill this line."""
        return (area, critical) == (self.area, self.critical) and (not self.modules or module in self.modules)

    def shares(self, other: "Row") -> bool:
        """Whether one question could fill either line."""
        same = (self.area, self.critical) == (other.area, other.critical)
        return same and (not self.modules or not other.modules or bool(set(self.modules) & set(other.modules)))

    def as_json(self) -> dict[str, Any]:
        plain: dict[str, Any] = {"area": self.area, "critical": self.critical, "count": self.count}
        return {**plain, "modules": list(self.modules)} if self.modules else plain  # so that versions frozen before stay what they are


@dataclass(frozen=True)
class Blueprint:
    """What a quiz asks for. `minutes` None: no limit; `max_attempts` None: no end; `pass_share` is a decimal text such as "0.8"."""

    rows: tuple[Row, ...]
    pass_share: str = "0.8"
    minutes: int | None = None
    retry_hours: tuple[int, ...] = ()
    max_attempts: int | None = None

    @property
    def total(self) -> int:
        return sum(row.count for row in self.rows)

    @property
    def needed(self) -> int:
        return needed(self.total, self.pass_share)

    @property
    def for_practice(self) -> bool:
        """Nothing hangs on it: no clock, no pause and no last try. One may take it again, passed or not."""
        return not (self.minutes or self.retry_hours or self.max_attempts)

    @property
    def critical(self) -> int:
        return sum(row.count for row in self.rows if row.critical)

    def as_json(self) -> dict[str, Any]:
        return {
            "draw": [row.as_json() for row in self.rows],
            "pass_share": self.pass_share,
            "minutes": self.minutes,
            "retry_hours": list(self.retry_hours),
            "max_attempts": self.max_attempts,
        }

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> "Blueprint":
        rows = tuple(Row(row["area"], row["critical"], row["count"], tuple(row.get("modules", ()))) for row in kept["draw"])
        return cls(rows, kept["pass_share"], kept["minutes"], tuple(kept["retry_hours"]), kept["max_attempts"])
