"""The rater's table: transcript and rubric as the rating screen shows them, with every tick, mark and level in its place."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from certification.assessment import queries, rules
from certification.assessment.log import Log
from certification.assessment.models import Assessment, Quote, QuoteRole
from certification.assessment.readings import reading_of
from certification.assessment.rules import Criterion, Missing

KINDS: tuple[tuple[str, str, str | Promise], ...] = (
    ("unhelpful", "un", gettext_lazy("Unhelpful")),
    ("basic", "ba", gettext_lazy("Basic")),
    ("advanced", "ad", gettext_lazy("Extra")),
)
EXTRA_PLACES = ("critical", "panel", "finish")


@dataclass(frozen=True)
class TickView:
    key: str
    kind: str
    text: str
    on: bool
    cites: list[Quote]
    key_no: int = 0  # the digit that ticks it, 0 when there is none
    needs_quote: bool = False


@dataclass(frozen=True)
class CriterionView:
    criterion: Criterion
    title: str
    help: str
    open: bool
    level: int
    word: str
    why: str
    computed: int | None
    verdict: rules.Verdict
    may_skip: bool
    rated: bool
    groups: list[tuple[str, str | Promise, list[TickView]]]
    options: list[tuple[int, str]]

    @property
    def key(self) -> str:
        return self.criterion.key


@dataclass(frozen=True)
class Todo:
    """One thing that is missing, in words, and where on the page it is."""

    text: str
    place: str
    anchor: str


class Worktable:
    """Everything the rating screen needs, read once: a constant number of queries however long the chat is."""

    def __init__(self, assessment: Assessment, *, open_at: str = "") -> None:
        self.assessment = assessment
        self.rubric = rules.rubric_from(assessment.rubric.structure)
        self.words = assessment.rubric.words()
        self.risk = assessment.is_risk
        self.quotes = list(assessment.quotes.all())
        self.draft = queries.draft_of(assessment, quotes=self.quotes)
        self.open_at = open_at if open_at in self.rubric.by_key or open_at in EXTRA_PLACES else self.first_unrated or "finish"

    @property
    def first_unrated(self) -> str:
        return next((c.key for c in self.rubric.criteria if not rules.is_rated(self.draft, c, risk=self.risk)), "")

    @property
    def next_place(self) -> str:
        """Where "next" leads from the open criterion: the following one, after the last one the finish."""
        keys = [c.key for c in self.rubric.criteria]
        if self.open_at not in keys:
            return self.first_unrated or "finish"
        place = keys.index(self.open_at) + 1
        return keys[place] if place < len(keys) else "finish"

    @property
    def rated(self) -> int:
        return sum(rules.is_rated(self.draft, c, risk=self.risk) for c in self.rubric.criteria)

    @property
    def left(self) -> str:
        left = len(self.rubric.criteria) - self.rated
        return ngettext("%(n)d left", "%(n)d left", left) % {"n": left} if left else _("All rated")

    @cached_property
    def groups(self) -> list[dict[str, Any]]:
        """Criteria under their headings."""
        views: dict[str, list[CriterionView]] = {}
        for criterion in self.rubric.criteria:
            views.setdefault(criterion.group, []).append(self.criterion(criterion))
        named = {group["key"]: group for group in self.assessment.rubric.structure["groups"]}
        return [
            {"title": self.words["groups"].get(key, ""), "barrier": named[key]["barrier"], "criteria": found}
            for key, found in views.items()
        ]  # fmt: skip

    def criterion(self, criterion: Criterion) -> CriterionView:
        computed = rules.computed_level(self.draft, criterion, risk=self.risk)
        level = rules.final_level(self.draft, criterion, risk=self.risk)
        word, why = self.level_words(criterion, level)
        digits = {key: number for number, key in enumerate(criterion.behaviours, 1)}
        return CriterionView(
            criterion=criterion,
            title=self.words["criteria"][criterion.key],
            help=self.words["help"].get(criterion.key, ""),
            open=criterion.key == self.open_at,
            level=level or 0,
            word=word,
            why=why,
            computed=computed,
            verdict=self.draft.verdict(criterion),
            may_skip=rules.may_skip(criterion, risk=self.risk),
            rated=rules.is_rated(self.draft, criterion, risk=self.risk),
            groups=[
                (css, legend, [self.tick(key, css, digit=digits[key]) for key in getattr(criterion, kind)]) for kind, css, legend in KINDS
            ],
            options=[(n, self.words["levels"][n - 1]["name"]) for n in rules.overrides(computed)],
        )

    def level_words(self, criterion: Criterion, level: int | None) -> tuple[str, str]:
        """The name of the level and the sentence that says why."""
        if level is None:
            if rules.is_skipped(self.draft, criterion, risk=self.risk):
                return _("No opportunity"), _("This chat gave no occasion for it.")
            return _("Not rated"), _("Nothing is ticked yet.")
        said = self.words["levels"][level - 1]
        adjusted = level != rules.computed_level(self.draft, criterion, risk=self.risk)
        return said["name"], _("Adjusted by you, with a reason.") if adjusted else said["rule"]

    def tick(self, key: str, css: str, *, digit: int = 0) -> TickView:
        cites, seen = [], set()
        for quote in self.quotes:
            if quote.behaviour == key and quote.seq not in seen:
                seen.add(quote.seq)
                cites.append(quote)
        on = key in self.draft.ticks
        return TickView(
            key, css, self.words["behaviours"][key], on, cites, digit if digit < 10 else 0, on and css in ("un", "cr") and not cites
        )

    @property
    def critical(self) -> list[TickView]:
        return [self.tick(key, "cr") for key in self.rubric.critical]

    @property
    def panel(self) -> list[TickView]:
        return [self.tick(key, "no") for key in self.rubric.panel]

    @property
    def critical_count(self) -> int:
        return sum(key in self.draft.ticks for key in self.rubric.critical)

    @property
    def strengths(self) -> list[Quote]:
        return [quote for quote in self.quotes if quote.role == QuoteRole.STRENGTH]

    @property
    def next_steps(self) -> list[Quote]:
        return [quote for quote in self.quotes if quote.role == QuoteRole.NEXT_STEP]

    @property
    def judgements(self) -> list[tuple[int, str]]:
        return list(enumerate(self.words["judgements"]))

    @cached_property
    def log(self) -> Log:
        """The transcript with marks. Quotes of ticks that were taken away rest unseen."""
        shown = [quote for quote in self.quotes if not quote.behaviour or quote.behaviour in self.draft.ticks]
        return Log(reading_of(self.assessment), [(quote, self._label(quote)) for quote in shown], open_at=self.open_at)

    def _label(self, quote: Quote) -> dict[str, str]:
        """What a mark is called at its line: number and name of the criterion, or its role."""
        if quote.role == QuoteRole.STRENGTH:
            return {"text": _("Strength"), "crit": "", "kind": "strength"}
        if quote.role == QuoteRole.NEXT_STEP:
            return {"text": _("Next step"), "crit": "", "kind": "next"}
        owner = self.rubric.owner.get(quote.behaviour)
        if owner is None:
            critical = quote.behaviour in self.rubric.critical
            return {
                "text": _("Critical") if critical else self.words["behaviours"][quote.behaviour],
                "crit": "",
                "kind": "critical" if critical else "note",
            }
        unhelpful = quote.behaviour in owner.unhelpful
        return {"text": f"{owner.number} {self.words['criteria'][owner.key]}", "crit": owner.key, "kind": "harm" if unhelpful else "seen"}

    @cached_property
    def todo(self) -> list[Todo]:
        """What is missing, in words, with the place to go to."""
        feedback = self.assessment.gold_id is None
        return [self._todo(one) for one in rules.what_is_missing(self.draft, self.rubric, risk=self.risk, feedback=feedback)]

    def _todo(self, one: Missing) -> Todo:
        if one.kind in ("criterion", "override", "reason"):
            name = f"{self.rubric.by_key[one.key].number} {self.words['criteria'][one.key]}"
            said = {
                "criterion": _("Rate %(name)s"),
                "override": _("Look at the adjusted level of %(name)s again"),
                "reason": _("Say why you adjusted %(name)s"),
            }
            return Todo(said[one.kind] % {"name": name}, one.key, f"crit-{one.key}")
        if one.kind == "quote":
            owner = self.rubric.owner.get(one.key)
            place = owner.key if owner else "critical"
            return Todo(_("Mark the line that shows: %(what)s") % {"what": self.words["behaviours"][one.key]}, place, f"tick-{one.key}")
        said = {
            "strength": _("Quote a strength"),
            "strength_words": _("Say in a few words what was strong"),
            "next_step": _("Quote a next step"),
            "next_step_words": _("Say in a few words what the next step is"),
            "judgement": _("Say how this person could chat next time"),
        }
        return Todo(said[one.kind], "finish", f"finish-{one.kind.replace('_', '-')}")

    @property
    def totals(self) -> dict[str, Any] | None:
        """The sum, shown only once the overall judgement is given."""
        if self.draft.judgement is None:
            return None
        levels = rules.levels(self.draft, self.rubric, risk=self.risk)
        outcome = rules.chat_outcome(levels, self.draft.ticks, self.rubric)
        solid = sum((level or 0) >= rules.SOLID_GROUND for level in levels.values())
        return {"solid": solid, "of": len(levels), "outcome": outcome}
