"""Does what somebody is about to send hold the name of a person in the house? Asked while writing; nothing of it is kept.

The names never leave the server, and the answer is yes or no. Who asks too often gets no more answers for a while, so that nobody
can try a whole class list. Names of one word are left alone: half of the chats would stop at them.
"""

import re
import threading
import time
from collections import deque
from itertools import pairwise

from certification.practice.models import PracticeChat
from lms.people.models import Person, RoleAssignment

OFTEN, WITHIN = 30, 60.0  # answers in so many seconds
LONGEST = 600  # letters looked at: the end of what is being written
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_lock = threading.Lock()
_asked: dict[int, deque[float]] = {}


def asks_too_often(person_id: int) -> bool:
    """Whether this person has had their share of answers. Counted in memory, per process."""
    now = time.monotonic()
    with _lock:
        if len(_asked) > 5000:
            _asked.clear()
        times = _asked.setdefault(person_id, deque())
        while times and times[0] < now - WITHIN:
            times.popleft()
        if len(times) >= OFTEN:
            return True
        times.append(now)
        return False


def forget_who_asked() -> None:
    """For tests: everybody may ask again."""
    with _lock:
        _asked.clear()


def holds_a_name(chat: PracticeChat, text: str) -> bool:
    """Whether first and last name of somebody with a role in this organisation stand side by side in the text."""
    words = [word.casefold() for word in _WORD.findall(text[-LONGEST:])]
    pairs = set(pairwise(words)) | set(zip(words, words[2:], strict=False))  # with or without a middle name
    if not pairs:
        return False
    held = RoleAssignment.objects.active().filter(organisation_id=chat.organisation_id).values("person_id")
    names = Person.objects.filter(pk__in=held, is_active=True).exclude(legal_name="").values_list("legal_name", flat=True)
    return any(_first_and_last(name) in pairs for name in names.iterator())


def _first_and_last(name: str) -> tuple[str, ...]:
    words = [word.casefold() for word in _WORD.findall(name)]
    return (words[0], words[-1]) if len(words) > 1 else ()
