"""Where every requirement stands, as sums over plain values: no database, no clock, no language.

States are the values of `FulfilmentState`; star states are the five shapes of the constellation.
"""

from calendar import monthrange
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

LOCKED, OPEN, IN_PROGRESS, WAITING = "locked", "open", "in_progress", "waiting"
NOT_YET, MET, WAIVED, EXPIRED = "not_yet", "met", "waived", "expired"
SATISFIED = frozenset({MET, WAIVED})
TO_DO = frozenset({OPEN, IN_PROGRESS, NOT_YET, EXPIRED})


@dataclass(frozen=True)
class Requirement:
    """One thing that must be true. `needs` names requirements or groups that open it; of a `group` as many are enough
    as its members say with `least` (the largest; one when none says)."""

    key: str
    kind: str
    stage: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    mandatory: bool = True
    group: str = ""
    least: int = 1
    needs: tuple[str, ...] = ()
    valid_months: int | None = None
    phase: str = "first"  # asked for the first certificate, for its renewal, or for both

    @property
    def optional(self) -> bool:
        return not self.mandatory and not self.group


FIRST, RENEWAL, BOTH = "first", "renewal", "both"


def asked_of(rules: Mapping[str, Any], *, renewing: bool) -> tuple[Requirement, ...]:
    """What is asked for the first certificate, or for its renewal; a programme that names nothing for renewal asks the same again."""
    every = requirements(rules)
    again = tuple(r for r in every if r.phase in (RENEWAL, BOTH))
    if renewing and again:
        names = {r.key for r in again} | {r.group for r in again if r.group}
        return tuple(replace(r, needs=tuple(need for need in r.needs if need in names)) for r in again)
    return tuple(r for r in every if r.phase != RENEWAL)


def spared(asked: tuple[Requirement, ...], keys: Collection[str]) -> tuple[Requirement, ...]:
    """The same requirements, of which these are asked of nobody yet."""
    return tuple(replace(r, mandatory=False, group="") if r.key in keys else r for r in asked) if keys else asked


def requirements(rules: Mapping[str, Any]) -> tuple[Requirement, ...]:
    """Every requirement of a frozen version (`ProgrammeVersion.rules`), in the order of the programme."""
    return tuple(
        Requirement(
            key=row["key"],
            kind=row["kind"],
            stage=row.get("stage", ""),
            params=row.get("params") or {},
            mandatory=row.get("mandatory", True),
            group=row.get("group") or "",
            least=row.get("least") or 1,
            needs=tuple(row.get("needs") or ()),
            valid_months=row.get("valid_months"),
            phase=row.get("phase") or FIRST,
        )
        for row in rules.get("requirements", ())
    )


def months_after(at: datetime, months: int) -> datetime:
    """The same day so many months later; the last of the month where that day does not exist."""
    year, month = divmod(at.year * 12 + at.month - 1 + months, 12)
    return at.replace(year=year, month=month + 1, day=min(at.day, monthrange(year, month + 1)[1]))


def expiry(months: int | None, at: datetime | None, own: datetime | None) -> datetime | None:
    """When what was met stops counting: the kind's own date, or so many months after; the earlier of the two."""
    by_months = months_after(at, months) if at and months else None
    dates = [moment for moment in (own, by_months) if moment]
    return min(dates) if dates else None


def aged(state: str, expires_at: datetime | None, now: datetime) -> str:
    """`met` turns to `expired` at its date; nothing else ages."""
    return EXPIRED if state == MET and expires_at and expires_at <= now else state


def fresh(state: str, at: datetime | None, counts_from: datetime | None) -> str:
    """In a renewal only what was done since it opened counts; what is older has to be done again."""
    return EXPIRED if state == MET and counts_from and (at is None or at < counts_from) else state


def satisfied(asked: Iterable[Requirement], states: Mapping[str, str]) -> frozenset[str]:
    """The keys that are met or waived, and the names of groups of which enough are."""
    asked = tuple(asked)
    return with_groups(asked, {r.key for r in asked if states.get(r.key) in SATISFIED})


