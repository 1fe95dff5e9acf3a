"""Nothing stays with somebody who has left: what they had taken on is free again, and others are asked.

At once when somebody ends a role or an account is shut; each night also what ended by its date, or by somebody having become close.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone

from certification.assessment.models import Assessment
from certification.assessment.states import ASSESSMENT, AssessmentState
from certification.decisions import appeals, concerns
from certification.decisions.cases import Appeal, Concern
from certification.decisions.models import SignOff
from certification.decisions.states import SIGNOFF, AppealState, ConcernState, SignOffState
from certification.practice.actions.leaving import free_chats, free_talks, held_by
from lms.kernel.permissions import may
from lms.notify.actions import tell
from lms.people.models import Person


def free_what_nobody_holds(left: Person | None = None) -> int:
    """Everything that somebody holds who has lost the role or is gone: chats, talks, drafts, proposals, appeals, concerns. How many.

    With `left` only what this person holds; what they may still hold stays with them.
    """
    return free_chats(left) + free_talks(left) + free_drafts(left) + free_proposals(left) + free_cases(left)


def free_drafts(left: Person | None = None) -> int:
    """Ratings begun by somebody who may not rate there any more: another takes the chat. The draft stays with its rater, unseen."""
    freed = 0
    begun = (
        Assessment.objects.drafts()
        .filter(chat__isnull=False, **held_by("rater", left))
        .select_related("rater", "chat__enrolment__person", "chat__partner")
    )
    for draft in begun.order_by("pk"):
        if not (draft.rater.is_active and may(draft.rater, "assessment.rate", draft.chat)):
            with transaction.atomic():
                ASSESSMENT.move(draft, AssessmentState.HANDED_BACK, by=None, chat=draft.chat_id)
            freed += 1
    return freed


def free_proposals(left: Person | None = None) -> int:
    """Proposals whose first signer could not propose today, so that nobody could grant them: another supervisor proposes anew."""
    freed = 0
    waiting = SignOff.objects.open().filter(**held_by("proposed_by", left))
    for signoff in waiting.select_related("proposed_by", "enrolment__person", "enrolment__version").order_by("pk"):
        if not (signoff.proposed_by.is_active and may(signoff.proposed_by, "decisions.propose", signoff.enrolment)):
            with transaction.atomic():
                SIGNOFF.move(signoff, SignOffState.WITHDRAWN, by=None, fields={"decided_at": timezone.now()})
                link, reason = f"/signoffs/{signoff.pk}/", f"signoff.withdrawn:{signoff.pk}"
                tell(signoff.enrolment.person, "signoff_withdrawn", reason=reason, link=link)
            freed += 1
    return freed


def free_cases(left: Person | None = None) -> int:
    """Appeals and concerns are asked for anew; those with nobody on their list who may take them get others."""
    freed, whose = 0, held_by("taken_by", left)
    for appeal in (
        Appeal.objects.filter(state=AppealState.TAKEN, **whose).select_related("signoff__enrolment__person", "taken_by").order_by("pk")
    ):
        if not may(appeal.taken_by, "decisions.answer_appeal", appeal):
            appeals.free(appeal, by=None)
            freed += 1
    held = (ConcernState.TAKEN, ConcernState.DECIDED)  # what was decided must still be told and put away
    for concern in Concern.objects.filter(state__in=held, **whose).select_related("about", "taken_by").order_by("pk"):
        if not may(concern.taken_by, "decisions.handle_concern", concern):
            concerns.free(concern, by=None)
            freed += 1
    for appeal in Appeal.objects.filter(state=AppealState.LODGED).select_related("signoff__enrolment__person"):
        if not _somebody_may(appeal, "decisions.review_appeal"):
            appeals.invite_reviewers(appeal)
    for concern in Concern.objects.filter(state=ConcernState.RAISED).select_related("about"):
        if not _somebody_may(concern, "decisions.take_concern"):
            concerns.invite_hands(concern)
    return freed


def _somebody_may(case: Any, deed: str) -> bool:
    """Whether anybody on the list of an appeal or concern may still take it."""
    return any(may(seat.person, deed, case) for seat in case.seats.standing().select_related("person"))
