"""Does what somebody is about to send hold the name of a real person? Asked while writing; nothing of it is kept.

The names of the house never leave the server, and the answer is yes or no, never which word. Names that many people have count
whether or not somebody here has them, so that a yes tells nobody who is here. Who tries out a list learns nothing: a text with many
capital words is asked about common names only, and who asks too often gets no more answers for a while.
"""

import threading
import time
from collections import deque

from certification.practice import naming
from certification.practice.models import Message, PracticeChat
from lms.people.models import Person, RoleAssignment

OFTEN, WITHIN = 30, 60.0  # answers in so many seconds
IN_AN_HOUR, HOUR = 300, 3600.0
LONGEST = 600  # letters looked at: the end of what is being written
_lock = threading.Lock()
_asked: dict[int, deque[float]] = {}


def asks_too_often(person_id: int) -> bool:
    """Whether this person has had their share of answers. Counted in memory, per process: how many, never what."""
    now = time.monotonic()
    with _lock:
        if len(_asked) > 5000:
            _asked.clear()
        times = _asked.setdefault(person_id, deque())
        while times and times[0] < now - HOUR:
            times.popleft()
        if len(times) >= IN_AN_HOUR or (len(times) >= OFTEN and times[-OFTEN] > now - WITHIN):
            return True
        times.append(now)
        return False


def forget_who_asked() -> None:
    """For tests: everybody may ask again."""
    with _lock:
        _asked.clear()


def holds_a_name(chat: PracticeChat, text: str, *, by: Person) -> bool:
    """Whether the text names a real person: first and last name of somebody with a role in this organisation side by side, or one
    word that is a common name or the first or last name of somebody here.

    What the room shows, what was said in it already and (for the partner) what stands on the card is left in peace.
    """
    text = text[-LONGEST:]
    capitals, pairs = naming.capitals_in(text), naming.pairs_in(text)
    if not (capitals or pairs):
        return False
    found = naming.is_common(capitals)
    names = _names_of_the_house(chat.organisation_id)
    if any(naming.first_and_last(name) in pairs for name in names):
        return True
    if len({one.word for one in capitals}) <= naming.MANY:
        found |= naming.alone(capitals, {end for name in names for end in naming.ends_of(name)})
    return bool(found and found - _known_in(chat, by))


def _names_of_the_house(organisation_id: int) -> list[str]:
    held = RoleAssignment.objects.active().filter(organisation_id=organisation_id).values("person_id")
    return list(Person.objects.filter(pk__in=held, is_active=True).exclude(legal_name="").values_list("legal_name", flat=True))


def _known_in(chat: PracticeChat, by: Person) -> set[str]:
    """Every word that is no news to this person in this chat."""
    text = chat.scenario.text(chat.language)
    told = [chat.scenario.persona_name, chat.trainee.alias, text["situation"], *([chat.supervisor.alias] if chat.supervisor else [])]
    told += Message.objects.filter(chat=chat).values_list("body", flat=True)
    if by.pk == chat.partner_id:
        card = text["card"]
        told += [card["who"], card["opening"], card["note"], *(rung["say"] for rung in card["ladder"])]
        told += [words for rule in card["ifs"] for words in (rule["when"], rule["then"])]
    known = {word for one in told for word in naming.words_in(one or "")}
    return known | {f"{word}s" for word in known}
