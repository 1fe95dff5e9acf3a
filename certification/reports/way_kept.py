""" "Your way" as it was drawn last for this person, until something it is made of changes.

Most looks at it find it unchanged: after signing in, between two lessons, after a look into a chat. Its stamps come with the question
about who is asking; what no stamp tells (a day that begins, a time that runs out) is seen within a minute.
"""

import time
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from certification.practice.times.queries import now_for
from certification.programmes.models import Enrolment
from certification.reports.way import Way, is_left, way_of, ways_of
from courses.outline.queries import active_language
from lms.ui.holes import hole
from lms.ui.skeletons import drawn

AT_MOST = 300  # ways in each process
NOW, AFTER = "now", "after"
_ways: dict[Hashable, "Walked"] = {}


@dataclass(frozen=True)
class Walked:
    """The way that comes first and the others of the same person."""

    way: Way
    others: list[Enrolment]
    after: str  # what they owe their practice chats, as markup
    asks_now: bool  # whether partners have half an hour this minute; which of them suit is asked at each look


def kept_way(request: HttpRequest, hello: str) -> HttpResponse | None:
    """The page of one's newest way; None where it cannot be kept: nobody walks, no stamp was read, there are messages."""
    name = _name(request.user)
    walked = _walked(request, name) if name else None
    if walked is None:
        return None
    shown = {"hello": hello, "now_place": hole(NOW), "after_place": hole(AFTER)}
    own = {NOW: _now(walked.way.enrolment) if walked.asks_now else "", AFTER: walked.after}
    shared = {"way": walked.way, "others": walked.others}
    text = drawn("certification/home.html", request, of=name, shared=shared, shown=shown, own=own, frame=("nav", "person"))
    return HttpResponse(text) if text is not None else None


def _name(person: Any) -> Hashable | None:
    """What a way is kept under: whose it is, everything it depends on, and the minute."""
    stamps = getattr(person, "way_stamp", None), getattr(person, "tree_stamp", None)
    if None in stamps:
        return None
    return (person.pk, *stamps, tuple(sorted(person.role_pairs)), active_language(), int(time.time() // 60))


def _walked(request: HttpRequest, name: Hashable) -> Walked | None:
    found = _ways.get(name)
    if found is None:
        every = ways_of(request.user)  # type: ignore[arg-type]
        mine = [one for one in every if not is_left(one)]
        if not mine:
            return None
        way = way_of(mine[0], every)
        after = render_to_string("certification/afterwards.html", {"request": request}) if way.owes else ""
        found = Walked(way, mine[1:], after, mine[0].asks_now)
        while len(_ways) >= AT_MOST:
            _ways.pop(next(iter(_ways)), None)
        _ways[name] = found
    return found


def _now(enrolment: Enrolment) -> str:
    """Depends on where others are this moment."""
    return render_to_string("certification/practice_now_open.html", {"now": now_for(enrolment)})
