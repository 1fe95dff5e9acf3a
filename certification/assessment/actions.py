"""After a practice chat: both sides say how it was, feedback is given, read and asked about."""

from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certification.assessment import queries, rules
from certification.assessment.models import Assessment, PartnerForm, Question, Quote, QuoteRole, SecondLook, SelfRating
from certification.assessment.second_looks import ask_second_rating, eligible_raters, reopen, settle, tell_raters
from certification.assessment.states import ASSESSMENT, AssessmentState
from certification.practice.models import Mode, PracticeChat
from certification.practice.rules import purge_on as purge_day
from certification.practice.states import CHAT, ChatState
from certification.programmes.engine import recompute
from lms.audit.actions import record
from lms.kernel.errors import DomainError, IllegalTransition, Invalid
from lms.kernel.permissions import demand
from lms.notify.actions import tell
from lms.people.models import Person

__all__ = ["ask_second_rating", "eligible_raters", "settle"]  # deeds of second_looks.py, through the same door
VIEWS_OPEN = (ChatState.ENDED, ChatState.AWAITING_RATING, ChatState.RATED, ChatState.RELEASED)


@transaction.atomic
def submit_self_rating(chat: PracticeChat, *, levels: Mapping[str, int], strength: str, next_step: str, by: Person) -> SelfRating:
    """Keep the trainee's own view, once. With the partner's form given too, the chat goes on to assessment.

    `levels` are 1–4 by criterion; what did not come up is left out. Possible until feedback is out, and needed to read it.
    """
    demand(by, "assessment.self_rate", chat)
    rubric = queries.rubric_for(chat)
    known = rules.rubric_from(rubric.structure).by_key
    if not set(levels) <= set(known) or not all(level in (1, 2, 3, 4) for level in levels.values()):
        raise Invalid()
    _hold_open(chat)
    try:
        with transaction.atomic():
            view = SelfRating.objects.create(
                chat=chat, person=by, rubric=rubric, levels=dict(levels), strength=strength.strip(), next_step=next_step.strip()
            )
    except IntegrityError as given:
        raise DomainError(_("You have already said how it went. Thank you."), code="given") from given
    record("assessment.self_rate", chat, by=by)
    _go_on(chat, by=by)
    return view


@transaction.atomic
def submit_partner_form(chat: PracticeChat, *, answers: Mapping[str, int], words: str, by: Person) -> PartnerForm:
    """Keep the partner's view, once. With the self-rating given too, the chat goes on to assessment."""
    demand(by, "assessment.partner_form", chat)
    rubric = queries.rubric_for(chat)
    asked = {key for key, _reverse in rules.rubric_from(rubric.structure).partner}
    if set(answers) != asked or not all(answer in (1, 2, 3, 4, 5) for answer in answers.values()):
        raise Invalid()
    _hold_open(chat)
    try:
        with transaction.atomic():
            view = PartnerForm.objects.create(chat=chat, person=by, rubric=rubric, answers=dict(answers), words=words.strip())
    except IntegrityError as given:
        raise DomainError(_("You have already said how it was. Thank you."), code="given") from given
    record("assessment.partner_form", chat, by=by)
    _go_on(chat, by=by)
    return view


def _hold_open(chat: PracticeChat) -> None:
    """Queue up behind the chat's row, so that the second of two simultaneous views sees the first."""
    if not PracticeChat.objects.filter(pk=chat.pk, state__in=VIEWS_OPEN).update(state=F("state")):
        raise IllegalTransition()
    chat.refresh_from_db(fields=["state"])


def _go_on(chat: PracticeChat, *, by: Person) -> None:
    """Move to assessment when both views are there."""
    both = SelfRating.objects.filter(chat=chat).exists() and PartnerForm.objects.filter(chat=chat).exists()
    if both and chat.state == ChatState.ENDED:
        CHAT.move(chat, ChatState.AWAITING_RATING, by=by)
        tell_raters(chat)
    recompute(chat.enrolment, cause="assessment.views")


@transaction.atomic
def go_on_without(chat: PracticeChat, *, by: Person) -> None:
    """Open the assessment although a view is missing two days after the end: nobody shall wait for ever for somebody else."""
    demand(by, "assessment.go_on_without", chat)
    if chat.ended_at is None or timezone.now() < chat.ended_at + rules.MISSED_VIEW:
        raise DomainError(_("Give them two days first."), code="too_early")
    CHAT.move(chat, ChatState.AWAITING_RATING, by=by)
    recompute(chat.enrolment, cause="assessment.views")
    tell_raters(chat)


