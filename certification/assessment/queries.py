"""Reading: the transcript, a rater's draft, what is released, and what waits for whom."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certification.assessment import rules
from certification.assessment.decision import Sight
from certification.assessment.models import (
    RATERS,
    Assessment,
    CriterionRating,
    PartnerForm,
    Question,
    Quote,
    RubricVersion,
    SelfRating,
)
from certification.assessment.states import AssessmentState
from certification.practice.models import Mode, Moment, PracticeChat
from certification.practice.states import ChatState
from certification.programmes.models import Enrolment
from lms.kernel.errors import DomainError
from lms.people.models import Person, Relation

OLDEST = 50  # of each sort in the inbox; the rest comes into sight when these are done


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


def is_risk(chat: PracticeChat) -> bool:
    return "risk" in chat.scenario.tags


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
    return rules.what_is_missing(draft_of(assessment), rules.rubric_from(assessment.rubric.structure), risk=is_risk(assessment.chat))


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
    """A practice chat whose feedback is out. Passed only when every rating of it says so."""

    chat: PracticeChat
    title: str
    tags: tuple[str, ...]
    mode: str
    released_at: datetime
    rubric: RubricVersion
    ratings: tuple[Rating, ...]

    @property
    def passed(self) -> bool:
        return all(rating.passed for rating in self.ratings)

    @property
    def raters(self) -> frozenset[int]:
        return frozenset(rating.rater for rating in self.ratings)

    @property
    def levels(self) -> dict[str, int | None]:
        """The level of each criterion that stands after every rating."""
        return rules.standing([rating.levels for rating in self.ratings])

    @property
    def critical(self) -> frozenset[str]:
        return frozenset(key for rating in self.ratings for key in rating.critical)

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


def _rating(assessment: Assessment) -> Rating:
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
        quotes=tuple(assessment.quotes.all()),
    )


def released(enrolment: Enrolment) -> list[Released]:
    """The chats of an enrolment whose feedback is out, oldest first. Three queries, however many."""
    finals = (
        Assessment.objects.filter(chat__enrolment=enrolment, state=AssessmentState.FINAL)
        .select_related("rater", "rubric", "chat__scenario", "chat__enrolment__person")
        .prefetch_related("ratings", "quotes")
        .order_by("chat__starts_at", "chat_id", "pk")
    )
    by_chat: dict[int, list[Assessment]] = {}
    for assessment in finals:
        by_chat.setdefault(assessment.chat_id, []).append(assessment)
    return [_released(same) for same in by_chat.values()]


def _released(same: list[Assessment]) -> Released:
    first = same[0]
    chat = first.chat
    return Released(
        chat=chat, title=chat.scenario.text()["title"], tags=tuple(chat.scenario.tags), mode=chat.mode, rubric=first.rubric,
        released_at=min(one.released_at for one in same if one.released_at), ratings=tuple(_rating(one) for one in same),
    )  # fmt: skip


def gaps(own: dict[str, int], ratings: Iterable[CriterionRating]) -> dict[str, int]:
    """How far the trainee's own level lies from the rater's, by criterion; positive: they thought better of it."""
    return {row.criterion: own[row.criterion] - row.level for row in ratings if row.level and row.criterion in own}


@dataclass(frozen=True)
class InboxRow:
    """Something that waits for a professional. `since` is when it began to wait, `due` when it should be done (None: no date)."""

    kind: str  # rating, feedback, question, missing_view
    chat: int
    title: str
    what: str
    since: datetime
    due: datetime | None
    url: str
    claimed_by: Person | None = None
    claim_url: str = ""
    release_url: str = ""


def inbox(person: Person) -> list[InboxRow]:
    """What waits for this person in assessment, longest waiting first; of each sort the OLDEST ones. Queries do not grow with it.

    Chats they may rate (also those another has claimed, with who), their own submitted ratings whose feedback is not given, questions
    about their feedback, and chats where a view has been missing for two days.
    """
    places = person.organisations_as(*RATERS)
    if not places:
        return []
    close = Relation.objects.filter(Q(person=person) | Q(other=person)).values_list("person_id", "other_id")
    apart = {pk for pair in close for pk in pair} | {person.pk}
    chats = PracticeChat.objects.filter(organisation_id__in=places).exclude(enrolment__person__in=apart).exclude(partner=person)
    # many chats share a few scenarios, and a scenario is long: read each of them once
    chats = chats.select_related("enrolment__person").prefetch_related("scenario").order_by("ended_at", "pk")
    rows = [*_to_rate(chats, person), *_to_release(chats, person), *_missing_views(chats), *_asked(person)]
    return sorted(rows, key=lambda row: row.since)


def _row(kind: str, chat: PracticeChat, what: Any, *, url_name: str = "rating", since: datetime | None = None, **more: Any) -> InboxRow:
    ended = chat.ended_at or chat.starts_at
    title = _("%(alias)s, “%(title)s”") % {"alias": chat.trainee.alias, "title": chat.scenario.text()["title"]}
    more.setdefault("due", rules.due_at(ended))
    return InboxRow(kind, chat.pk, title, str(what), since or ended, url=reverse(url_name, args=[chat.pk]), **more)


def _to_rate(chats: QuerySet[PracticeChat], person: Person) -> Iterable[InboxRow]:
    mine = Assessment.objects.locked().filter(chat=OuterRef("pk"), rater=person)
    drafts = Prefetch("assessments", Assessment.objects.drafts().select_related("rater"), to_attr="claims")
    for chat in chats.filter(~Exists(mine), state=ChatState.AWAITING_RATING).prefetch_related(drafts)[:OLDEST]:
        holder = next((claim.rater for claim in chat.claims), None)
        what = _("Assessed practice chat") if chat.mode == Mode.ASSESSED else _("Practice chat")
        claim = reverse("rating_claim", args=[chat.pk]) if holder is None else ""
        release = reverse("rating_hand_back", args=[chat.pk]) if holder == person else ""
        yield _row("rating", chat, what, claimed_by=holder, claim_url=claim, release_url=release)


def _to_release(chats: QuerySet[PracticeChat], person: Person) -> Iterable[InboxRow]:
    mine = Assessment.objects.filter(chat=OuterRef("pk"), rater=person, state=AssessmentState.SUBMITTED)
    for chat in chats.filter(Exists(mine), state=ChatState.RATED)[:OLDEST]:
        yield _row("feedback", chat, _("Assessed. The feedback is not given yet."), claimed_by=person)


def _missing_views(chats: QuerySet[PracticeChat]) -> Iterable[InboxRow]:
    for chat in chats.filter(state=ChatState.ENDED, ended_at__lte=timezone.now() - rules.MISSED_VIEW)[:OLDEST]:
        yield _row("missing_view", chat, _("Somebody has not said how it was."), url_name="practice_after")


def _asked(person: Person) -> Iterable[InboxRow]:
    rated = Assessment.objects.filter(chat=OuterRef("chat"), rater=person, state=AssessmentState.FINAL)
    asked = Question.objects.open().filter(Exists(rated)).select_related("chat__enrolment__person").prefetch_related("chat__scenario")
    for question in asked.order_by("asked_at", "pk")[:OLDEST]:
        yield _row("question", question.chat, _("A question about the feedback"), url_name="feedback", since=question.asked_at, due=None)
