"""What came of reading a package: what is wrong, with file and line, or what was made and changed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, NamedTuple


class Problem(NamedTuple):
    """One thing that is wrong. `line` counts from 1; 0 means the file as a whole."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}" if self.line else f"{self.file}: {self.reason}"


@dataclass
class Report:
    """Collected while reading and loading. With a single error nothing of the package is written."""

    errors: list[Problem] = field(default_factory=list)
    made: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    same: Counter[str] = field(default_factory=Counter)
    dry: bool = False  # look and say what would come of it, and write nothing
    files: list[Any] = field(default_factory=list)  # what was put on the shelves, to be taken down again when the rest is refused
    items: list[tuple[str, str, str]] = field(default_factory=list)  # what came of it (made, changed, same), kind, name

    @property
    def ok(self) -> bool:
        return not self.errors

    def error(self, file: str, line: int, reason: str) -> None:
        """Note one problem and read on: people want the whole list."""
        problem = Problem(str(file), line, reason)
        if problem not in self.errors:  # every part looks at the same folder
            self.errors.append(problem)

    def tell(self, outcome: str, kind: str, name: str) -> None:
        """Count one thing, and keep its name for a preview. `outcome` is made, changed or same."""
        getattr(self, outcome)[kind] += 1
        self.items.append((outcome, kind, name))

    def take_in(self, other: Report) -> None:
        """Add what another part of the same package said."""
        for problem in other.errors:
            self.error(*problem)
        for outcome, kind, name in other.items:
            self.tell(outcome, kind, name)
        self.files += other.files

    def __str__(self) -> str:
        if self.errors:
            return "\n".join(map(str, sorted(self.errors)))
        words = []
        for name in sorted({*self.made, *self.changed, *self.same}):
            words.append(f"{name}: {self.made[name]} new, {self.changed[name]} changed, {self.same[name]} as before")
        return "\n".join(words)
