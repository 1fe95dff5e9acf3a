"""When a second person looks, and where two looks lie too far apart. Plain values in, plain values out."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from certification.assessment.rules import Outcome, Rubric, disagreements

SAMPLE, NEW_RATER, BORDERLINE, CRITICAL, ASKED = "sample", "new_rater", "borderline", "critical", "asked"


def reasons(
    outcome: Outcome, judgement: int, *, draw: float, double: int, earlier: int, first: int, ready: int, borderline: bool
) -> tuple[str, ...]:
    """Why somebody else should look at an assessed chat too; empty when one look is enough.

    `draw` is the chat's number between 0 and 1, `double` the percentage that is looked at twice; `earlier` is how many assessed chats
    the rater has rated before; `borderline` says that the trainee stands there already.
    """
    found = {
        SAMPLE: draw * 100 < double,
        NEW_RATER: earlier < first,
        BORDERLINE: borderline or is_on_the_line(outcome, judgement, ready),
        CRITICAL: bool(outcome.critical),
    }
    return tuple(name for name, holds in found.items() if holds)


def is_on_the_line(outcome: Outcome, judgement: int, ready: int) -> bool:
    """Whether a single tick would have turned it, or the overall judgement says other than the ticks."""
    if outcome.critical:
        return False
    if outcome.passed != (judgement >= ready):
        return True
    return len({*outcome.harm, *outcome.barrier}) == 1


@dataclass(frozen=True)
class Disputes:
    """Where two ratings call for a moderator: levels of criteria, and critical behaviours that only one of them ticked."""

    levels: dict[str, tuple[int, int]] = field(default_factory=dict)
    critical: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.levels or self.critical)


def disputes(
    one: Mapping[str, int | None], other: Mapping[str, int | None], ticked: tuple[Collection[str], Collection[str]], rubric: Rubric
) -> Disputes:
    """`ticked`: the critical behaviours each of them saw."""
    apart = {key: (int(one[key] or 0), int(other[key] or 0)) for key in disagreements(one, other, rubric)}
    alone = set(ticked[0]) ^ set(ticked[1])
    return Disputes(apart, tuple(key for key in rubric.critical if key in alone))
