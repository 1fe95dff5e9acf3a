"""Feedback as it is read: strengths first, then the next step, then levels with words beside one's own view."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from certification.assessment import pictures, queries, rules
from certification.assessment.models import Assessment, PartnerForm, Question, Quote, QuoteRole, SecondLook, SelfRating
from certification.assessment.pictures import Gap
from certification.assessment.readings import alert_words
from certification.assessment.states import LOCKED, SecondLookState
from certification.practice.models import PracticeChat
from certification.practice.queries import transcript
from lms.people.models import Person


@dataclass(frozen=True)
class CriterionShown:
    """One criterion: the rater's level, one's own beside it, and what was seen and what was not yet."""

    number: int
    key: str
    title: str
    level: int
    word: str
    own: int
    own_word: str
    gap: str
    harmful: list[str]
    seen: list[str]
    not_yet: list[str]
    lines: list[int]
    apart: list[tuple[str, int, str]]  # what each of two assessors saw, where they saw it differently


@dataclass(frozen=True)
class RatingShown:
    """One rater's feedback."""

    assessment: Assessment
    strengths: list[Quote]
    next_steps: list[Quote]
    judgement: str


@dataclass(frozen=True)
class LineShown:
    seq: int
    alias: str
    mine: bool
    at: Any
    pieces: list[tuple[str, bool]]
    tags: list[str]
    alerts: list[str]


@dataclass(frozen=True)
class TwoViews:
    """One's own view beside what stands: the picture, and how often they were the same."""

    rows: list[Gap]
    height: int
    same: int
    brighter: int
    stricter: int

    @property
    def of(self) -> int:
        return self.same + self.brighter + self.stricter


@dataclass(frozen=True)
class Feedback:
    chat: PracticeChat
    title: str
    ratings: list[RatingShown]
    groups: list[tuple[str, list[CriterionShown]]]
    critical: list[tuple[str, list[Quote]]]
    look: SecondLook | None
    views: TwoViews | None
    own: SelfRating | None
    partner: PartnerForm | None
    partner_rows: list[tuple[str, int, bool]]  # sentence, answer, and whether low is good
    lines: list[LineShown]
    questions: list[Question]


def feedback_for(chat: PracticeChat, person: Person) -> Feedback:
    """Everything this person may see of a chat's feedback now. A constant number of queries, however long the chat is."""
    visible = Assessment.objects.visible_to(person).filter(chat=chat, state__in=LOCKED).select_related("rater", "rubric")

    assessments = list(visible.prefetch_related("ratings", "quotes", "ticks").order_by("pk"))
    own = queries.view_of(SelfRating, chat, person)
    partner = queries.view_of(PartnerForm, chat, person)
    for assessment in assessments:
        assessment.chat = chat
    quotes = [quote for assessment in assessments for quote in assessment.quotes.all()]
    words = assessments[0].rubric.words() if assessments else {}
    look = SecondLook.objects.filter(chat=chat).select_related("settled_by").first() if len(assessments) > 1 else None
    groups = levels_shown(assessments, own, look)
    return Feedback(
        chat=chat,
        title=chat.scenario.text()["title"],
        ratings=[rating_shown(assessment) for assessment in assessments],
        groups=groups,
        views=two_views(groups) if own else None,
        critical=critical_shown(assessments, look),
        look=look,
        own=own,
        partner=partner,
        partner_rows=partner_rows(partner) if partner else [],
        lines=marked_lines(chat, quotes, words),
        questions=list(Question.objects.visible_to(person).filter(chat=chat).select_related("answered_by", "by")),
    )


def rating_shown(assessment: Assessment) -> RatingShown:
    """One assessment in words. Reads what is prefetched."""
    words, quotes = assessment.rubric.words(), list(assessment.quotes.all())
    return RatingShown(
        assessment=assessment,
        strengths=[quote for quote in quotes if quote.role == QuoteRole.STRENGTH],
        next_steps=[quote for quote in quotes if quote.role == QuoteRole.NEXT_STEP],
        judgement=words["judgements"][assessment.judgement] if assessment.judgement is not None else "",
    )


def two_views(groups: Sequence[tuple[str, list[CriterionShown]]]) -> TwoViews | None:
    """None while there is nothing to compare."""
    shown = [(one.number, one.own, one.level) for _heading, rows in groups for one in rows if one.own and one.level]
    if not shown:
        return None
    gaps = [own - level for _number, own, level in shown]
    same, brighter = sum(gap == 0 for gap in gaps), sum(gap > 0 for gap in gaps)
    return TwoViews(pictures.gaps(shown), len(shown) * pictures.ROW, same, brighter, len(gaps) - same - brighter)


def settled_of(look: SecondLook | None) -> SecondLook | None:
    return look if look and look.state == SecondLookState.SETTLED else None


