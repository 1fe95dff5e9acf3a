"""The sums of an assessment: ticks decide the level, nothing is averaged. Plain values in, plain values out."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from itertools import pairwise
from typing import Any

HARM, ON_THE_WAY, SOLID_GROUND, EXTRA = 1, 2, 3, 4
FEEDBACK_DUE = timedelta(days=5)
MISSED_VIEW = timedelta(hours=48)


@dataclass(frozen=True)
class Criterion:
    """One thing that is rated; its behaviours by kind, as keys."""

    key: str
    number: int
    group: str
    barrier: bool
    code: str = ""
    unhelpful: tuple[str, ...] = ()
    basic: tuple[str, ...] = ()
    advanced: tuple[str, ...] = ()

    @property
    def behaviours(self) -> tuple[str, ...]:
        return self.unhelpful + self.basic + self.advanced


@dataclass(frozen=True)
class Rubric:
    """The bones of a rubric, without its words."""

    criteria: tuple[Criterion, ...]
    critical: tuple[str, ...] = ()
    panel: tuple[str, ...] = ()  # quick notes at a line; they decide nothing
    partner: tuple[tuple[str, bool], ...] = ()  # (item, whether a high number is worse)
    judgements: tuple[int, ...] = (0, 1, 2, 3)

    @cached_property
    def by_key(self) -> dict[str, Criterion]:
        return {criterion.key: criterion for criterion in self.criteria}

    @cached_property
    def owner(self) -> dict[str, Criterion]:
        """The criterion each behaviour belongs to; critical ones and quick notes belong to none."""
        return {behaviour: criterion for criterion in self.criteria for behaviour in criterion.behaviours}

    @cached_property
    def keys(self) -> frozenset[str]:
        """Everything that can be ticked."""
        return frozenset(self.owner) | frozenset(self.critical) | frozenset(self.panel)


def rubric_from(structure: Mapping[str, Any]) -> Rubric:
    """Read the `structure` column of a frozen rubric."""
    criteria = tuple(
        Criterion(
            key=one["key"], number=one["number"], group=group["key"], barrier=bool(group["barrier"]), code=one.get("code", ""),
            unhelpful=tuple(one["unhelpful"]), basic=tuple(one["basic"]), advanced=tuple(one["advanced"]),
        )
        for group in structure["groups"]
        for one in group["criteria"]
    )  # fmt: skip
    return Rubric(
        criteria=criteria,
        critical=tuple(structure["critical"]),
        panel=tuple(structure["panel"]),
        partner=tuple((item["key"], bool(item["reverse"])) for item in structure["partner"]),
        judgements=tuple(structure["judgements"]),
    )


@dataclass(frozen=True)
class Verdict:
    """What a rater said of one criterion besides the ticks."""

    override: int | None = None
    reason: str = ""
    no_opportunity: bool = False
    considered: bool = False  # "none of these": looked at, nothing to tick


@dataclass(frozen=True)
class Draft:
    """Everything a rater has put down so far."""

    ticks: frozenset[str] = frozenset()
    quoted: frozenset[str] = frozenset()  # behaviours with at least one quote
    roles: frozenset[str] = frozenset()  # "strength", "next_step" when quoted
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)
    strength: str = ""
    next_step: str = ""
    judgement: int | None = None

    def verdict(self, criterion: Criterion) -> Verdict:
        return self.verdicts.get(criterion.key, Verdict())


def level_of(ticks: Collection[str], criterion: Criterion) -> int:
    """1: anything unhelpful. 2: something basic is missing. 3: everything basic. 4: everything basic and something advanced."""
    if any(key in ticks for key in criterion.unhelpful):
        return HARM
    if any(key not in ticks for key in criterion.basic):
        return ON_THE_WAY
    return EXTRA if any(key in ticks for key in criterion.advanced) else SOLID_GROUND


def may_skip(criterion: Criterion, *, risk: bool) -> bool:
    """Whether "no opportunity" can be said at all: never of a must-pass criterion in a risk scenario."""
    return not (criterion.barrier and risk)


def is_skipped(draft: Draft, criterion: Criterion, *, risk: bool) -> bool:
    """ "No opportunity" counts only where nothing was ticked: what was seen had an opportunity."""
    said = draft.verdict(criterion).no_opportunity
    return said and may_skip(criterion, risk=risk) and not any(key in draft.ticks for key in criterion.behaviours)


def is_rated(draft: Draft, criterion: Criterion, *, risk: bool) -> bool:
    """Whether the rater has had an opinion: a tick, "none of these", or "no opportunity"."""
    ticked = any(key in draft.ticks for key in criterion.behaviours)
    return ticked or draft.verdict(criterion).considered or is_skipped(draft, criterion, risk=risk)


def computed_level(draft: Draft, criterion: Criterion, *, risk: bool) -> int | None:
    """What the ticks say; None while not rated and where there was no opportunity."""
    if not is_rated(draft, criterion, risk=risk) or is_skipped(draft, criterion, risk=risk):
        return None
    return level_of(draft.ticks, criterion)


def overrides(computed: int | None) -> tuple[int, ...]:
    """The levels a rater may put in place of the computed one: one step, with a reason."""
    return () if computed is None else tuple(n for n in (computed - 1, computed + 1) if HARM <= n <= EXTRA)


def final_level(draft: Draft, criterion: Criterion, *, risk: bool) -> int | None:
    """The computed level, or the rater's override when it is one step away."""
    computed = computed_level(draft, criterion, risk=risk)
    override = draft.verdict(criterion).override
    return override if override in overrides(computed) else computed


