"""What a corrected question does to results, as sums. Plain values in, plain values out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from courses.quizzes.rules import Grade, Mark, grade


@dataclass(frozen=True)
class Outcome:
    """A result before and after. `strict` is what the corrected key alone would say; it is the same as `after` when results may sink."""

    before: Grade
    after: Grade
    strict: Grade

    @property
    def changes(self) -> bool:
        return self.before != self.after

    @property
    def spared(self) -> bool:
        """Passed, and the corrected key alone would have said "not yet"; the person keeps what they have."""
        return self.after.passed and not self.strict.passed

    @property
    def sinks(self) -> bool:
        return self.before.passed and not self.after.passed


def worth(before: int, corrected: int, *, may_lower: bool) -> int:
    """The points of an answer after a correction: never fewer than before, unless results may sink."""
    return corrected if may_lower else max(before, corrected)


def outcome(marks: Sequence[Mark], corrected: Mapping[int, int], pass_share: str, *, may_lower: bool, passed: bool) -> Outcome:
    """How a result changes when the answers at some places (from 0) are worth `corrected` points.

    Who had passed (`passed`) stays so unless results may sink.
    """
    strict_marks, marks_after = list(marks), list(marks)
    for place, points in corrected.items():
        strict_marks[place] = replace(marks[place], points=points)
        marks_after[place] = replace(marks[place], points=worth(marks[place].points, points, may_lower=may_lower))
    before, after, strict = (grade(some, pass_share) for some in (marks, marks_after, strict_marks))
    before = replace(before, passed=passed)
    if passed and not may_lower:
        after = replace(after, passed=True)
    return Outcome(before, after, strict)


def same_options(before: Iterable[str], after: Iterable[str]) -> bool:
    """Whether answers to the one form can be read by the key of the other."""
    return sorted(before) == sorted(after)
