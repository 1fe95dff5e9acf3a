"""Nothing stays with somebody who has left: what they had taken on is free again, and others are asked."""

from certification.decisions import appeals, concerns
from certification.decisions.cases import Appeal, Concern
from certification.decisions.states import AppealState, ConcernState
from lms.kernel.permissions import may


def free_what_nobody_holds() -> int:
    """Appeals and concerns whose holder has lost the role or is gone are asked for anew; those without a list get one. How many."""
    freed = 0
    for appeal in Appeal.objects.filter(state=AppealState.TAKEN).select_related("signoff__enrolment__person", "taken_by").order_by("pk"):
        if not may(appeal.taken_by, "decisions.answer_appeal", appeal):
            appeals.free(appeal, by=None)
            freed += 1
    for concern in Concern.objects.filter(state=ConcernState.TAKEN).select_related("about", "taken_by").order_by("pk"):
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
