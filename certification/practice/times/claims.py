"""The claim that a chat has on people's time: rows that the database keeps apart, on SQLite and on PostgreSQL."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from certification.practice.models import PracticeChat
from certification.practice.states import BOOKED
from certification.practice.times import rules
from certification.practice.times.models import Claim
from lms.kernel.errors import IllegalTransition

BUSY_THEN = _("There is already a practice chat at that time. Choose another time.")


def claim(chat: PracticeChat, people: Iterable[int], *, length: timedelta = rules.SEAT) -> None:
    """Take the time of these people for the chat. Refuses (`double`) when another chat holds any of it; nothing is taken then.

    Claims of chats that are over, called off or missed hold nobody and are swept away first. Call it inside the transaction of the deed.
    """
    wanted = rules.quarters(chat.starts_at, length)
    taken = Claim.objects.filter(person_id__in=list(people), quarter__gte=wanted.start, quarter__lt=wanted.stop)
    taken.exclude(chat__state__in=BOOKED).delete()
    try:
        with transaction.atomic():
            Claim.objects.bulk_create([Claim(person_id=pk, quarter=one, chat=chat) for pk in sorted(people) for one in wanted])
    except IntegrityError:
        raise IllegalTransition(BUSY_THEN, code="double") from None


def release(chat: PracticeChat, *people: int) -> None:
    """Let go of the time of these people, or of everybody in the chat."""
    held = Claim.objects.filter(chat=chat)
    (held.filter(person_id__in=people) if people else held).delete()