def with_groups(asked: Sequence[Requirement], held: Collection[str]) -> frozenset[str]:
    """These keys, and the names of the groups of which enough members are among them."""
    met = Counter(r.group for r in asked if r.group and r.key in held)
    return frozenset(held) | {group for group, least in least_of_groups(asked).items() if met[group] >= least}


def least_of_groups(asked: Iterable[Requirement]) -> dict[str, int]:
    """Of every group, how many of its members are enough."""
    least: dict[str, int] = {}
    for requirement in asked:
        if requirement.group:
            least[requirement.group] = max(least.get(requirement.group, 1), requirement.least)
    return least


def settle(
    asked: Sequence[Requirement], found: Mapping[str, str], *, begun: Collection[str] = (), waived: Collection[str] = ()
) -> dict[str, str]:
    """The state of every requirement, from what the kinds found, the waivers, and what needs what.

    Only what nobody has begun can be closed by its needs: what is done or under way never locks again.
    A waiver counts for what is not met by evidence.
    """
    states = {r.key: WAIVED if r.key in waived and found[r.key] != MET else found[r.key] for r in asked}
    held = satisfied(asked, states)
    for requirement in asked:
        untouched = states[requirement.key] in (OPEN, WAITING) and requirement.key not in begun
        if untouched and not held.issuperset(requirement.needs):
            states[requirement.key] = LOCKED
    return states


def missing(asked: Iterable[Requirement], states: Mapping[str, str]) -> tuple[str, ...]:
    """What still stands between this person and a proposal: mandatory keys, and the unmet members of a group with too few met."""
    asked = tuple(asked)
    held = satisfied(asked, states)
    return tuple(
        r.key for r in asked if not r.optional and r.key not in held and (r.group not in held if r.group else True)
    )  # fmt: skip


def shut_by(requirement: Requirement, held: Collection[str]) -> tuple[str, ...]:
    """The needs that keep a requirement closed, in the order they are written."""
    return tuple(need for need in requirement.needs if need not in held)


def star_states(asked: Sequence[Requirement], states: Mapping[str, str], doable: Collection[str]) -> dict[str, str]:
    """The shape of every requirement. Exactly one is `next`: the first in order that this person can do something about.

    `doable` are the keys with a way to do them now. Optional steps and the rest of a group with enough met never ask.
    """
    held = satisfied(asked, states)
    stars = {r.key: _star(r, states[r.key], held) for r in asked}
    open_ones = [r.key for r in asked if stars[r.key] == "open"]
    first = next((key for key in open_ones if key in doable), None) or next(iter(open_ones), None)
    if first:
        stars[first] = "next"
    return stars


def _star(requirement: Requirement, state: str, held: Collection[str]) -> str:
    if state in SATISFIED:
        return "done"
    if requirement.optional or (requirement.group and requirement.group in held):
        return "optional"
    if state == WAITING:
        return "waiting"
    return "open" if state in TO_DO else "closed"


def impossible(asked: Sequence[Requirement]) -> list[str]:
    """What makes a programme unpublishable: doubled keys, needs nobody has, too small groups, circles. Each as `word:key`; empty is fine."""
    keys = [r.key for r in asked]
    names = set(keys) | {r.group for r in asked if r.group}
    wrong = [f"doubled:{key}" for key in sorted({k for k in keys if keys.count(k) > 1})]
    wrong += [f"unknown:{r.key}:{need}" for r in asked for need in r.needs if need not in names]
    wrong += [f"few:{group}" for group, least in least_of_groups(asked).items() if least > sum(r.group == group for r in asked)]
    return wrong if wrong else [f"circle:{key}" for key in _never_open(asked)]


def _never_open(asked: Sequence[Requirement]) -> list[str]:
    """Requirements that no order of work can ever open."""
    done: set[str] = set()
    todo = list(asked)
    while ready := [r for r in todo if with_groups(asked, done).issuperset(r.needs)]:
        done |= {requirement.key for requirement in ready}
        todo = [r for r in todo if r not in ready]
    return [r.key for r in todo]
