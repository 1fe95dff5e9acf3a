"""Reading: the transcript, a rater's draft, what is released, and what waits for whom."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext_lazy

from certification.assessment import decision, rules
from certification.assessment.decision import Sight, Terms
from certification.assessment.models import Assessment, CriterionRating, PartnerForm, Quote, RubricVersion, SecondLook, SelfRating
from certification.assessment.states import AssessmentState, SecondLookState
from certification.practice.models import Moment, PracticeChat
from certification.programmes.models import Enrolment
from certification.programmes.rules import requirements
from lms.kernel.errors import DomainError
from lms.kernel.prepared import Prepared, among
from lms.people.models import Person

ASSESSED_KIND = "practice_assessed"


def moments(chat: PracticeChat, *, rater: Person) -> dict[int, list[str]]:
    """What was marked during the chat, by line: one's own and a watching supervisor's, never another rater's of this chat."""
    others = Assessment.objects.live().filter(chat=chat).exclude(rater=rater).values("rater")
    found: dict[int, list[str]] = {}
    for moment in Moment.objects.filter(chat=chat).exclude(by__in=others):
        found.setdefault(moment.seq, []).append(str(moment.get_kind_display()))
    return found


def rubric_for(chat: PracticeChat) -> RubricVersion:
    """The version everybody who looks back at this chat uses: the one first used for it, before that the newest published.

    A programme may name its rubric in `rules.decision.rubric`. Raises DomainError when none was ever published.
    """
    used = Q(pk__in=SelfRating.objects.filter(chat=chat).values("rubric"))
    used |= Q(pk__in=PartnerForm.objects.filter(chat=chat).values("rubric"))
    used |= Q(pk__in=Assessment.objects.filter(chat=chat).values("rubric"))
    version = RubricVersion.objects.filter(used).order_by("pk").first()
    if version is None:
        named = (chat.enrolment.version.rules.get("decision") or {}).get("rubric")
        published = RubricVersion.objects.filter(slug=named) if named else RubricVersion.objects.all()
        version = published.order_by("-frozen_at", "-pk").first()
    if version is None:
        raise DomainError(gettext_lazy("There is no published rubric yet. Ask an editor to publish one."), code="no_rubric")
    return version


def terms_of(enrolment: Enrolment) -> Terms | None:
    """What the programme asks of assessed chats; None when nothing rests on them."""
    asked = [one for one in requirements(enrolment.version.rules) if one.kind == ASSESSED_KIND]
    return decision.terms_from(asked[0].params) if asked else None


def look_at(chat: PracticeChat) -> SecondLook | None:
    """The second look at a chat, if one was ever asked for."""
    return SecondLook.objects.filter(chat=chat).first()


def draft_of(assessment: Assessment, *, quotes: Sequence[Quote] | None = None) -> rules.Draft:
    """What the rater has put down, as plain values. Three queries, two when the quotes are read already."""
    quotes = list(assessment.quotes.all()) if quotes is None else quotes
    verdicts = {
        row.criterion: rules.Verdict(row.override, row.reason, row.no_opportunity, row.considered) for row in assessment.ratings.all()
    }
    return rules.Draft(
        ticks=frozenset(tick.behaviour for tick in assessment.ticks.all()),
        quoted=frozenset(quote.behaviour for quote in quotes if quote.behaviour),
        roles=frozenset(quote.role for quote in quotes if not quote.behaviour),
        verdicts=verdicts,
        strength=assessment.strength,
        next_step=assessment.next_step,
        judgement=assessment.judgement,
    )


def missing(assessment: Assessment) -> list[rules.Missing]:
    """What keeps this draft from being submitted."""
    rubric = rules.rubric_from(assessment.rubric.structure)
    return rules.what_is_missing(draft_of(assessment), rubric, risk=assessment.is_risk, feedback=assessment.gold_id is None)


def my_assessment(chat: PracticeChat, person: Person) -> Assessment | None:
    """The person's own live assessment of a chat, whatever its state."""
    return Assessment.objects.live().filter(chat=chat, rater=person).select_related("rubric", "rater").first()


def view_of(model: type[SelfRating] | type[PartnerForm], chat: PracticeChat, person: Person) -> Any:
    """The self-rating or partner's form of a chat if this person may see it now, else None."""
    return model.objects.visible_to(person).filter(chat=chat).select_related("rubric").first()


@dataclass(frozen=True)
class Rating:
    """One final rating, as a decision may keep it. `levels`: {criterion: level or None (no opportunity)}."""

    assessment: int
    rater: int
    rater_alias: str
    judgement: int
    levels: dict[str, int | None]
    critical: tuple[str, ...]
    passed: bool
    strength: str
    next_step: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True)
