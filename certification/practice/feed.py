"""What one open stream tells one person about one practice chat."""

from typing import Any

from certification.practice import actions, queries
from certification.practice.models import PracticeChat
from certification.practice.predicates import seat_of
from certification.practice.states import OBSERVER, OPEN_ROOM
from lms.live.stream import Event
from lms.live.visitor import person_behind

CLOCK_EVERY = 4  # looks without news before the clock is told again (about twenty seconds)


class RoomFeed:
    """The stream of one room for one session. Person, role and seat are looked up anew at every reading."""

    def __init__(self, chat: PracticeChat, *, session_key: str, seat: str, after: int) -> None:
        self.chat_id, self.topic, self.presence = chat.pk, chat.topic, seat
        self.session_key, self.after = session_key, after
        self.finished = False
        self._whisper = self._moment = 0
        self._told: dict[str, Any] = {}
        self._card: dict[str, Any] | None = None
        self._quiet = 0
        self._aliases: dict[str, str] = {}

    def read(self) -> list[Event]:
        """Whatever is new: lines, whispers, moments, the ladder, how the room stands. Leaves when the seat is no longer theirs."""
        person, seat = person_behind(self.session_key), self.presence
        chat = PracticeChat.objects.with_people().filter(pk=self.chat_id).first()
        if person is None or chat is None or seat_of(person, chat) != seat:
            self.finished = True
            return [Event("gone", {})]
        actions.end_if_over(chat)
        self._aliases = {**queries.aliases(chat), OBSERVER: chat.supervisor.alias if chat.supervisor else ""}
        events = [*self._lines(chat, seat), *self._asides(chat, seat), *self._standing(chat, seat)]
        self.finished = chat.state not in OPEN_ROOM
        return events

    def _lines(self, chat: PracticeChat, seat: str) -> list[Event]:
        events = []
        while True:
            lines = queries.said_after(chat, seat, self.after)
            events += [Event("message", line, id=line["seq"]) for line in lines]
            if lines:
                self.after = lines[-1]["seq"]
            if len(lines) < queries.AT_ONCE:
                return events

    def _asides(self, chat: PracticeChat, seat: str) -> list[Event]:
        whispers = queries.whispers_for(chat, seat, beyond=self._whisper)
        moments = queries.moments_for(chat, seat, beyond=self._moment)
        card = queries.card_json(chat, seat)
        self._whisper = whispers[-1].pk if whispers else self._whisper
        self._moment = moments[-1].pk if moments else self._moment
        events = [Event("whisper", queries.whisper_json(one)) for one in whispers]
        events += [Event("moment", queries.moment_json(one)) for one in moments]
        if card and card != self._card:
            self._card = card
            events.append(Event("card", card))
        return events

    def _standing(self, chat: PracticeChat, seat: str) -> list[Event]:
        """The state when it changed, and now and then for the clock."""
        standing = queries.standing(chat, seat)
        known = {**standing, "remaining": 0}
        self._quiet += 1
        if known == self._told and self._quiet < CLOCK_EVERY:
            return []
        self._told, self._quiet = known, 0
        return [Event("state", standing)]

    def hear(self, word: str) -> list[Event]:
        """Somebody else is writing, or has seen a line."""
        kind, _, rest = word.partition(":")
        who, _, number = rest.partition(":")
        if who == self.presence or who not in self._aliases:
            return []
        if kind == "typing":
            return [Event("typing", {"who": who, "alias": self._aliases[who]})]
        if kind == "seen" and who != OBSERVER:
            return [Event("seen", {"who": who, "seq": int(number)})]
        return []