def critical_shown(assessments: Sequence[Assessment], look: SecondLook | None) -> list[tuple[str, list[Quote]]]:
    """The critical behaviours that stand, each with the lines that were marked for it."""
    if not assessments:
        return []
    rubric, words = rules.rubric_from(assessments[0].rubric.structure), assessments[0].rubric.words()["behaviours"]
    ticked = [[tick.behaviour for tick in one.ticks.all() if tick.behaviour in rubric.critical] for one in assessments]
    standing = queries.standing_critical(ticked, settled_of(look))
    quotes = [quote for one in assessments for quote in one.quotes.all()]
    return [(words[key], [quote for quote in quotes if quote.behaviour == key]) for key in rubric.critical if key in standing]


def levels_shown(
    assessments: Sequence[Assessment], own: SelfRating | None, look: SecondLook | None
) -> list[tuple[str, list[CriterionShown]]]:
    """Every criterion under its heading: the level that stands, one's own beside it, and what was seen."""
    if not assessments:
        return []
    words, rubric = assessments[0].rubric.words(), rules.rubric_from(assessments[0].rubric.structure)
    each = [{row.criterion: row.level for row in one.ratings.all()} for one in assessments]
    settled = settled_of(look)
    standing = rules.standing(each, settled.levels if settled else None)
    groups: dict[str, list[CriterionShown]] = {}
    for criterion in rubric.criteria:
        shown = _criterion(criterion, words, standing.get(criterion.key), own.levels.get(criterion.key) if own else None, assessments)
        said = [(one.rater.alias, levels.get(criterion.key)) for one, levels in zip(assessments, each, strict=True)]
        if len({level for _alias, level in said}) > 1:
            named = [(alias, level or 0, words["levels"][level - 1]["name"] if level else _("No opportunity")) for alias, level in said]
            shown = replace(shown, apart=named)
        groups.setdefault(criterion.group, []).append(shown)
    return [(words["groups"].get(key, ""), rows) for key, rows in groups.items()]


def _criterion(
    criterion: rules.Criterion, words: dict[str, Any], level: int | None, own: int | None, assessments: Sequence[Assessment]
) -> CriterionShown:
    text = words["behaviours"]
    ticks = {tick.behaviour for one in assessments for tick in one.ticks.all()}
    quotes = [quote for one in assessments for quote in one.quotes.all()]
    return CriterionShown(
        number=criterion.number,
        key=criterion.key,
        title=words["criteria"][criterion.key],
        level=level or 0,
        word=words["levels"][level - 1]["name"] if level else _("No opportunity"),
        own=own or 0,
        own_word=words["levels"][own - 1]["name"] if own else _("Did not come up"),
        gap=_gap(own, level),
        harmful=[text[key] for key in criterion.unhelpful if key in ticks],
        seen=[text[key] for key in criterion.basic + criterion.advanced if key in ticks],
        not_yet=[text[key] for key in criterion.basic if key not in ticks] if level else [],
        lines=sorted({quote.seq for quote in quotes if quote.behaviour in criterion.behaviours}),
        apart=[],
    )


def _gap(own: int | None, level: int | None) -> str:
    """How one's own view lies beside the rater's, in words; empty when one of them is missing."""
    if not own or not level:
        return ""
    if own == level:
        return _("You saw the same.")
    return _("You were stricter with yourself.") if own < level else _("You saw it brighter.")


def partner_rows(form: PartnerForm) -> list[tuple[str, int, bool]]:
    """The partner's sentences with their numbers, in the order of the form, and whether a low number is the good one."""
    words = form.rubric.words()["partner"]
    asked = rules.rubric_from(form.rubric.structure).partner
    return [(words[key], form.answers[key], reverse) for key, reverse in asked if key in form.answers]


def marked_lines(chat: PracticeChat, quotes: Sequence[Quote], words: dict[str, Any]) -> list[LineShown]:
    """The transcript with what was marked; empty when it is deleted (the quotes stay with the feedback)."""
    by_line: dict[int, list[Quote]] = {}
    for quote in quotes:
        by_line.setdefault(quote.seq, []).append(quote)
    named: dict[str, str] = {QuoteRole.STRENGTH: _("Strength"), QuoteRole.NEXT_STEP: _("Next step")}
    found = []
    pressed = alert_words(chat)
    for line in transcript(chat):
        here = by_line.get(line.seq, [])
        pieces = [(text, bool(covered)) for text, covered in rules.segments(line.body, [(q.start, q.end) for q in here])]
        tags = list(dict.fromkeys(named.get(q.role) or words["behaviours"].get(q.behaviour, "") for q in here))
        found.append(LineShown(line.seq, line.alias, line.who == "trainee", line.sent_at, pieces, tags, pressed.get(line.seq, [])))
    return found
