"""A break from the whole way: no reason asked, nothing lost, and back again by oneself."""

from django.db import transaction

from certification.practice.actions.booking import call_off
from certification.practice.actions.seats import queue_up
from certification.practice.models import PracticeChat
from certification.practice.notices import coordinators_of
from certification.practice.states import ChatState
from certification.programmes.engine import recompute
from certification.programmes.models import Enrolment
from certification.programmes.states import ENROLMENT, EnrolmentState
from lms.audit.models import AuditEntry
from lms.kernel.permissions import demand
from lms.notify.actions import tell
from lms.people.models import Person

STANDING = (ChatState.REQUESTED, ChatState.SCHEDULED, ChatState.LOBBY)


@transaction.atomic
def pause_way(enrolment: Enrolment, *, by: Person) -> int:
    """Take a break. Chats that are booked are called off, their people told as for any other; what is done stays done and nothing is
    asked for meanwhile. The coordinators hear that it is so, never why. Returns how many chats were called off."""
    demand(by, "practice.pause_way", enrolment)
    ENROLMENT.move(enrolment, EnrolmentState.PAUSED, by=by)
    queue_up(enrolment.organisation_id)
    booked = list(PracticeChat.objects.with_people().filter(enrolment=enrolment, state__in=STANDING).order_by("pk"))
    for chat in booked:
        call_off(chat, by=by)
    recompute(enrolment, cause="enrolment.pause")
    _tell(enrolment, "way_paused")
    return len(booked)


@transaction.atomic
def resume_way(enrolment: Enrolment, *, by: Person) -> None:
    """Go on where one was."""
    demand(by, "practice.pause_way", enrolment)
    ENROLMENT.move(enrolment, EnrolmentState.LEARNING, by=by)
    recompute(enrolment, cause="enrolment.resume")
    _tell(enrolment, "way_resumed")


def _tell(enrolment: Enrolment, kind: str) -> None:
    """Each pause and each return is told once: the audit line that has just been written numbers them."""
    turns = _turns(enrolment)
    for person in coordinators_of(enrolment.organisation_id):
        if person.pk != enrolment.person_id:
            tell(
                person, kind, reason=f"{kind}:{enrolment.pk}:{turns}", link=f"/enrolments/{enrolment.pk}/", alias=enrolment.person.alias,
            )  # fmt: skip


def _turns(enrolment: Enrolment) -> int:
    """How often this way was paused or taken up again."""
    deeds = ("enrolment.pause", "enrolment.resume")
    return AuditEntry.objects.filter(subject_type=enrolment._meta.label_lower, subject_id=str(enrolment.pk), deed__in=deeds).count()