def levels(draft: Draft, rubric: Rubric, *, risk: bool) -> dict[str, int | None]:
    return {criterion.key: final_level(draft, criterion, risk=risk) for criterion in rubric.criteria}


@dataclass(frozen=True)
class Missing:
    """One thing to do before an assessment can be submitted: what kind, and at which key."""

    kind: str  # criterion, quote, override, reason, strength, next_step, strength_words, next_step_words, judgement
    key: str = ""


def what_is_missing(draft: Draft, rubric: Rubric, *, risk: bool, feedback: bool = True) -> list[Missing]:
    """Everything that keeps a draft from being submitted, in the order of the form; empty when it is whole.

    `feedback`: somebody will read it, so it needs a strength and a next step.
    """
    found: list[Missing] = []
    for criterion in rubric.criteria:
        found += _missing_in(draft, criterion, risk=risk)
    found += [Missing("quote", key) for key in rubric.critical if key in draft.ticks and key not in draft.quoted]
    for role, words in (("strength", draft.strength), ("next_step", draft.next_step)) if feedback else ():
        if role not in draft.roles:
            found.append(Missing(role))
        if not words.strip():
            found.append(Missing(f"{role}_words"))
    if draft.judgement not in rubric.judgements:
        found.append(Missing("judgement"))
    return found


def _missing_in(draft: Draft, criterion: Criterion, *, risk: bool) -> Iterable[Missing]:
    if not is_rated(draft, criterion, risk=risk):
        yield Missing("criterion", criterion.key)
    for key in criterion.unhelpful:
        if key in draft.ticks and key not in draft.quoted:
            yield Missing("quote", key)
    verdict = draft.verdict(criterion)
    if verdict.override is not None:
        if verdict.override not in overrides(computed_level(draft, criterion, risk=risk)):
            yield Missing("override", criterion.key)
        elif not verdict.reason.strip():
            yield Missing("reason", criterion.key)


@dataclass(frozen=True)
class Outcome:
    """Whether a chat counts as passed, and everything that speaks against it."""

    critical: tuple[str, ...] = ()
    harm: tuple[str, ...] = ()  # criteria at level 1
    barrier: tuple[str, ...] = ()  # must-pass criteria under solid ground

    @property
    def passed(self) -> bool:
        return not (self.critical or self.harm or self.barrier)


def chat_outcome(levels: Mapping[str, int | None], critical: Collection[str], rubric: Rubric) -> Outcome:
    """One rating's outcome. One critical behaviour, one level 1 or one must-pass criterion under 3 is enough; nothing is averaged."""
    at = {key: level for key, level in levels.items() if level is not None}
    return Outcome(
        critical=tuple(key for key in rubric.critical if key in critical),
        harm=tuple(c.key for c in rubric.criteria if at.get(c.key) == HARM),
        barrier=tuple(c.key for c in rubric.criteria if c.barrier and at.get(c.key, SOLID_GROUND) < SOLID_GROUND),
    )


def standing(ratings: Sequence[Mapping[str, int | None]], decided: Mapping[str, int] | None = None) -> dict[str, int | None]:
    """The level that stands for each criterion: the moderated one, else the lowest anybody saw. Never a mean of two."""
    found: dict[str, int | None] = {}
    for levels in ratings:
        for key, level in levels.items():
            before = found.get(key)
            found[key] = level if before is None else before if level is None else min(before, level)
    return {**found, **(decided or {})}


def disagreements(one: Mapping[str, int | None], other: Mapping[str, int | None], rubric: Rubric) -> tuple[str, ...]:
    """Criteria where two ratings call for a talk: two levels apart, or on different sides of the line in a must-pass criterion."""
    found = []
    for criterion in rubric.criteria:
        a, b = one.get(criterion.key), other.get(criterion.key)
        if a is None or b is None:
            continue
        if abs(a - b) >= 2 or (criterion.barrier and (a < SOLID_GROUND) != (b < SOLID_GROUND)):
            found.append(criterion.key)
    return tuple(found)


def due_at(ended_at: datetime) -> datetime:
    """When the trainee should have their feedback at the latest."""
    return ended_at + FEEDBACK_DUE


def segments(text: str, ranges: Sequence[tuple[int, int]]) -> list[tuple[str, tuple[int, ...]]]:
    """Cut a line at every mark: pieces in order, each with the positions of the ranges that cover it. Joined they are the line."""
    if not ranges:
        return [(text, ())] if text else []
    size = len(text)
    clipped = [(max(0, start), min(size, end)) for start, end in ranges]
    cuts = sorted({0, size, *(cut for start, end in clipped if start < end for cut in (start, end))})
    return [
        (text[a:b], tuple(n for n, (start, end) in enumerate(clipped) if start <= a and b <= end))
        for a, b in pairwise(cuts)
    ]  # fmt: skip
