"""What a supervisor who has left had taken on is free again: booked chats and talks."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from certification.practice.actions.booking import let_go
from certification.practice.actions.caring import tell_who_hears
from certification.practice.models import PracticeChat
from certification.practice.states import TALK, ChatState, TalkState
from certification.practice.wellbeing import Talk
from lms.people.models import Person, Role


def held_by(field: str, left: Person | None) -> dict[str, Any]:
    """The filter for what one person holds, or (None) for what anybody does."""
    return {field: left} if left else {}


def free_chats(left: Person | None = None) -> int:
    """Coming chats whose supervisor holds that role there no more: another one is asked in, or the chat waits for one. How many."""
    freed = 0
    coming = PracticeChat.objects.filter(state=ChatState.SCHEDULED, starts_at__gt=timezone.now(), supervisor__isnull=False).filter(
        **held_by("supervisor", left)
    )
    for chat in coming.select_related("supervisor", "enrolment__person", "partner", "organisation", "scenario").order_by("starts_at"):
        if not _still(chat.supervisor, chat.organisation_id, Role.SUPERVISOR):
            with transaction.atomic():
                let_go(chat, by=None)
            freed += 1
    return freed


def free_talks(left: Person | None = None) -> int:
    """Talks that somebody took who holds no role there any more: they wait again, from the day they were asked for, and those who can
    take them hear of it. How many."""
    freed = 0
    taken = Talk.objects.filter(state=TalkState.TAKEN, **held_by("taken_by", left))
    for talk in taken.select_related("taken_by", "person").order_by("pk"):
        before = f":{talk.taken_by_id}:{talk.taken_at}"
        if not _still(talk.taken_by, talk.organisation_id, Role.SUPERVISOR, Role.COORDINATOR):
            with transaction.atomic():
                TALK.move(talk, TalkState.ASKED, by=None, fields={"taken_by": None, "taken_at": None})
                tell_who_hears(talk, again=before)
            freed += 1
    return freed


def _still(person: Person | None, organisation: int, *roles: Role) -> bool:
    return person is not None and person.is_active and any(person.has_role(role, organisation) for role in roles)
