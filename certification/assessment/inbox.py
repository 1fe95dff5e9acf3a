"""What waits for a professional in assessment: chats to rate and to decide on, feedback to give, questions, views that are missing."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, time
from itertools import chain
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from certification.assessment import calibration, rules
from certification.assessment.models import RATERS, Assessment, Question, Recheck
from certification.assessment.moderators import may_decide_on
from certification.assessment.standing_words import standing_said
from certification.assessment.states import AssessmentState, SecondLookState
from certification.assessment.trials import standing_of
from certification.practice.models import Mode, PracticeChat
from certification.practice.states import ChatState
from lms.kernel.prepared import Prepared, among
from lms.people.models import Person, Relation

OLDEST = 50  # of each sort; the rest comes into sight when these are done


@dataclass(frozen=True)
class InboxRow:
    """Something that waits for a professional. `since` is when it began to wait, `due` when it should be done (None: no date)."""

    kind: str  # rating, moderation, recheck, feedback, question, missing_view, calibration
    chat: int
    title: str
    what: str
    since: datetime
    due: datetime | None
    url: str
    claimed_by: Person | None = None
    claim_url: str = ""
    release_url: str = ""


EVERYTHING = frozenset({"awaiting_rating", "rated", "ended", "rechecks", "questions"})


def inbox(person: Person, *, apart: Collection[int] | None = None, there: Collection[str] = EVERYTHING) -> list[InboxRow]:
    """What waits for this person in assessment, longest waiting first; of each sort the OLDEST ones. Queries do not grow with it.

    Chats they may rate (also those another has claimed, with who), chats whose two ratings differ, their own submitted ratings whose
    feedback is not given, questions about their feedback, chats where a view has been missing for two days, and their own calibration.

    `apart` are those close to this person and they themselves, where somebody knows; `there` the states and sorts that are to be asked for.
    """
    places = person.organisations_as(*RATERS)
    if not places:
        return []
    if apart is None:
        close = Relation.objects.filter(Q(person=person) | Q(other=person)).values_list("person_id", "other_id")
        apart = {pk for pair in close for pk in pair} | {person.pk}
    chats = PracticeChat.objects.filter(organisation_id__in=places).exclude(enrolment__person__in=apart).exclude(partner=person)
    # many chats share a few scenarios, and a scenario is long: read each of them once
    chats = chats.select_related("enrolment__person").prefetch_related("scenario").order_by("ended_at", "pk")
    of_sorts: list[tuple[str, Callable[[], Iterable[InboxRow]]]] = [
        ("awaiting_rating", lambda: _to_rate(person, apart)), ("rated", lambda: _to_moderate(chats, person)),
        ("rechecks", lambda: _to_recheck(chats, person)), ("rated", lambda: _to_release(chats, person)),
        ("ended", lambda: _missing_views(chats)), ("questions", lambda: _asked(person)),
    ]  # fmt: skip
    rows = [*_to_calibrate(person), *chain(*(ask() for sort, ask in of_sorts if sort in there))]
    return sorted(rows, key=lambda row: row.since)


def _row(kind: str, chat: PracticeChat, what: Any, *, url_name: str = "rating", since: datetime | None = None, **more: Any) -> InboxRow:
    ended = chat.ended_at or chat.starts_at
    title = _("%(alias)s, “%(title)s”") % {"alias": chat.trainee.alias, "title": chat.scenario.text()["title"]}
    more.setdefault("due", rules.due_at(ended))
    return InboxRow(kind, chat.pk, title, str(what), since or ended, url=reverse(url_name, args=[chat.pk]), **more)


def _waiting_to_be_rated(person: Any, places: Any, apart: Any) -> Any:
    """The chats below that wait for a rating this person has not given, with no more of them than a row says."""
    mine = Assessment.objects.locked().filter(chat=OuterRef("pk"), rater=person)
    chats = PracticeChat.objects.filter(among("organisation", places), ~Q(among("enrolment__person", apart)), ~Q(partner=person))
    chats = chats.filter(~Exists(mine), state=ChatState.AWAITING_RATING).select_related("enrolment__person").order_by("ended_at", "pk")
    return chats.only("ended_at", "starts_at", "mode", "scenario", "enrolment__person__alias")[:OLDEST]


TO_RATE = Prepared(_waiting_to_be_rated)


def _to_rate(person: Person, apart: Collection[int]) -> Iterable[InboxRow]:
    drafts = Prefetch("assessments", Assessment.objects.drafts().select_related("rater"), to_attr="open_drafts")
    chats = TO_RATE.ask(person.pk, sorted(person.organisations_as(*RATERS)), sorted(apart))
    prefetch_related_objects(chats, "scenario", drafts)
    for chat in chats:
        holder = next((claim.rater for claim in chat.open_drafts), None)
        what = _("Assessed practice chat") if chat.mode == Mode.ASSESSED else _("Practice chat")
        claim = reverse("rating_claim", args=[chat.pk]) if holder is None else ""
        release = reverse("rating_hand_back", args=[chat.pk]) if holder == person else ""
        yield _row("rating", chat, what, claimed_by=holder, claim_url=claim, release_url=release)


def _to_moderate(chats: QuerySet[PracticeChat], person: Person) -> Iterable[InboxRow]:
    disputed = chats.filter(second_look__state=SecondLookState.DISPUTED, state=ChatState.RATED).select_related("second_look")
    for chat in may_decide_on(person, list(disputed[:OLDEST])):
        yield _row("moderation", chat, _("Two assessors saw it differently. You decide."), url_name="moderation")


def _to_recheck(chats: QuerySet[PracticeChat], person: Person) -> Iterable[InboxRow]:
    rated = Assessment.objects.filter(chat=OuterRef("pk"), rater=person)
    asked = chats.filter(~Exists(rated), recheck__in=Recheck.objects.open()).select_related("recheck").order_by("recheck__asked_at")
    for chat in may_decide_on(person, list(asked[:OLDEST])):
        what = _("The trainee asks for another look.")
        yield _row("recheck", chat, what, url_name="feedback", since=chat.recheck.asked_at, due=rules.due_at(chat.recheck.asked_at))


def _to_release(chats: QuerySet[PracticeChat], person: Person) -> Iterable[InboxRow]:
    mine = Assessment.objects.filter(chat=OuterRef("pk"), rater=person, state=AssessmentState.SUBMITTED)
    for chat in chats.filter(Exists(mine), state=ChatState.RATED).exclude(second_look__state=SecondLookState.DISPUTED)[:OLDEST]:
        yield _row("feedback", chat, _("Assessed. The feedback is not given yet."), claimed_by=person)


def _missing_views(chats: QuerySet[PracticeChat]) -> Iterable[InboxRow]:
    for chat in chats.filter(state=ChatState.ENDED, ended_at__lte=timezone.now() - rules.MISSED_VIEW)[:OLDEST]:
        yield _row("missing_view", chat, _("Somebody has not said how it was."), url_name="practice_after")


def _asked(person: Person) -> Iterable[InboxRow]:
    rated = Assessment.objects.filter(chat=OuterRef("chat"), rater=person, state=AssessmentState.FINAL)
    asked = Question.objects.open().filter(Exists(rated)).select_related("chat__enrolment__person").prefetch_related("chat__scenario")
    for question in asked.order_by("asked_at", "pk")[:OLDEST]:
        yield _row("question", question.chat, _("A question about the feedback"), url_name="feedback", since=question.asked_at, due=None)


def _to_calibrate(person: Person) -> Iterable[InboxRow]:
    """One row while the library asks for one's eyes."""
    standing = standing_of(person)
    if standing.state == calibration.CALIBRATED:
        return
    until = timezone.make_aware(datetime.combine(standing.until, time.min)) if standing.until else None
    since = min(until - calibration.SOON, timezone.now()) if until else timezone.now()
    yield InboxRow("calibration", 0, _("Calibrate your eye"), standing_said(standing, rates=True), since, until, reverse("calibration"))
