"""Nothing stays with somebody who has left: what they had taken on is free again, and others are asked."""

from django.db import transaction
from django.utils import timezone

from certification.assessment.models import Assessment
from certification.assessment.states import ASSESSMENT, AssessmentState
from certification.decisions import appeals, concerns
from certification.decisions.cases import Appeal, Concern
from certification.decisions.models import SignOff
from certification.decisions.states import SIGNOFF, AppealState, ConcernState, SignOffState
from certification.practice.actions.leaving import free_chats, free_talks
from lms.kernel.permissions import may
from lms.notify.actions import tell


def free_what_nobody_holds() -> int:
    """Everything that somebody holds who has lost the role or is gone: chats, talks, drafts, proposals, appeals, concerns. How many."""
    return free_chats() + free_talks() + free_drafts() + free_proposals() + free_cases()


def free_drafts() -> int:
    """Ratings begun by somebody who may not rate there any more: another takes the chat. The draft stays with its rater, unseen."""
    freed = 0
    begun = Assessment.objects.drafts().filter(chat__isnull=False).select_related("rater", "chat__enrolment__person", "chat__partner")
    for draft in begun.order_by("pk"):
        if not (draft.rater.is_active and may(draft.rater, "assessment.rate", draft.chat)):
            with transaction.atomic():
                ASSESSMENT.move(draft, AssessmentState.HANDED_BACK, by=None, chat=draft.chat_id)
            freed += 1
    return freed


def free_proposals() -> int:
    """Proposals whose first signer could not propose today, so that nobody could grant them: another supervisor proposes anew."""
    freed = 0
    for signoff in SignOff.objects.open().select_related("proposed_by", "enrolment__person", "enrolment__version").order_by("pk"):
        if not (signoff.proposed_by.is_active and may(signoff.proposed_by, "decisions.propose", signoff.enrolment)):
            with transaction.atomic():
                SIGNOFF.move(signoff, SignOffState.WITHDRAWN, by=None, fields={"decided_at": timezone.now()})
                link, reason = f"/signoffs/{signoff.pk}/", f"signoff.withdrawn:{signoff.pk}"
                tell(signoff.enrolment.person, "signoff_withdrawn", reason=reason, link=link)
            freed += 1
    return freed


def free_cases() -> int:
    """Appeals and concerns are asked for anew; those without a list get one."""
    freed = 0
    for appeal in Appeal.objects.filter(state=AppealState.TAKEN).select_related("signoff__enrolment__person", "taken_by").order_by("pk"):
        if not may(appeal.taken_by, "decisions.answer_appeal", appeal):
            appeals.free(appeal, by=None)
            freed += 1
    held = (ConcernState.TAKEN, ConcernState.DECIDED)  # what was decided must still be told and put away
    for concern in Concern.objects.filter(state__in=held).select_related("about", "taken_by").order_by("pk"):
        if not may(concern.taken_by, "decisions.handle_concern", concern):
            concerns.free(concern, by=None)
            freed += 1
    for appeal in Appeal.objects.filter(state=AppealState.LODGED).select_related("signoff__enrolment__person"):
        if not appeal.seats.standing().exists():
            appeals.invite_reviewers(appeal)
    for concern in Concern.objects.filter(state=ConcernState.RAISED).select_related("about"):
        if not concern.seats.standing().exists():
            concerns.invite_hands(concern)
    return freed
