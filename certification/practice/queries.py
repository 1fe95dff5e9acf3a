"""Reading practice chats: what is new in a room, what was said, what waits."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from certification.practice import rules
from certification.practice.happenings import Happening, ToldStep
from certification.practice.models import Absent, Message, Mode, Moment, PracticeChat, Whisper
from certification.practice.states import AFTERWARDS, BOOKED, OBSERVER, PARTNER, TRAINEE, WRITTEN_IN, ChatState
from certification.practice.times.rules import NOW_OPEN
from certification.programmes.models import Enrolment
from certification.programmes.states import EnrolmentState, FulfilmentState
from lms.live.presence import present
from lms.people.models import Person

AT_ONCE = 200  # lines in one reading; the next reading goes on from there
FIRST_FOR_PRACTICE = 2
TOLD = [("newest_told", "MAX(id)"), ("many_told", "COUNT(*)")]


class Line(NamedTuple):
    """One line of a transcript. `alias` is what the room showed: the trainee's own, and the name of the person played."""

    seq: int
    who: str  # trainee or partner
    alias: str
    body: str
    sent_at: datetime


def transcript(chat: PracticeChat) -> list[Line]:
    """Every line in its order. Empty once the transcript has been deleted."""
    names, lines = aliases(chat), []
    rows = Message.objects.filter(chat_id=chat.pk).order_by("seq")
    for seq, author_id, body, sent_at in rows.values_list("seq", "author_id", "body", "sent_at"):
        who = TRAINEE if author_id == chat.trainee_id else PARTNER
        lines.append(Line(seq, who, names[who], body, sent_at))
    return lines


def aliases(chat: PracticeChat) -> dict[str, str]:
    """What each of the two is called in the room."""
    return {TRAINEE: chat.trainee.alias, PARTNER: chat.scenario.persona_name}


def said_after(chat: PracticeChat, seat: str, after: int, names: dict[str, str] | None = None) -> list[dict[str, Any]]:
    """The lines after a number as the room's JSON, for somebody in this seat. Holds no id and no name of anybody.

    One's own lines carry the `key` one's phone gave them, so that it knows what has arrived even when the answer was lost.
    """
    names, said = names or aliases(chat), []
    rows = Message.objects.filter(chat_id=chat.pk, seq__gt=after).order_by("seq")
    for seq, author_id, body, sent_at, key in rows.values_list("seq", "author_id", "body", "sent_at", "client_id")[:AT_ONCE]:
        who = TRAINEE if author_id == chat.trainee_id else PARTNER
        line = {"seq": seq, "mine": who == seat, "who": who, "alias": names[who], "body": body, "sent_at": sent_at.isoformat()}
        said.append({**line, "key": str(key)} if who == seat else line)
    return said


def standing(chat: PracticeChat, seat: str) -> dict[str, Any]:
    """How the room stands, for somebody in this seat: state, clock, who is here, who is ready, who proposed to end."""
    here = present(chat.topic) | {seat}
    now = timezone.now()
    other = "" if chat.end_offered_by_id is None else TRAINEE if chat.end_offered_by_id == chat.trainee_id else PARTNER
    return {
        "state": str(chat.state),
        "remaining": rules.seconds_left(now, chat.began_at, chat.minutes, chat.paused_seconds, chat.paused_at),
        "minutes": chat.minutes,
        "here": [who for who in (TRAINEE, PARTNER, OBSERVER) if who in here],
        "ready": [who for who, at in ((TRAINEE, chat.trainee_ready_at), (PARTNER, chat.partner_ready_at)) if at],
        "end_offered": "" if not other or chat.state not in WRITTEN_IN else "me" if other == seat else other,
        "help": chat.state == ChatState.PAUSED and chat.paused_by_id == chat.trainee_id,
    }


def standing_of_room(chat_id: int) -> PracticeChat | None:
    """The chat as a stream needs it at every look: the people's numbers and its state, without what was written in the scenario.

    `newest_whisper`, `newest_moment`, `newest_happening`, `newest_told` and `many_told` say whether those tables must be asked at all.
    """
    for chat in PracticeChat.objects.raw(_room(), [chat_id]):
        known = ["id", "person_id", "state"]
        chat.enrolment = Enrolment.from_db(connection.alias, known, [chat.enrolment_id, chat.its_trainee, chat.enrolled])  # type: ignore[attr-defined]
        return chat
    return None


