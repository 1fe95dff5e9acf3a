"""What the clock does by itself: ends what is over, closes what nobody came to, deletes what was kept long enough. All idempotent."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from certification.practice import rules
from certification.practice.actions.course import end_if_over
from certification.practice.models import PracticeChat
from certification.practice.states import CHAT, WRITTEN_IN, ChatState
from lms.kernel.errors import IllegalTransition


def end_overdue() -> int:
    """End every chat whose time has run out; returns how many."""
    return sum(end_if_over(chat) for chat in PracticeChat.objects.filter(state__in=WRITTEN_IN))


def close_missed() -> int:
    """Close the chats that nobody began within two hours; returns how many. Says nothing about whose doing it was."""
    closed = 0
    long_ago = timezone.now() - rules.NOBODY_CAME
    for chat in PracticeChat.objects.filter(state__in=(ChatState.SCHEDULED, ChatState.LOBBY), starts_at__lt=long_ago):
        closed += _moved(chat, ChatState.NO_SHOW)
    for chat in PracticeChat.objects.filter(state=ChatState.REQUESTED, starts_at__lt=timezone.now()):
        closed += _moved(chat, ChatState.CANCELLED)
    return closed


def _moved(chat: PracticeChat, to: str) -> int:
    try:
        CHAT.move(chat, to, by=None)
    except IllegalTransition:
        return 0
    return 1


def purge_due(*, on: date | None = None) -> int:
    """Archive every chat whose day has come, never before it; returns how many."""
    today = on or timezone.localdate()
    due = PracticeChat.objects.filter(purge_on__lte=today).exclude(state=ChatState.ARCHIVED)
    return sum(archive(chat, on=today) for chat in due)


@transaction.atomic
def archive(chat: PracticeChat, *, on: date) -> int:
    """Delete the transcript and all that was noted about it; the row stays as a fact. Does nothing before its day."""
    if chat.purge_on is None or chat.purge_on > on or not CHAT.allows(chat.state, ChatState.ARCHIVED):
        return 0
    if not _moved(chat, ChatState.ARCHIVED):
        return 0
    for rows in (chat.messages, chat.whispers, chat.moments, chat.happenings, chat.told_steps, chat.private_notes):
        rows.all().delete()
    return 1
