"""What the three do in the room besides writing: the alert button, steps told, and a watcher's marks and notes."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certification.practice import rules
from certification.practice.actions.course import ENDED
from certification.practice.happenings import Happening, HappeningKind, PrivateNote, ToldStep
from certification.practice.models import Moment, MomentKind, PracticeChat
from certification.practice.notices import told
from certification.practice.states import WRITTEN_IN, ChatState
from lms.audit.actions import record
from lms.kernel.errors import IllegalTransition, Invalid
from lms.kernel.permissions import demand
from lms.live.bell import ring
from lms.people.models import Person


@transaction.atomic
def raise_alert(chat: PracticeChat, *, by: Person) -> Happening:
    """The trainee presses the alert button, as they would on duty: kept with its second, and the supervisor sees it at once.

    The chat goes on. Pressing again after the same line changes nothing.
    """
    demand(by, "practice.alert", chat)
    alert, new = _happened(chat, HappeningKind.ALERT, by)
    if new:
        Moment.objects.create(chat=chat, seq=alert.seq, kind=MomentKind.ALERT, by=by)  # stands at its line for whoever rates
        record("practice.alert", chat, by=by)
        if chat.supervisor:
            told(chat.supervisor, "practice_alert", chat, reason=f"practice.alert.{alert.pk}")
        ring(chat.topic)
    return alert


@transaction.atomic
def take_alert(chat: PracticeChat, *, by: Person) -> None:
    """The supervisor says “I have got it”, and the trainee sees that somebody is there. Refuses when nobody has alerted."""
    demand(by, "practice.watch_over", chat)
    if not Happening.objects.filter(chat=chat, kind=HappeningKind.ALERT).exists():
        raise IllegalTransition(_("Nobody has pressed the alert button."), code="no_alert")
    _row, new = _happened(chat, HappeningKind.ALERT_SEEN, by)
    if new:
        ring(chat.topic)


def _happened(chat: PracticeChat, kind: HappeningKind, by: Person) -> tuple[Happening, bool]:
    """One alert for each line; refuses outside an open chat."""
    standing = PracticeChat.objects.filter(pk=chat.pk).values_list("state", "last_seq").get()
    if standing[0] not in WRITTEN_IN:
        raise IllegalTransition(ENDED, code="ended")
    return Happening.objects.get_or_create(chat=chat, kind=kind, seq=standing[1], defaults={"by": by})


@transaction.atomic
def mark_told(chat: PracticeChat, *, step: int, by: Person) -> None:
    """Mark a step of the ladder as told, and stand on the next one. Marking it again changes nothing."""
    rungs = _may_tell(chat, step, by)
    _row, new = ToldStep.objects.get_or_create(chat=chat, step=step, defaults={"seq": _last_seq(chat)})
    if new and chat.told_step in (0, step):
        chat.told_step = min(step + 1, rungs)
        PracticeChat.objects.filter(pk=chat.pk).update(told_step=chat.told_step)
    ring(chat.topic)


@transaction.atomic
def unmark_told(chat: PracticeChat, *, step: int, by: Person) -> None:
    """Not told after all: a slip of the thumb is taken back."""
    _may_tell(chat, step, by)
    ToldStep.objects.filter(chat=chat, step=step).delete()
    ring(chat.topic)


def _may_tell(chat: PracticeChat, step: int, by: Person) -> int:
    """How many steps there are; refuses other people, other times, and a step the ladder does not have."""
    demand(by, "practice.play", chat)
    if chat.state not in (ChatState.LOBBY, *WRITTEN_IN):
        raise IllegalTransition(ENDED, code="ended")
    rungs = len(chat.scenario.text(chat.language)["card"]["ladder"])
    if not 1 <= step <= rungs:
        raise Invalid()
    return rungs


@transaction.atomic
def unmark_moment(chat: PracticeChat, *, moment: int, by: Person) -> None:
    """Take one's own mark back. One that is gone already, or another's, is left as it is."""
    demand(by, "practice.watch_over", chat)
    if chat.state not in WRITTEN_IN:
        raise IllegalTransition()
    if Moment.objects.filter(chat=chat, pk=moment, by=by).delete()[0]:
        ring(chat.topic, f"unmarked:{moment}")


def write_note(chat: PracticeChat, *, body: str, by: Person) -> PrivateNote:
    """Keep the supervisor's private note of this chat; an empty one is as good as none. Refuses one that is too long."""
    demand(by, "practice.note", chat)
    text = rules.plain_text(body)
    if len(text) > rules.LONGEST_NOTE:
        raise Invalid(_("The note is too long to be kept. Nothing was lost: shorten it a little."), code="long")
    note, _new = PrivateNote.objects.update_or_create(chat=chat, by=by, defaults={"body": text, "changed_at": timezone.now()})
    return note


def _last_seq(chat: PracticeChat) -> int:
    return PracticeChat.objects.values_list("last_seq", flat=True).get(pk=chat.pk)
