"""What happened in a chat besides its lines, read back: for the room, the replay, and whoever rates."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from certification.practice.happenings import ALERTS, Happening, HappeningKind, PrivateNote, ToldStep
from certification.practice.models import Moment, PracticeChat, Whisper
from certification.practice.states import OBSERVER, PARTNER, TRAINEE, ChatState
from lms.people.models import Person

FEEDBACK_OUT = (ChatState.RELEASED, ChatState.ACKNOWLEDGED)


@dataclass(frozen=True)
class Alert:
    """The trainee pressed the alert button: after which line, when, how many seconds into the chat, and when somebody took it."""

    seq: int
    at: datetime
    seconds: int
    taken_at: datetime | None


def alerts(chat: PracticeChat) -> list[Alert]:
    """Every alert of a chat in order: evidence for acting on risk. Empty once the transcript has been deleted."""
    rows = list(Happening.objects.filter(chat_id=chat.pk, kind__in=ALERTS).order_by("pk"))
    taken = [row for row in rows if row.kind == HappeningKind.ALERT_SEEN]
    began = chat.began_at
    return [
        Alert(
            row.seq, row.at, int((row.at - began).total_seconds()) if began else 0,
            next((one.at for one in taken if one.at >= row.at), None),
        )
        for row in rows if row.kind == HappeningKind.ALERT
    ]  # fmt: skip


def happenings_for(chat: PracticeChat, seat: str, *, beyond: int = 0) -> list[Happening]:
    """The alerts, for the trainee and the supervisor. The partner plays somebody who would not see them either."""
    if seat not in (TRAINEE, OBSERVER):
        return []
    return list(Happening.objects.filter(chat_id=chat.pk, kind__in=ALERTS, pk__gt=beyond).order_by("pk"))


def happening_json(one: Happening) -> dict[str, Any]:
    return {"key": one.pk, "kind": one.kind, "after": one.seq, "at": one.at.isoformat()}


def told_steps(chat: PracticeChat) -> list[int]:
    return list(ToldStep.objects.filter(chat_id=chat.pk).order_by("step").values_list("step", flat=True))


def told_json(chat: PracticeChat, seat: str) -> list[int] | None:
    """The numbers of the steps told, for the partner and the supervisor; never a word of the card."""
    return told_steps(chat) if seat in (PARTNER, OBSERVER) else None


def note_of(chat: PracticeChat, person: Person) -> str:
    """One's own private note of this chat."""
    note = PrivateNote.objects.visible_to(person).filter(chat=chat).first()
    return note.body if note else ""


@dataclass(frozen=True)
class Mark:
    """Something to see beside a line of the replay. `what` is in the reader's language; `kind` picks the drawing."""

    seq: int
    at: datetime
    kind: str  # moment, whisper, told, or the kind of a happening
    what: str
    body: str = ""


def marks(chat: PracticeChat, *, seat: str, professional: bool) -> list[Mark]:
    """What this reader may see between the lines, in order of time.

    The trainee sees their own deeds and the whispers, and the supervisor's moments once feedback is out. The partner sees none.
    """
    if not professional and seat != TRAINEE:
        return []
    found = [Mark(h.seq, h.at, h.kind, str(h.get_kind_display())) for h in Happening.objects.filter(chat_id=chat.pk)]
    for whisper in Whisper.objects.filter(chat_id=chat.pk).select_related("by"):
        found.append(Mark(whisper.after_seq, whisper.at, "whisper", whisper.by.alias, whisper.body))
    if professional or chat.state in FEEDBACK_OUT:
        moments = Moment.objects.filter(chat_id=chat.pk).exclude(by=chat.trainee_id)  # their own alert stands there already
        found += [Mark(m.seq, m.at, "moment", str(m.get_kind_display())) for m in moments]
    if professional:
        found += [Mark(t.seq, t.at, "told", str(t.step)) for t in ToldStep.objects.filter(chat_id=chat.pk)]
    return sorted(found, key=lambda mark: (mark.seq, mark.at))
