"""What the clock does by itself: ends what is over, closes what nobody came to, deletes what was kept long enough. All idempotent."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from certification.practice import rules
from certification.practice.actions.arranging import missed
from certification.practice.actions.course import end_if_over
from certification.practice.actions.seats import recomputed
from certification.practice.models import Absent, PracticeChat
from certification.practice.notices import told
from certification.practice.states import CHAT, WRITTEN_IN, ChatState
from certification.practice.times import rules as times
from certification.practice.times.claims import release
from certification.practice.times.models import Claim, DayHours, Wishes
from lms.kernel.errors import IllegalTransition


def end_overdue() -> int:
    """End every chat whose time has run out; returns how many."""
    return sum(end_if_over(chat) for chat in PracticeChat.objects.filter(state__in=WRITTEN_IN))


def close_missed() -> int:
    """Close the chats that nobody began within two hours, and those that no supervisor took in time; returns how many.

    Who did not come is written down only where the lobby saw the other one.
    """
    closed, now = 0, timezone.now()
    standing = PracticeChat.objects.with_people().order_by("pk")
    for chat in standing.filter(state__in=(ChatState.SCHEDULED, ChatState.LOBBY), starts_at__lt=now - rules.NOBODY_CAME):
        closed += _closed(chat, lambda chat: missed(chat, _not_seen(chat), by=None))
    for chat in standing.filter(state=ChatState.REQUESTED, starts_at__lt=now - times.NOW_OPEN):
        closed += _closed(chat, _not_taken)
    return closed


def remind_due() -> int:
    """Remind everybody of the chats to come, each as long before as they wished; returns how many were told just now.

    One notice for each person and time, so running it again, or twice at once, tells nobody twice.
    """
    now, told_now = timezone.now(), 0
    soon = now + timedelta(minutes=max(times.REMINDERS))
    coming = PracticeChat.objects.with_people().filter(state=ChatState.SCHEDULED, starts_at__gt=now, starts_at__lte=soon)
    for chat in coming.order_by("pk"):
        booked_at = chat.moved_at or chat.created_at
        people = [one for one in (chat.trainee, chat.partner, chat.supervisor) if one is not None]
        wished = dict(Wishes.objects.filter(person__in=people).values_list("person_id", "remind_minutes"))
        for person in people:
            minutes = wished.get(person.pk, times.DAY_BEFORE)
            if times.reminder_due(chat.starts_at, minutes, booked_at=booked_at, now=now):
                reason = f"practice.reminder.{int(chat.starts_at.timestamp())}"
                told_now += told(person, "practice_reminder", chat, reason=reason)
    return told_now


def _not_seen(chat: PracticeChat) -> str:
    """Who stayed away, as far as the lobby knows: one said yes and waited for the other."""
    if bool(chat.trainee_ready_at) == bool(chat.partner_ready_at):
        return ""
    return Absent.PARTNER if chat.trainee_ready_at else Absent.TRAINEE


def _not_taken(chat: PracticeChat) -> None:
    """No supervisor could: it is called off, and the two hear it."""
    CHAT.move(chat, ChatState.CANCELLED, by=None, fields={"called_off_at": timezone.now()})
    release(chat)
    for person in (chat.trainee, chat.partner):
        told(person, "practice_cancelled", chat, reason="practice.cancelled")
    recomputed(chat, "practice.cancel")


def _closed(chat: PracticeChat, deed: Callable[[PracticeChat], None]) -> int:
    """Do it in a transaction of its own; 0 when somebody was faster."""
    try:
        with transaction.atomic():
            deed(chat)
    except IllegalTransition:
        return 0
    return 1


def _moved(chat: PracticeChat, to: str) -> int:
    try:
        CHAT.move(chat, to, by=None)
    except IllegalTransition:
        return 0
    return 1


def sweep_times(*, now: datetime | None = None) -> int:
    """Forget days that are long past and claims that hold nobody any more; returns how many rows went."""
    at = now or timezone.now()
    past = at - timedelta(days=7)
    days = DayHours.objects.filter(on__lt=timezone.localdate(at) - timedelta(days=30)).delete()[0]
    return days + Claim.objects.filter(quarter__lt=times.quarters(past).start).delete()[0]


def purge_due(*, on: date | None = None) -> int:
    """Archive every chat whose day has come, never before it; returns how many."""
    today = on or timezone.localdate()
    due = PracticeChat.objects.filter(purge_on__lte=today).exclude(state=ChatState.ARCHIVED)
    return sum(archive(chat, on=today) for chat in due)


def archive(chat: PracticeChat, *, on: date) -> int:
    """Delete the transcript when its day has come; does nothing before."""
    if chat.purge_on is None or chat.purge_on > on:
        return 0
    return delete_transcript(chat)


@transaction.atomic
def delete_transcript(chat: PracticeChat) -> int:
    """Delete the transcript and all that was noted about it, whatever its day; the row stays as a fact. 0 where there is none."""
    if not CHAT.allows(chat.state, ChatState.ARCHIVED) or not _moved(chat, ChatState.ARCHIVED):
        return 0
    for rows in (chat.messages, chat.whispers, chat.moments, chat.happenings, chat.told_steps, chat.private_notes):
        rows.all().delete()
    return 1
