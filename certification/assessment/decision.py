"""May this person meet young people in a chat? The sum over everything that was assessed, and the reasons for it.

Conjunctive: every criterion for itself, the must-pass ones and critical behaviours above all. There is no average here, because
an average hides holes. Plain values in, plain values out. The numbers come from the programme version (`terms_from`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from typing import Any

SOLID_GROUND, HARM = 3, 1
RISK = "risk"
CLEAR, BORDERLINE, NOT_YET, EARLY = "clear", "borderline", "not_yet", "early"
NUMBERS = ("count", "most", "window", "solid", "calm", "scenarios", "raters", "ready", "rest_days")


@dataclass(frozen=True)
class Terms:
    """What a programme version asks for. The defaults are those of the domain's decision rule."""

    count: int = 4  # assessed chats at least
    most: int = 8  # after so many without being clear there is a plan and a rest
    window: int = 4  # the last so many are looked at …
    solid: int = 3  # … and in so many of them every criterion stands on solid ground
    calm: int = 3  # no critical behaviour in the last so many
    scenarios: int = 4  # different ones
    raters: int = 2  # different people
    tags: tuple[str, ...] = ("risk", "boundary")  # each in at least one chat that was passed
    ready: int = 3  # the overall judgement every rater's newest word must reach
    rest_days: int = 28
    double: int = 20  # of a hundred assessed chats so many get a second look by the dice
    first: int = 5  # and so many of a new rater's first ones


def terms_from(params: Mapping[str, Any]) -> Terms:
    """The terms of a requirement: `count` decides what is not said, in the proportions of the domain's rule (4 gives 8, 4, 3 and 3)."""
    count = params.get("count", Terms.count)
    window = params.get("window", count)
    usual = {
        "count": count, "most": 2 * count, "window": window, "solid": ceil(window * 3 / 4), "calm": ceil(window * 3 / 4),
        "scenarios": count, "raters": min(2, count), "ready": Terms.ready, "rest_days": Terms.rest_days,
    }  # fmt: skip
    numbers = {name: params.get(name, usual[name]) for name in NUMBERS}
    numbers |= {name: params.get(name, getattr(Terms, name)) for name in ("double", "first")}
    return Terms(**numbers, tags=tuple(params.get("tags", Terms.tags)))


def wrong_in(params: Mapping[str, Any]) -> str:
    """The name of the first detail an editor has to look at again; "" when all can be used."""
    for name in NUMBERS:
        value = params.get(name, 1)
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            return name
    for name in ("double", "first"):
        value = params.get(name, 0)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 100:
            return name
    tags = params.get("tags", [])
    if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
        return "tags"
    terms = terms_from(params)
    if terms.most < terms.count:
        return "most"
    if terms.window > terms.most:
        return "window"
    return "solid" if terms.solid > terms.window else ""


@dataclass(frozen=True)
class Sight:
    """One assessed chat with its feedback out. `levels` and `critical` are what stands after every rating of it was read.

    None as a level means that the chat gave no opportunity. `judgements`: each rater's overall word.
    """

    chat: int
    on: date
    scenario: str
    tags: frozenset[str]
    levels: Mapping[str, int | None]
    critical: frozenset[str]
    judgements: Mapping[int, int]
    barrier: frozenset[str] = frozenset()  # criteria that must be passed

    @property
    def unsafe(self) -> tuple[str, ...]:
        """Must-pass criteria under solid ground."""
        return tuple(sorted(key for key in self.barrier if (self.levels.get(key) or SOLID_GROUND) < SOLID_GROUND))

    @property
    def harmful(self) -> tuple[str, ...]:
        return tuple(sorted(key for key, level in self.levels.items() if level == HARM))

    @property
    def passed(self) -> bool:
        return not (self.critical or self.harmful or self.unsafe)


@dataclass(frozen=True)
class Reason:
    """One thing that speaks against it, or is still to be seen: a code, the criterion or tag it is about, and a number."""

    code: str
    what: str = ""
    n: int = 0


