"""Two ratings side by side, for the one who decides: only where they differ, with what each saw and marked."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from certification.assessment import rules
from certification.assessment.feedback import LineShown, marked_lines
from certification.assessment.models import Assessment, Quote, SecondLook


@dataclass(frozen=True)
class Side:
    """What one of the two saw of a criterion. Named A and B: who they are does not help to decide."""

    name: str
    level: int
    word: str
    seen: list[tuple[str, str]]  # (kind: un, ba or ad; words)
    quotes: list[Quote]
    reason: str


@dataclass(frozen=True)
class Question:
    """A criterion the two saw differently, with the levels that can stand."""

    key: str
    number: int
    title: str
    help: str
    barrier: bool
    sides: list[Side]
    options: list[tuple[int, str, str]]  # level, name, rule
    chosen: int


@dataclass(frozen=True)
class Doubt:
    """A critical behaviour that only one of the two saw."""

    key: str
    text: str
    by: str
    quotes: list[Quote]
    chosen: str  # yes, no, or "" before it is decided


@dataclass(frozen=True)
class Table:
    """Everything the moderator's screen shows. Reads what is prefetched; as many queries for twelve differences as for one."""

    look: SecondLook
    questions: list[Question]
    doubts: list[Doubt]
    judgements: list[tuple[str, str]]
    whole: list[tuple[int, str, list[str]]]  # number, criterion, what each of the two gave
    words: list[tuple[str, str, str]]  # name, strength, next step
    lines: list[LineShown]


def table_for(look: SecondLook, said: dict[str, Any] | None = None) -> Table:
    """`said`: what was chosen on the form so far, by the names of its fields."""
    said = said or {}
    rows = Assessment.objects.locked().filter(chat=look.chat).select_related("rubric").prefetch_related("ratings", "quotes", "ticks")
    both = list(rows.order_by("pk"))[:2]
    words, rubric = both[0].rubric.words(), rules.rubric_from(both[0].rubric.structure)
    questions = [
        _question(rubric.by_key[key], pair, both, words, str(said.get(f"level-{key}", "")))
        for key, pair in look.disputes.get("levels", {}).items()
    ]
    quotes = [quote for one in both for quote in one.quotes.all()]
    return Table(
        look=look,
        questions=sorted(questions, key=lambda one: one.number),
        doubts=[_doubt(key, both, words, str(said.get(f"critical-{key}", ""))) for key in look.disputes.get("critical", ())],
        judgements=[(name, words["judgements"][one.judgement or 0]) for name, one in zip("AB", both, strict=False)],
        lines=marked_lines(look.chat, quotes, words),
        whole=[(one.number, words["criteria"][one.key], [_given(rating, one.key, words) for rating in both]) for one in rubric.criteria],
        words=[(name, one.strength, one.next_step) for name, one in zip("AB", both, strict=False)],
    )


def _given(one: Assessment, key: str, words: dict[str, Any]) -> str:
    """The level one of the two gave a criterion, in words."""
    level = next((row.level for row in one.ratings.all() if row.criterion == key), None)
    return f"{level} · {words['levels'][level - 1]['name']}" if level else _("No opportunity")


def _question(criterion: rules.Criterion, pair: list[int], both: list[Assessment], words: dict[str, Any], chosen: str) -> Question:
    levels = words["levels"]
    return Question(
        key=criterion.key,
        number=criterion.number,
        title=words["criteria"][criterion.key],
        help=words["help"].get(criterion.key, ""),
        barrier=criterion.barrier,
        sides=[_side(name, level, one, criterion, words) for name, level, one in zip("AB", pair, both, strict=False)],
        options=[(n, levels[n - 1]["name"], levels[n - 1]["rule"]) for n in range(min(pair), max(pair) + 1)],
        chosen=int(chosen) if chosen.isdecimal() else 0,
    )


def _side(name: str, level: int, one: Assessment, criterion: rules.Criterion, words: dict[str, Any]) -> Side:
    ticks = {tick.behaviour for tick in one.ticks.all()}
    kinds = (("un", criterion.unhelpful), ("ba", criterion.basic), ("ad", criterion.advanced))
    return Side(
        name=name,
        level=level,
        word=words["levels"][level - 1]["name"] if level else _("No opportunity"),
        seen=[(kind, words["behaviours"][key]) for kind, keys in kinds for key in keys if key in ticks],
        quotes=[quote for quote in one.quotes.all() if quote.behaviour in criterion.behaviours],
        reason=next((row.reason for row in one.ratings.all() if row.criterion == criterion.key and row.override), ""),
    )


def _doubt(key: str, both: list[Assessment], words: dict[str, Any], chosen: str) -> Doubt:
    found = [(name, one) for name, one in zip("AB", both, strict=False) if key in {tick.behaviour for tick in one.ticks.all()}]
    quotes = [quote for _name, one in found for quote in one.quotes.all() if quote.behaviour == key]
    return Doubt(key, words["behaviours"][key], found[0][0] if found else "", quotes, chosen)
