"""What is written in the room. The database row is the message."""

import uuid

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from certification.practice import rules, telling
from certification.practice.actions.course import ENDED, end_if_over
from certification.practice.models import Message, Moment, MomentKind, PracticeChat, Whisper
from certification.practice.states import WRITTEN_IN, ChatState
from lms.kernel.errors import DomainError, IllegalTransition, Invalid
from lms.kernel.permissions import demand
from lms.live.bell import ring
from lms.people.models import Person

PAUSED = _("The chat is paused. What you wrote is kept and can be sent when it goes on.")
NOT_BEGUN = _("The chat has not begun yet. What you wrote is still here.")


def send_message(chat: PracticeChat, *, by: Person, body: str, client_id: uuid.UUID) -> tuple[int, bool]:
    """Store one line and return its number and whether it is new.

    The same `client_id` with the same text gives the same number however often it comes, also after the end; with another text it
    is refused and nothing is written. Refuses an empty text, one that is too long, and everything outside a live chat.
    """
    demand(by, "practice.write", chat)
    text = written(body)
    if seq := _known(chat, by, text, client_id):
        return seq, False
    end_if_over(chat)
    try:
        seq = _append(chat, by, text, client_id)
    except IntegrityError:  # the same line came twice at the same moment
        if seq := _known(chat, by, text, client_id):
            return seq, False
        raise
    return seq, True


def written(body: str) -> str:
    """The text as it is stored; raises Invalid with a friendly reason when it cannot be sent."""
    text = rules.plain_text(body)
    fault = rules.fault_in(text)
    if fault == "empty":
        raise Invalid(_("Write something first. An empty message cannot be sent."), code="empty")
    if fault == "long":
        raise Invalid(
            ngettext_lazy(
                "A message can hold %(count)d character. Yours is longer. Nothing was lost: shorten it or send it in parts.",
                "A message can hold %(count)d characters. Yours is longer. Nothing was lost: shorten it or send it in parts.",
                rules.LONGEST,
            )
            % {"count": rules.LONGEST},
            code="long",
        )
    if telling.has_national_id(text):
        raise Invalid(_("That is a personal number. It is never sent, not even in an exercise. Take it out."), code="national_id")
    return text


def _known(chat: PracticeChat, by: Person, text: str, client_id: uuid.UUID) -> int | None:
    """The number of this line when it was stored before."""
    row = Message.objects.filter(chat=chat, client_id=client_id).values("seq", "body", "author_id").first()
    if row is None:
        return None
    if row["body"] != text or row["author_id"] != by.pk:
        raise DomainError(_("Another text was sent under the same number. Nothing was changed."), code="other_text")
    return row["seq"]


@transaction.atomic
def _append(chat: PracticeChat, by: Person, text: str, client_id: uuid.UUID) -> int:
    """Take the next number and insert the row under it, in one transaction: numbers have no gaps, and appear in their order."""
    if not PracticeChat.objects.filter(pk=chat.pk, state=ChatState.LIVE).update(last_seq=F("last_seq") + 1):
        state = PracticeChat.objects.values_list("state", flat=True).get(pk=chat.pk)
        if state == ChatState.PAUSED:
            raise IllegalTransition(PAUSED, code="paused")
        begun = state not in (ChatState.REQUESTED, ChatState.SCHEDULED, ChatState.LOBBY)
        raise IllegalTransition(ENDED, code="ended") if begun else IllegalTransition(NOT_BEGUN, code="not_begun")
    seq = PracticeChat.objects.values_list("last_seq", flat=True).get(pk=chat.pk)
    Message.objects.create(chat_id=chat.pk, seq=seq, author=by, body=text, client_id=client_id, sent_at=timezone.now())
    ring(chat.topic)
    return seq


def whisper(chat: PracticeChat, *, by: Person, body: str, client_id: uuid.UUID) -> Whisper:
    """Say something that only the trainee sees. The same `client_id` makes one whisper, however often it comes."""
    demand(by, "practice.watch_over", chat)
    text = written(body)
    if chat.state not in WRITTEN_IN:
        raise IllegalTransition(ENDED, code="ended")
    with transaction.atomic():
        row, new = Whisper.objects.get_or_create(
            client_id=client_id, defaults={"chat": chat, "by": by, "body": text, "after_seq": _last_seq(chat)}
        )
        if row.chat_id != chat.pk or row.body != text:
            raise DomainError(_("Another text was sent under the same number. Nothing was changed."), code="other_text")
        if new:
            ring(chat.topic)
    return row


def mark_moment(chat: PracticeChat, *, kind: str, by: Person) -> Moment:
    """Mark what is happening, at the last line there is. Neither of the two sees it."""
    demand(by, "practice.watch_over", chat)
    if kind not in MomentKind.values:
        raise Invalid()
    if chat.state not in WRITTEN_IN:
        raise IllegalTransition()
    with transaction.atomic():
        moment = Moment.objects.create(chat=chat, seq=_last_seq(chat), kind=kind, by=by)
        ring(chat.topic)
    return moment


def tell_step(chat: PracticeChat, *, step: int, by: Person) -> None:
    """Keep where the partner is on the ladder, up or down. Refuses a step that the ladder does not have."""
    demand(by, "practice.play", chat)
    rungs = len(chat.scenario.text(chat.language)["card"]["ladder"])
    if not 1 <= step <= rungs:
        raise Invalid()
    with transaction.atomic():
        PracticeChat.objects.filter(pk=chat.pk).update(told_step=step)
        chat.told_step = step
        ring(chat.topic)


def _last_seq(chat: PracticeChat) -> int:
    return PracticeChat.objects.values_list("last_seq", flat=True).get(pk=chat.pk)
