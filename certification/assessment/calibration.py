"""Whether a rater sees what the reference sees, and for how long that holds. Plain values in, plain values out."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from certification.assessment import agreement
from certification.assessment.rules import SOLID_GROUND, Rubric

TRAINING, CALIBRATED, DUE, LAPSED, REMOVED = "training", "calibrated", "due", "lapsed", "removed"
NEEDED = 6  # transcripts; all of them while the library holds fewer
EXACT, WITHIN_ONE, SEVERITY = 0.60, 0.95, 0.4
LASTS, SOON = timedelta(days=180), timedelta(days=30)
AGAIN_AFTER = timedelta(days=14)  # the same transcript, so that it is not written down from memory
MAY_FINISH = (CALIBRATED, DUE)


@dataclass(frozen=True)
class Trial:
    """One rating of a gold transcript beside its reference. `pairs`: (rater's level, reference) where both saw an opportunity.

    `safe`: every must-pass criterion on the right side of solid ground, and the critical behaviours as in the reference.
    """

    key: str
    on: date
    pairs: tuple[tuple[int, int], ...]
    safe: bool


def trial(
    key: str, on: date, mine: Mapping[str, int | None], reference: Mapping[str, int | None],
    critical: tuple[Collection[str], Collection[str]], rubric: Rubric,
) -> Trial:  # fmt: skip
    """`critical`: what the rater and what the reference ticked."""
    both = [(mine[key], reference[key]) for key in reference if mine.get(key) is not None and reference[key] is not None]
    must = [(mine.get(c.key), reference.get(c.key)) for c in rubric.criteria if c.barrier]
    right = all(a is None or b is None or (a < SOLID_GROUND) == (b < SOLID_GROUND) for a, b in must)
    return Trial(key, on, tuple((int(a or 0), int(b or 0)) for a, b in both), right and set(critical[0]) == set(critical[1]))


@dataclass(frozen=True)
class Figures:
    """What the trials come to, over all their criteria."""

    exact: float
    within_one: float
    severity: float
    safe: bool
    n: int

    @property
    def good(self) -> bool:
        """Within every limit at once."""
        return self.exact >= EXACT and self.within_one >= WITHIN_ONE and abs(self.severity) <= SEVERITY and self.safe


def figures(trials: Iterable[Trial]) -> Figures | None:
    """None when nothing was compared yet."""
    trials = list(trials)
    pairs = [pair for one in trials for pair in one.pairs]
    found = agreement.severity([mine - reference for mine, reference in pairs])
    if found is None:
        return None
    exact, within = agreement.exact(pairs) or 0.0, agreement.within_one(pairs) or 0.0
    return Figures(exact, within, found.mean, all(one.safe for one in trials), len(pairs))


@dataclass(frozen=True)
class Standing:
    """Where a rater stands. `done` of `needed` transcripts; `until` is the last day on which their word counts without doing it again."""

    state: str
    done: int
    needed: int
    figures: Figures | None = None
    until: date | None = None

    @property
    def may_finish(self) -> bool:
        return self.state in MAY_FINISH

    @property
    def is_removed(self) -> bool:
        return self.state == REMOVED


def standing(trials: Iterable[Trial], today: date, library: int, removed_on: date | None = None) -> Standing:
    """From everything the rater rated in the calibration library. With an empty library everybody counts as calibrated.

    Whoever was taken out of rating on a day begins anew: what they rated up to and on that day counts no more.
    """
    needed = min(NEEDED, library)
    if not needed:
        return Standing(REMOVED if removed_on else CALIBRATED, 0, 0)
    ordered = sorted((one for one in trials if removed_on is None or one.on > removed_on), key=lambda one: one.on)
    passed: date | None = None
    for day in sorted({one.on for one in ordered}):
        seen = _newest(ordered, day, needed)
        found = figures(seen)
        if len(seen) >= needed and found and found.good:
            passed = day
    newest = _newest(ordered, today, needed)
    until = passed + LASTS if passed else None
    state = REMOVED if removed_on and until is None else _state(until, today)
    return Standing(state, len(newest), needed, figures(newest), until)


def _newest(trials: list[Trial], day: date, number: int) -> list[Trial]:
    """The newest rating of each transcript on that day, not older than a calibration lasts; the newest so many."""
    by_key = {one.key: one for one in trials if day - LASTS < one.on <= day}
    return sorted(by_key.values(), key=lambda one: one.on)[-number:]


def _state(until: date | None, today: date) -> str:
    if until is None:
        return TRAINING
    if today > until:
        return LAPSED
    return DUE if today > until - SOON else CALIBRATED
