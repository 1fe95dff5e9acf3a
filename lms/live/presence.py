"""Who is here now: signs of life kept in memory for some seconds, never stored.

`here:<who>` says that somebody has the page open, `gone:<who>` that they closed it. Both come through the bell, so that every process
knows. Whoever goes gets a moment's respite: a phone that changes its network is back within it.
"""

import threading
import time

STAYS = 15.0  # without another sign of life
RESPITE = 4.0  # after a goodbye
MANY = 500  # topics remembered before the forgotten ones are swept out

_lock = threading.Lock()
_until: dict[str, dict[str, float]] = {}


def hear(topic: str, word: str) -> bool | None:
    """Take in a word. True: somebody came; False: nothing that anybody must know at once; None: the word is not about presence."""
    kind, _, who = word.partition(":")
    if kind not in ("here", "gone"):
        return None
    now = time.monotonic()
    with _lock:
        signs = _until.setdefault(topic, {})
        was_here = signs.get(who, 0) > now
        signs[who] = now + (STAYS if kind == "here" else RESPITE)
        if len(_until) > MANY:
            for old in [t for t, people in _until.items() if all(end < now for end in people.values())]:
                del _until[old]
    return kind == "here" and not was_here


def present(topic: str) -> set[str]:
    """Those who gave a sign of life lately."""
    now = time.monotonic()
    with _lock:
        return {who for who, until in _until.get(topic, {}).items() if until > now}
