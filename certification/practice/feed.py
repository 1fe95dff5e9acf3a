"""What one open stream tells one person about one practice chat."""

from typing import Any

from certification.practice import actions, queries, record
from certification.practice.models import PracticeChat
from certification.practice.predicates import seat_of
from certification.practice.states import OBSERVER, OPEN_ROOM, PARTNER
from lms.live.stream import Event
from lms.live.visitor import Visitor

CLOCK_EVERY = 4  # looks without news before the clock is told again (about twenty seconds)


class RoomFeed:
    """The stream of one room for one session. Person, roles and seat are asked for anew at every reading.

    A look that finds nothing is two small questions: most looks of most streams find nothing.
    """

    def __init__(self, chat: PracticeChat, *, session_key: str, seat: str, after: int) -> None:
        self.chat_id, self.topic, self.presence, self.after = chat.pk, chat.topic, seat, after
        self.visitor = Visitor(session_key)
        self.finished = False
        self._names = {**queries.aliases(chat), OBSERVER: chat.supervisor.alias if chat.supervisor else ""}
        self._ladder = chat.scenario.text(chat.language)["card"]["ladder"] if seat == PARTNER else []
        self._whisper = self._moment = self._happening = self._quiet = 0
        self._place: tuple[Any, ...] = ()
        self._told: dict[str, Any] = {}

    def read(self) -> list[Event]:
        """Whatever is new: lines, whispers, moments, the ladder, how the room stands. Leaves when the seat is no longer theirs."""
        person, seat = self.visitor.person(), self.presence
        chat = queries.standing_of_room(self.chat_id)
        if person is None or chat is None or seat_of(person, chat) != seat:
            self.finished = True
            return [Event("gone", {})]
        actions.end_if_over(chat)
        events = [*self._lines(chat, seat), *self._asides(chat, seat), *self._standing(chat, seat)]
        self.finished = chat.state not in OPEN_ROOM
        return events

    def _lines(self, chat: PracticeChat, seat: str) -> list[Event]:
        events: list[Event] = []
        while chat.last_seq > self.after:
            lines = queries.said_after(chat, seat, self.after, self._names)
            if not lines:  # the transcript has been deleted
                break
            events += [Event("message", line, id=line["seq"]) for line in lines]
            self.after = lines[-1]["seq"]
        return events

    def _asides(self, chat: Any, seat: str) -> list[Event]:
        events = []
        if (chat.newest_whisper or 0) > self._whisper:
            events += [Event("whisper", queries.whisper_json(one)) for one in queries.whispers_for(chat, seat, beyond=self._whisper)]
            self._whisper = chat.newest_whisper
        if (chat.newest_moment or 0) > self._moment:
            events += [Event("moment", queries.moment_json(one, chat)) for one in queries.moments_for(chat, seat, beyond=self._moment)]
            self._moment = chat.newest_moment
        if (chat.newest_happening or 0) > self._happening:
            news = record.happenings_for(chat, seat, beyond=self._happening)
            events += [Event("happening", record.happening_json(one)) for one in news]
            self._happening = chat.newest_happening
        return [*events, *self._card(chat, seat)]

    def _card(self, chat: Any, seat: str) -> list[Event]:
        """Where the partner stands and what has been told, when one of the two has changed."""
        place = (chat.told_step, chat.newest_told, chat.many_told)
        if seat not in (PARTNER, OBSERVER) or place == self._place:
            return []
        self._place = place
        words = queries.place_on(self._ladder, chat.told_step) if self._ladder else {"step": max(chat.told_step, 1)}
        return [Event("card", {**words, "told": record.told_steps(chat) if chat.many_told else []})]

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
        if kind == "unmarked":
            return [Event("unmarked", {"key": int(rest)})] if self.presence == OBSERVER else []
        who, _, number = rest.partition(":")
        if who == self.presence or who not in self._names:
            return []
        if kind == "typing":
            return [Event("typing", {"who": who, "alias": self._names[who]})]
        if kind == "seen" and who != OBSERVER:
            return [Event("seen", {"who": who, "seq": int(number)})]
        return []