class Released:
    """A practice chat whose feedback is out. What stands is the lowest anybody saw, or what a moderator decided."""

    chat: PracticeChat
    title: str
    tags: tuple[str, ...]
    mode: str
    released_at: datetime
    rubric: RubricVersion
    ratings: tuple[Rating, ...]
    look: SecondLook | None = None

    @property
    def settled(self) -> SecondLook | None:
        return self.look if self.look and self.look.state == SecondLookState.SETTLED else None

    @property
    def passed(self) -> bool:
        return rules.chat_outcome(self.levels, self.critical, rules.rubric_from(self.rubric.structure)).passed

    @property
    def raters(self) -> frozenset[int]:
        return frozenset(rating.rater for rating in self.ratings)

    @property
    def levels(self) -> dict[str, int | None]:
        """The level of each criterion that stands after every rating."""
        return rules.standing([rating.levels for rating in self.ratings], self.settled.levels if self.settled else None)

    @property
    def critical(self) -> frozenset[str]:
        return standing_critical([rating.critical for rating in self.ratings], self.settled)

    @property
    def sight(self) -> Sight:
        """The chat as the decision rule reads it."""
        rubric = rules.rubric_from(self.rubric.structure)
        return Sight(
            chat=self.chat.pk, on=timezone.localdate(self.chat.ended_at or self.chat.starts_at), scenario=self.chat.scenario.slug,
            tags=frozenset(self.tags), levels=self.levels, critical=self.critical,
            judgements={rating.rater: rating.judgement for rating in self.ratings},
            barrier=frozenset(one.key for one in rubric.criteria if one.barrier),
        )  # fmt: skip


def standing_critical(ticked: Iterable[Iterable[str]], settled: SecondLook | None) -> frozenset[str]:
    """The critical behaviours that stand: all that anybody saw, but for those a moderator found did not happen."""
    seen = frozenset(key for keys in ticked for key in keys)
    return seen - (set(settled.disputes.get("critical", ())) - set(settled.critical)) if settled else seen


def _rating(assessment: Assessment, quoted: bool) -> Rating:
    levels: dict[str, int | None] = {row.criterion: row.level for row in assessment.ratings.all()}
    return Rating(
        assessment=assessment.pk,
        rater=assessment.rater_id,
        rater_alias=assessment.rater.alias,
        judgement=assessment.judgement if assessment.judgement is not None else 0,
        levels=levels,
        critical=tuple(assessment.outcome.get("critical", ())),
        passed=bool(assessment.outcome.get("passed")),
        strength=assessment.strength,
        next_step=assessment.next_step,
        quotes=tuple(assessment.quotes.all()) if quoted else (),
    )


FINALS = Prepared(
    lambda ways: (
        Assessment.objects.filter(among("chat__enrolment", ways), state=AssessmentState.FINAL)
        .select_related("rater", "rubric", "chat__scenario", "chat__enrolment__person", "chat__second_look")
        .order_by("chat__starts_at", "chat_id", "pk")
    )
)


def released(enrolment: Enrolment) -> list[Released]:
    """The chats of an enrolment whose feedback is out, oldest first. Three queries, however many."""
    return released_of([enrolment]).get(enrolment.pk, [])


def released_of(ways: Iterable[Enrolment], *, quoted: bool = True) -> dict[int, list[Released]]:
    """The same for many, by enrolment, with as many queries; one less without the quotes."""
    wanted = [way.pk for way in ways]
    finals = FINALS.ask(wanted) if wanted else []
    prefetch_related_objects(finals, "ratings", *(["quotes"] if quoted else []))
    by_chat: dict[int, list[Assessment]] = {}
    for assessment in finals:
        by_chat.setdefault(assessment.its_chat.pk, []).append(assessment)
    found: dict[int, list[Released]] = {}
    for same in by_chat.values():
        found.setdefault(same[0].its_chat.enrolment_id, []).append(_released(same, quoted))
    return found


def _released(same: list[Assessment], quoted: bool) -> Released:
    first = same[0]
    chat = first.its_chat
    return Released(
        chat=chat, title=chat.scenario.text()["title"], tags=tuple(chat.scenario.tags), mode=chat.mode, rubric=first.rubric,
        released_at=min(one.released_at for one in same if one.released_at), ratings=tuple(_rating(one, quoted) for one in same),
        look=getattr(chat, "second_look", None),
    )  # fmt: skip


def gaps(own: dict[str, int], ratings: Iterable[CriterionRating]) -> dict[str, int]:
    """How far the trainee's own level lies from the rater's, by criterion; positive: they thought better of it."""
    return {row.criterion: own[row.criterion] - row.level for row in ratings if row.level and row.criterion in own}