@cache
def _room() -> str:
    """All of it in one question, written out: putting it together anew at each look cost more than everything else in the look."""
    chats, enrolments, told = (connection.ops.quote_name(model._meta.db_table) for model in (PracticeChat, Enrolment, ToldStep))
    newest = [("whisper", Whisper._meta.db_table), ("moment", Moment._meta.db_table), ("happening", Happening._meta.db_table)]
    asked = [f"(SELECT MAX(id) FROM {connection.ops.quote_name(table)} WHERE chat_id = c.id) AS newest_{name}" for name, table in newest]
    asked += [f"(SELECT {sum_} FROM {told} WHERE chat_id = c.id) AS {name}" for name, sum_ in TOLD]
    return (
        f"SELECT c.*, e.person_id AS its_trainee, e.state AS enrolled, {', '.join(asked)}"
        f" FROM {chats} c JOIN {enrolments} e ON e.id = c.enrolment_id WHERE c.id = %s"
    )


def whispers_for(chat: PracticeChat, seat: str, *, beyond: int = 0) -> list[Whisper]:
    """The whispers for this seat: all for the trainee and the supervisor, none for the partner."""
    if seat not in (TRAINEE, OBSERVER):
        return []
    return list(Whisper.objects.filter(chat_id=chat.pk, pk__gt=beyond).select_related("by").order_by("pk"))


def moments_for(chat: PracticeChat, seat: str, *, beyond: int = 0) -> list[Moment]:
    """The marked moments: for the supervisor only."""
    if seat != OBSERVER:
        return []
    return list(Moment.objects.filter(chat_id=chat.pk, pk__gt=beyond).order_by("pk"))


def whisper_json(whisper: Whisper) -> dict[str, Any]:
    key, at = str(whisper.client_id), whisper.at.isoformat()
    return {"key": key, "after": whisper.after_seq, "alias": whisper.by.alias, "body": whisper.body, "at": at}


def moment_json(moment: Moment, chat: PracticeChat) -> dict[str, Any]:
    """For the supervisor: `mine` is what they marked themselves and may take back; the alert button marks its own."""
    mine = moment.by_id == chat.supervisor_id
    return {"key": moment.pk, "mine": mine, "after": moment.seq, "kind": moment.kind, "label": str(moment.get_kind_display())}


def card_json(chat: PracticeChat, seat: str) -> dict[str, Any] | None:
    """Where the partner is on the ladder, and the line that belongs there. None for everybody else."""
    return place_on(chat.scenario.text(chat.language)["card"]["ladder"], chat.told_step) if seat == PARTNER else None


def place_on(ladder: list[dict[str, str]], told_step: int) -> dict[str, Any]:
    """The step somebody stands on, counted from 1, and what is said there."""
    step = min(max(told_step, 1), len(ladder))
    return {"step": step, "of": len(ladder), "say": ladder[step - 1]["say"]}


def my_enrolment(person: Person) -> Enrolment | None:
    """The enrolment one practises for: the newest that is under way."""
    return Enrolment.objects.filter(person=person, state=EnrolmentState.LEARNING).order_by("-began_at").first()


def modes_for(enrolment: Enrolment) -> list[Mode]:
    """What a chat booked now can be for, the usual one first. Assessed chats wait until the way opens them; the first two are for practice."""
    steps = set(enrolment.fulfilments.filter(kind="practice_assessed").values_list("state", flat=True))
    if steps == {FulfilmentState.LOCKED}:
        return [Mode.FORMATIVE]
    done = PracticeChat.objects.filter(enrolment=enrolment, mode=Mode.FORMATIVE, state__in=AFTERWARDS).count()
    return [Mode.FORMATIVE, Mode.ASSESSED] if done < FIRST_FOR_PRACTICE else [Mode.ASSESSED, Mode.FORMATIVE]


def credited_minutes(person: Person) -> int:
    """The minutes a partner is credited: for chats they played, stopped ones too, and for having come where the trainee did not."""
    mine = PracticeChat.objects.filter(partner=person)
    times = mine.exclude(ended_at=None).values_list("began_at", "ended_at")
    waited = mine.filter(state=ChatState.NO_SHOW, absent=Absent.TRAINEE).count()
    return sum(rules.credited_minutes(began_at, ended_at) for began_at, ended_at in times) + waited * rules.CAME


def to_take(person: Person) -> QuerySet[PracticeChat]:
    """The chats that wait for a supervisor where this person is one, soonest first."""
    places = person.organisations_as("supervisor")
    waiting = PracticeChat.objects.with_people().filter(
        state=ChatState.REQUESTED, organisation_id__in=places, starts_at__gt=timezone.now() - NOW_OPEN
    )
    return waiting.exclude(enrolment__person=person).exclude(partner=person).order_by("starts_at")


def read_along(person: Person) -> Iterable[PracticeChat]:
    """The chats this person supervises that are still to come or under way, soonest first."""
    return PracticeChat.objects.with_people().filter(supervisor=person, state__in=BOOKED).order_by("starts_at")
