"""What waits for a professional in assessment: chats to rate and to decide on, feedback to give, questions, views that are missing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
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


def inbox(person: Person) -> list[InboxRow]:
    """What waits for this person in assessment, longest waiting first; of each sort the OLDEST ones. Queries do not grow with it.

    Chats they may rate (also those another has claimed, with who), chats whose two ratings differ, their own submitted ratings whose
    feedback is not given, questions about their feedback, chats where a view has been missing for two days, and their own calibration.
    """
    places = person.organisations_as(*RATERS)
    if not places:
        return []
    close = Relation.objects.filter(Q(person=person) | Q(other=person)).values_list("person_id", "other_id")
    apart = {pk for pair in close for pk in pair} | {person.pk}
    chats = PracticeChat.objects.filter(organisation_id__in=places).exclude(enrolment__person__in=apart).exclude(partner=person)
    # many chats share a few scenarios, and a scenario is long: read each of them once
    chats = chats.select_related("enrolment__person").prefetch_related("scenario").order_by("ended_at", "pk")
    rows = [
        *_to_rate(chats, person), *_to_moderate(chats, person), *_to_recheck(chats, person), *_to_release(chats, person), *_missing_views(chats), *_asked(person),
        *_to_calibrate(person),
    ]  # fmt: skip
    return sorted(rows, key=lambda row: row.since)


def _row(kind: str, chat: PracticeChat, what: Any, *, url_name: str = "rating", since: datetime | None = None, **more: Any) -> InboxRow:
    ended = chat.ended_at or chat.starts_at
    title = _("%(alias)s, “%(title)s”") % {"alias": chat.trainee.alias, "title": chat.scenario.text()["title"]}
    more.setdefault("due", rules.due_at(ended))
    return InboxRow(kind, chat.pk, title, str(what), since or ended, url=reverse(url_name, args=[chat.pk]), **more)


def _to_rate(chats: QuerySet[PracticeChat], person: Person) -> Iterable[InboxRow]:
    mine = Assessment.objects.locked().filter(chat=OuterRef("pk"), rater=person)
    drafts = Prefetch("assessments", Assessment.objects.drafts().select_related("rater"), to_attr="open_drafts")
    for chat in chats.filter(~Exists(mine), state=ChatState.AWAITING_RATING).prefetch_related(drafts)[:OLDEST]:
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
    yield InboxRow("calibration", 0, _("Calibrate your eye"), standing_said(standing), since, until, reverse("calibration"))
