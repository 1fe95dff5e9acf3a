"""What the pages of a decision show: the facts in one glance, then every chat with levels and quotes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from certification.assessment.queries import Rating, Released, released
from certification.decisions import rules
from certification.decisions.actions import OBJECTIONS
from certification.decisions.held import Held, held
from certification.decisions.models import SignOff
from certification.decisions.queries import ASSESSED_KIND, case_of
from certification.practice.models import Mode
from certification.programmes import engine
from certification.programmes.engine import Explanation
from certification.programmes.models import Enrolment, Waiver


@dataclass(frozen=True)
class Fact:
    """One line a signer checks first: whether it holds, and the number behind it."""

    holds: bool
    text: str


@dataclass(frozen=True)
class Level:
    """One criterion as one rater saw it; 0 where there was no opportunity."""

    name: str
    number: int
    barrier: bool


@dataclass(frozen=True)
class Opinion:
    """One rater's rating of one chat, in words."""

    rater: str
    passed: bool
    levels: list[Level]
    critical: list[str]
    strength: str
    next_step: str
    strength_quotes: list[str]
    next_quotes: list[str]
    judgement: str


@dataclass(frozen=True)
class ChatShown:
    """A practice chat in the dossier."""

    pk: int
    title: str
    assessed: bool
    risk: bool
    passed: bool
    released_at: Any
    opinions: list[Opinion]
    settled: str = ""  # why a moderator decided as they did, where two differed

    @property
    def raters(self) -> str:
        return ", ".join(opinion.rater for opinion in self.opinions)


@dataclass(frozen=True)
class DossierPage:
    """Everything the system prepared about one enrolment, as it stands now."""

    enrolment: Enrolment
    told: Explanation
    facts: list[Fact]
    chats: list[ChatShown]
    objections: list[str]
    waivers: list[tuple[str, Waiver]] = field(default_factory=list)  # with the requirement's name
    earlier: list[SignOff] = field(default_factory=list)
    replaces: Held | None = None  # another organisation's certificate that would end with this one


def dossier_page(enrolment: Enrolment) -> DossierPage:
    """The dossier in the language of the page. As many queries for nine requirements and ten chats as for one of each."""
    seen = engine.survey(enrolment)
    told = engine.explain(enrolment, seen=seen)
    chats = released(enrolment)
    waiting = SignOff.objects.open().filter(enrolment=enrolment).select_related("varies").first()
    changing = waiting.varies if waiting else None
    codes = rules.objections(case_of(enrolment, seen, changing, waiting.level if waiting else 0), ())
    names = {step.key: step.name for step in told.steps}
    waivers = [
        (names.get(w.requirement, w.requirement), w) for w in enrolment.waivers.granted().select_related("proposed_by", "decided_by")
    ]
    return DossierPage(
        enrolment=enrolment,
        told=told,
        facts=facts(told, chats, len(waivers)),
        chats=[_shown(one) for one in chats],
        objections=[str(OBJECTIONS[code]) for code in codes],
        waivers=waivers,
        earlier=list(
            SignOff.objects.filter(enrolment=enrolment).exclude(state="proposed").select_related("proposed_by").order_by("-proposed_at")
        ),
        replaces=replaced_by(enrolment),
    )


def replaced_by(enrolment: Enrolment) -> Held | None:
    """The live certificate of another organisation that one given on this enrolment would replace."""
    now = held(enrolment)
    return now if now and now.elsewhere else None


def facts(told: Explanation, chats: list[Released], waived: int) -> list[Fact]:
    """What the glance takes in: requirements, chats, raters, critical behaviour."""
    assessed = [one for one in chats if one.mode == Mode.ASSESSED]
    passed = sum(one.passed for one in assessed)
    raters = {rating.rater: rating.rater_alias for one in chats for rating in one.ratings}
    critical = sum(len(rating.critical) for one in chats for rating in one.ratings)
    found = [Fact(not told.missing, _("%(done)s of %(total)s requirements met") % {"done": told.done, "total": told.total})]
    if waived:
        found.append(Fact(True, ngettext("%(n)d set aside by a certifier", "%(n)d set aside by a certifier", waived) % {"n": waived}))
    if assessed:
        found.append(Fact(passed > 0, _("%(passed)s of %(all)s assessed chats passed") % {"passed": passed, "all": len(assessed)}))
        asked = [step for step in told.steps if step.kind == ASSESSED_KIND and step.evidence]
        found += [Fact(step.evidence.get("verdict") == "clear", step.note) for step in asked if step.note]
    if raters:
        names = ", ".join(sorted(raters.values()))
        found.append(Fact(len(raters) >= rules.RATERS_NEEDED, _("Rated by %(names)s") % {"names": names}))
        found.append(Fact(not critical, _("No critical behaviour") if not critical else _("Critical behaviour was seen: read the chats")))
    return found


def _shown(one: Released) -> ChatShown:
    words = one.rubric.text()
    return ChatShown(
        pk=one.chat.pk, title=one.title, assessed=one.mode == Mode.ASSESSED, risk="risk" in one.tags, passed=one.passed,
        released_at=one.released_at, settled=one.settled.words if one.settled else "", opinions=[_opinion(rating, words, one.rubric.structure) for rating in one.ratings],
    )  # fmt: skip


def _opinion(rating: Rating, words: dict[str, Any], structure: dict[str, Any]) -> Opinion:
    criteria = [(c["key"], bool(group["barrier"])) for group in structure["groups"] for c in group["criteria"]]
    judgements = words.get("judgements", [])
    return Opinion(
        rater=rating.rater_alias,
        passed=rating.passed,
        levels=[Level(words["criteria"].get(key, key), rating.levels.get(key) or 0, barrier) for key, barrier in criteria],
        critical=[words["behaviours"].get(key, key) for key in rating.critical],
        strength=rating.strength,
        next_step=rating.next_step,
        strength_quotes=[quote.text for quote in rating.quotes if quote.role == "strength"],
        next_quotes=[quote.text for quote in rating.quotes if quote.role == "next_step"],
        judgement=judgements[rating.judgement] if rating.judgement < len(judgements) else "",
    )