@transaction.atomic
def release_feedback(chat: PracticeChat, *, by: Person) -> None:
    """Give the feedback: every submitted assessment becomes final, the trainee is told, the transcript gets its last day.

    Refuses without a quoted strength and a quoted next step.
    """
    demand(by, "assessment.release", chat)
    if SecondLook.objects.disputed().filter(chat=chat).exists():
        raise DomainError(_("Two assessors saw this differently. A moderator decides first."), code="disputed")
    submitted = list(Assessment.objects.filter(chat=chat, state=AssessmentState.SUBMITTED))
    roles = set(Quote.objects.filter(assessment__in=submitted).values_list("role", flat=True))
    if not {QuoteRole.STRENGTH, QuoteRole.NEXT_STEP} <= roles:
        raise Invalid(_("Feedback needs a quoted strength and a quoted next step."))
    now = timezone.now()
    for assessment in submitted:
        ASSESSMENT.move(assessment, AssessmentState.FINAL, by=by, fields={"released_at": now}, chat=chat.pk)
    feedback_on = timezone.localdate(now) if chat.mode == Mode.FORMATIVE else None  # an assessed chat waits for its decision
    purge_on = purge_day(timezone.localdate(chat.ended_at or now), feedback_on)
    CHAT.move(chat, ChatState.RELEASED, by=by, fields={"purge_on": purge_on})
    recompute(chat.enrolment, cause="assessment.release")
    tell(
        chat.trainee, "feedback_ready", reason=f"assessment.released:{chat.pk}", link=f"/practice/{chat.pk}/feedback/",
        scenario=chat.scenario.text(chat.trainee.language)["title"],
    )  # fmt: skip


@transaction.atomic
def acknowledge_feedback(chat: PracticeChat, *, by: Person) -> None:
    """The trainee says that they have read it; saying it twice is once."""
    demand(by, "assessment.acknowledge", chat)
    if chat.state == ChatState.ACKNOWLEDGED:
        return
    CHAT.move(chat, ChatState.ACKNOWLEDGED, by=by)
    recompute(chat.enrolment, cause="assessment.acknowledge")


@transaction.atomic
def ask_about(chat: PracticeChat, *, body: str, by: Person) -> Question:
    """The trainee asks the raters about the feedback; they are told."""
    demand(by, "assessment.ask", chat)
    if not body.strip():
        raise Invalid(_("Write what you wonder about."))
    question = Question.objects.create(chat=chat, by=by, body=body.strip())
    record("assessment.ask", question, by=by, fields={"chat": chat.pk})
    for assessment in Assessment.objects.filter(chat=chat, state=AssessmentState.FINAL).select_related("rater"):
        tell(
            assessment.rater, "feedback_question", reason=f"assessment.asked:{question.pk}", link=f"/practice/{chat.pk}/feedback/",
            trainee=by.alias, scenario=chat.scenario.text(assessment.rater.language)["title"],
        )  # fmt: skip
    return question


@transaction.atomic
def answer_question(question: Question, *, answer: str, by: Person) -> None:
    """A rater answers, once; the trainee is told."""
    demand(by, "assessment.answer", question)
    if not answer.strip():
        raise Invalid(_("Write an answer first."))
    values = {"answer": answer.strip(), "answered_by": by, "answered_at": timezone.now()}
    if not Question.objects.filter(pk=question.pk, answered_at=None).update(**values):
        raise IllegalTransition(_("This question has been answered already."), code="stale")
    record("assessment.answer", question, by=by, fields={"chat": question.chat_id})
    tell(
        question.by, "feedback_answer", reason=f"assessment.answered:{question.pk}", link=f"/practice/{question.chat_id}/feedback/",
        scenario=question.chat.scenario.text(question.by.language)["title"],
    )  # fmt: skip


@transaction.atomic
def annul(assessment: Assessment, *, reason: str, by: Person) -> None:
    """Take a submitted assessment out of every sum, with a reason that is kept. A chat left without one waits for a new rating."""
    demand(by, "assessment.annul", assessment)
    if not reason.strip():
        raise Invalid(_("Write why. The reason is kept."))
    annul_for(assessment, reason=reason, by=by)


def annul_for(assessment: Assessment, *, reason: str, by: Person) -> None:
    """The deed itself, for verbs that have asked whether it may be."""
    chat = assessment.its_chat
    fields = {"annulled_at": timezone.now(), "annulled_by": by, "annul_reason": reason.strip()}
    ASSESSMENT.move(assessment, AssessmentState.ANNULLED, by=by, fields=fields, chat=chat.pk)
    left = list(Assessment.objects.locked().filter(chat=chat).values_list("rater", flat=True))
    if chat.state == ChatState.RATED and (reopen(chat, by=by) or not left):
        CHAT.move(chat, ChatState.AWAITING_RATING, by=by)
        tell_raters(chat, second=True, besides=[assessment.rater_id, *left])
    recompute(chat.enrolment, cause="assessment.annul")
