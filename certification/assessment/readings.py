"""What a rater reads: the lines of a practice chat with what was marked and whispered, or the lines of a gold transcript."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from certification.assessment import queries
from certification.assessment.gold import HOST, GoldVersion
from certification.assessment.models import Assessment
from certification.practice.models import Message, PracticeChat, Whisper
from certification.practice.queries import transcript
from certification.practice.record import alerts
from certification.practice.states import TRAINEE


class Read(NamedTuple):
    """One line. A gold transcript has no clock."""

    seq: int
    alias: str
    mine: bool  # the trainee's, or the chat host's
    body: str
    at: datetime | None = None


@dataclass(frozen=True)
class Reading:
    """Everything that stands at its line."""

    lines: list[Read]
    moments: dict[int, list[str]] = field(default_factory=dict)
    whispers: dict[int, list[str]] = field(default_factory=dict)
    alerts: dict[int, list[str]] = field(default_factory=dict)


def reading_of(assessment: Assessment) -> Reading:
    """A constant number of queries, however long it is."""
    if assessment.gold:
        return Reading(list(gold_lines(assessment.gold)))
    chat = assessment.its_chat
    lines = [Read(seq, alias, who == TRAINEE, body, at) for seq, who, alias, body, at in transcript(chat)]
    whispers: dict[int, list[str]] = {}
    for after, body in Whisper.objects.filter(chat=chat).values_list("after_seq", "body"):
        whispers.setdefault(after, []).append(body)
    return Reading(lines, queries.moments(chat, rater=assessment.rater), whispers, alert_words(chat))


def alert_words(chat: PracticeChat) -> dict[int, list[str]]:
    """When the alert button was pressed, and how soon somebody took it, after the line at which it happened. One query."""
    found: dict[int, list[str]] = {}
    for one in alerts(chat):
        said = _("Alert button pressed, %(minutes)d minutes into the chat.") % {"minutes": one.seconds // 60}
        if one.taken_at:
            said = f"{said} {_('Taken after %(seconds)d seconds.') % {'seconds': (one.taken_at - one.at).seconds}}"
        found.setdefault(one.seq, []).append(said)
    return found


def gold_lines(gold: GoldVersion) -> Iterable[Read]:
    """The messages in the reader's language."""
    text = gold.text()
    for seq, (who, body) in enumerate(zip(gold.structure["who"], text["lines"], strict=False), 1):
        host = who == HOST
        yield Read(seq, text["host"] if host else text["young"], host, body)


def line_at(assessment: Assessment, seq: int) -> tuple[str, bool] | None:
    """(text, whether the trainee or chat host wrote it) of one line; None when there is no such line."""
    if assessment.gold:
        return next(((line.body, line.mine) for line in gold_lines(assessment.gold) if line.seq == seq), None)
    message = Message.objects.filter(chat_id=assessment.chat_id, seq=seq).first()
    return (message.body, message.author_id == assessment.its_chat.trainee_id) if message else None
