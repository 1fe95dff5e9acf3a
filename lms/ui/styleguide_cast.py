"""The people, ways and numbers the style guide is filled with. The specimens stand in `templates/styleguide/`."""

from typing import Any

from django.core.paginator import Paginator

from lms.ui.drawings import DRAWINGS, ICONS

_STATES = ["done"] * 6 + ["next", "closed", "closed", "done", "waiting", "closed", "waiting", "closed", "closed", "closed"]
_WAY = [{"id": f"s{n}", "name": "Safety first" if n == 7 else f"Step {n}", "state": s} for n, s in enumerate(_STATES, 1)]


def way(count: int, done: int) -> list[dict[str, Any]]:
    """A way of `count` requirements, the first `done` of them met."""
    return [{"id": f"w{n}", "name": f"Step {n}", "state": "done" if n < done else "next" if n == done else "closed"} for n in range(count)]


_PEOPLE = [
    {"name": name, "url": "#", "items": way(16, done), "say": say, "few": few, "seen": seen}
    for name, done, say, few, seen in [
        ("Tuva", 7, "7 of 16", False, 3), ("Noor", 11, "11 of 16", False, 5),
        ("Eskil", 3, "seen 0 times", True, 0), ("Amina", 15, "15 of 16", False, 8),
    ]
]  # fmt: skip

CAST: dict[str, Any] = {
    "way": [*_WAY, {"id": "s17", "name": "Safe talks", "state": "open", "optional": True, "after": "s8"}],
    "whole": way(16, 16),
    "six": way(6, 3),
    "ten": way(10, 6),
    "twentytwo": way(22, 12),
    "drawings": list(DRAWINGS),
    "nav": [
        {"label": "My way", "url": "#", "icon": "way", "current": True},
        {"label": "Course", "url": "#", "icon": "book"},
        {"label": "Practice", "url": "#", "icon": "chat", "count": 2},
        {"label": "Me", "url": "#", "icon": "user"},
    ],
    "me": {"letter": "T", "alias": "Tuva", "url": "#"},
    "numbers": [
        {"name": "Danger to life", "number": "113", "hours": ""},
        {"name": "Mental Health helpline", "number": "116 123", "hours": "day and night"},
    ],
    "languages": [("nb", "norsk"), ("da", "dansk"), ("en", "English")],
    "ladder": ["Bored on a Saturday", "Feels different, she does not drink", "Ate lunch in the toilet", "Misses one friend"],
    "ifs": [("Does she mirror a feeling?", "Give one more detail."), ("Does she give advice now?", "Answer “ok”, short.")],
    "tags_now": [{"text": "4 Mirroring", "now": True}],
    "tags": [{"text": "1 Opening"}],
    "lines": [6, 8],
    "people": _PEOPLE,
    "stages": [
        {"name": "Come in", "rows": [{"name": "Suitability talk", "states": ["done", "done", "done", "done"]}]},
        {"name": "Learn", "rows": [{"name": "Final quiz", "states": ["next", "waiting", "closed", "done"]}]},
    ],
    "rows": [
        {"no": 1, "name": "Opening", "months": [("Sep", (0, 4, 4, 0)), ("Oct", (0, 3, 10, 1)), ("Nov", (0, 1, 8, 2))]},
        {"no": 4, "name": "Mirroring", "tag": "Must", "months": [("Sep", (1, 5, 2, 0)), ("Oct", (0, 7, 6, 1)), ("Nov", (2, 3, 7, 1))]},
    ],
    "entries": [{"label": "All", "url": "#", "count": 7, "current": True}, {"label": "Mine", "url": "#", "count": 4}],
    "icons": sorted(ICONS),
    "page": Paginator(range(95), 20).page(2),
}  # fmt: skip
