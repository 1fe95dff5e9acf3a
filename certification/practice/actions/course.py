"""The course of a practice chat: lobby, live, paused, ended or stopped."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certification.practice import rules
from certification.practice.happenings import Happening, HappeningKind
from certification.practice.models import PracticeChat
from certification.practice.notices import told
from certification.practice.predicates import is_its_trainee
from certification.practice.states import CHAT, OPEN_ROOM, WRITTEN_IN, ChatState
from lms.audit.actions import record
from lms.kernel.errors import IllegalTransition
from lms.kernel.permissions import demand
from lms.live.bell import ring
from lms.people.models import Person

ENDED = _("The chat is over, so this was not sent. What you wrote is still here.")


@transaction.atomic
def enter_lobby(chat: PracticeChat, *, by: Person) -> None:
    """Open the lobby, from a quarter of an hour before the time. Being there already is fine."""
    demand(by, "practice.join", chat)
    if chat.state == ChatState.LOBBY:
        return
    if chat.state == ChatState.SCHEDULED and timezone.now() < rules.doors_open_at(chat.starts_at):
        raise IllegalTransition(_("The door opens a quarter of an hour before the time."), code="early")
    CHAT.move(chat, ChatState.LOBBY, by=by)
    ring(chat.topic)


@transaction.atomic
def be_ready(chat: PracticeChat, *, by: Person) -> None:
    """Say yes after the content note. When both have said yes the chat begins."""
    demand(by, "practice.write", chat)
    if chat.state == ChatState.LIVE:
        return
    if chat.state != ChatState.LOBBY:
        raise IllegalTransition()
    field = "trainee_ready_at" if is_its_trainee(by, chat) else "partner_ready_at"
    PracticeChat.objects.filter(pk=chat.pk, **{field: None}).update(**{field: timezone.now()})
    chat.refresh_from_db(fields=["trainee_ready_at", "partner_ready_at", "state"])
    ring(chat.topic)
    if chat.trainee_ready_at and chat.partner_ready_at and chat.state == ChatState.LOBBY:
        begin(chat, by=by)


def begin(chat: PracticeChat, *, by: Person | None) -> None:
    """Start the clock. Called when both are ready; two at once make one beginning."""
    now = timezone.now()
    try:
        CHAT.move(chat, ChatState.LIVE, by=by, fields={"began_at": now})
    except IllegalTransition:
        chat.refresh_from_db(fields=["state", "began_at"])
        if chat.state != ChatState.LIVE:
            raise
    ring(chat.topic)


@transaction.atomic
def ask_help(chat: PracticeChat, *, by: Person) -> None:
    """“Pause, help”: the clock rests and the supervisor is told at once. Logged, never held against anybody."""
    demand(by, "practice.pause", chat)
    now = timezone.now()
    if chat.state != ChatState.PAUSED:
        CHAT.move(chat, ChatState.PAUSED, by=by, fields={"paused_at": now, "paused_by": by})
        _note(chat, HappeningKind.HELP if is_its_trainee(by, chat) else HappeningKind.PAUSE, by)
    if chat.supervisor and by.pk != chat.supervisor_id:
        told(chat.supervisor, "practice_help", chat, reason=f"practice.help.{now:%H%M%S}")
    ring(chat.topic)


@transaction.atomic
def resume(chat: PracticeChat, *, by: Person) -> None:
    """Go on after a pause. The pause is not counted."""
    demand(by, "practice.pause", chat)
    if chat.state == ChatState.LIVE:
        return
    rested = int((timezone.now() - chat.paused_at).total_seconds()) if chat.paused_at else 0
    fields = {"paused_at": None, "paused_by": None, "paused_seconds": chat.paused_seconds + max(0, rested)}
    CHAT.move(chat, ChatState.LIVE, by=by, fields=fields)
    _note(chat, HappeningKind.RESUME, by)
    ring(chat.topic)


def _note(chat: PracticeChat, kind: HappeningKind, by: Person) -> None:
    """Keep a pause or its end with its second, at the line it followed."""
    seq = PracticeChat.objects.values_list("last_seq", flat=True).get(pk=chat.pk)
    Happening.objects.create(chat=chat, kind=kind, seq=seq, by=by)


@transaction.atomic
def offer_end(chat: PracticeChat, *, by: Person) -> None:
    """Propose to end. When the other one has proposed it already, the chat ends."""
    demand(by, "practice.write", chat)
    if chat.state not in WRITTEN_IN:
        raise IllegalTransition(ENDED, code="ended")
    claimed = PracticeChat.objects.filter(pk=chat.pk, state__in=WRITTEN_IN, end_offered_by=None).update(end_offered_by=by)
    chat.refresh_from_db(fields=["end_offered_by", "state"])
    if not claimed and chat.end_offered_by_id not in (None, by.pk):
        end(chat, by=by)
    ring(chat.topic)


def accept_end(chat: PracticeChat, *, by: Person) -> None:
    """Agree to end. Only what the other one proposed can be agreed to."""
    if chat.end_offered_by_id in (None, by.pk) and chat.state in WRITTEN_IN:
        raise IllegalTransition(_("Nobody has proposed to end just now."), code="not_offered")
    offer_end(chat, by=by)


@transaction.atomic
def decline_end(chat: PracticeChat, *, by: Person) -> None:
    """Not yet: take the proposal off the table, whoever made it."""
    demand(by, "practice.write", chat)
    if PracticeChat.objects.filter(pk=chat.pk, state__in=WRITTEN_IN).update(end_offered_by=None):
        chat.end_offered_by = None
        record("practice.decline_end", chat, by=by)
        ring(chat.topic)


def end(chat: PracticeChat, *, by: Person | None) -> None:
    """End by agreement, or by time (`by=None`). Both sides then write their own view, and nobody writes in the room any more."""
    _leave(chat, ChatState.ENDED, by=by)


def end_if_over(chat: PracticeChat, *, now: datetime | None = None) -> bool:
    """End a chat whose time, grace included, has run out; True when it was this call that ended it."""
    if chat.state not in WRITTEN_IN or chat.began_at is None:
        return False
    if not rules.is_over(now or timezone.now(), chat.began_at, chat.minutes, chat.paused_seconds, chat.paused_at):
        return False
    try:
        end(chat, by=None)
    except IllegalTransition:  # somebody else ended, stopped or paused it this second
        chat.refresh_from_db()
        return False
    return True


def stop_practice(chat: PracticeChat, *, by: Person) -> None:
    """Stop at once, in the lobby, live or paused; any of the three may, nobody is asked why, and it counts against nobody.

    Stopping what is over already changes nothing and is not an error: this button always works.
    """
    demand(by, "practice.join", chat)
    for _attempt in range(3):
        if chat.state not in OPEN_ROOM:
            return
        try:
            _leave(chat, ChatState.STOPPED, by=by)
            return
        except IllegalTransition:
            chat.refresh_from_db()


@transaction.atomic
def _leave(chat: PracticeChat, to: str, *, by: Any) -> None:
    now = timezone.now()
    today = timezone.localdate(now)
    CHAT.move(chat, to, by=by, fields={"ended_at": now, "paused_at": None, "purge_on": rules.purge_on(today)})
    if to == ChatState.STOPPED and chat.supervisor and by.pk != chat.supervisor_id:
        told(chat.supervisor, "practice_stopped", chat, reason="practice.stopped")
    ring(chat.topic)