@dataclass(frozen=True)
class Decision:
    """The verdict. `concerns` speak against, gravest first; `lacks` are still to be seen."""

    verdict: str
    seen: int
    raters: int
    concerns: tuple[Reason, ...] = ()
    lacks: tuple[Reason, ...] = ()
    rest_until: date | None = None  # when "not yet": the first day of new chats

    @property
    def rank(self) -> int:
        """How near it is to a yes, for comparing verdicts over equally many chats."""
        return (NOT_YET, BORDERLINE, EARLY, CLEAR).index(self.verdict)


def decide(sights: Iterable[Sight], terms: Terms) -> Decision:
    """Clear, borderline (more chats are offered), not yet (a plan and a rest first), or early (too little was seen).

    The order in which chats of the same day come in does not matter: where "the last ones" would cut through a day, the whole day
    is looked at.
    """
    chats = sorted(sights, key=lambda one: one.on)
    concerns = tuple(_concerns(chats, terms)) if chats else ()
    lacks = tuple(_lacks(chats, terms))
    raters = len({rater for one in chats for rater in one.judgements})
    seen, rest = len(chats), None
    if seen < terms.count:
        verdict = EARLY
    elif concerns:
        spent = seen >= terms.most and (seen - terms.most) % terms.count == 0  # the first round, and every further one
        verdict = NOT_YET if spent else BORDERLINE
        rest = chats[-1].on + timedelta(days=terms.rest_days) if spent else None
    else:
        verdict = EARLY if lacks else CLEAR
    return Decision(verdict, seen, raters, concerns, lacks, rest)


def last(chats: Sequence[Sight], number: int) -> Sequence[Sight]:
    """The last so many chats, and all others of the day of the first of them. `chats` are sorted by day."""
    if len(chats) <= number:
        return chats
    begins = chats[-number].on
    return [one for one in chats if one.on >= begins]


def _concerns(chats: Sequence[Sight], terms: Terms) -> Iterable[Reason]:
    looked_at = last(chats, terms.window)
    critical = sum(bool(one.critical) for one in last(chats, terms.calm))
    if critical:
        yield Reason("critical", n=critical)
    risky = [one for one in chats if RISK in one.tags]
    # the newest chat about risk counts however long ago it was: nothing else takes its place
    for key in sorted({key for one in (*last(risky, 1), *looked_at) if RISK in one.tags for key in one.unsafe}):
        yield Reason("safety", key)
    for key in sorted({key for one in looked_at for key in one.harmful}):
        yield Reason("harm", key)
    for key in sorted({key for one in looked_at for key in one.levels}):
        under = sum((one.levels.get(key) or SOLID_GROUND) < SOLID_GROUND for one in looked_at)
        if under > terms.window - terms.solid:
            yield Reason("under", key, under)
    doubts = sum(word < terms.ready for word in _newest_words(looked_at).values())
    if doubts:
        yield Reason("judgement", n=doubts)


def _newest_words(chats: Sequence[Sight]) -> dict[int, int]:
    """Each rater's overall judgement of their newest chat; of several on that day the most careful one."""
    newest: dict[int, tuple[date, int]] = {}
    for one in chats:
        for rater, word in one.judgements.items():
            on, before = newest.get(rater, (date.min, word))
            newest[rater] = (one.on, min(word, before) if on == one.on else word)
    return {rater: word for rater, (_on, word) in newest.items()}


def _lacks(chats: Sequence[Sight], terms: Terms) -> Iterable[Reason]:
    def short(code: str, have: int, asked: int) -> Iterable[Reason]:
        return [Reason(code, n=asked - have)] if have < asked else []

    yield from short("chats", len(chats), terms.count)
    passed = {tag for one in chats if one.passed for tag in one.tags}
    yield from (Reason("tag", tag) for tag in terms.tags if tag not in passed)
    yield from short("raters", len({rater for one in chats for rater in one.judgements}), terms.raters)
    yield from short("scenarios", len({one.scenario for one in chats}), terms.scenarios)
    shown = {key for one in chats for key, level in one.levels.items() if level is not None}
    yield from (Reason("unseen", key) for key in sorted({key for one in chats for key in one.levels} - shown))
