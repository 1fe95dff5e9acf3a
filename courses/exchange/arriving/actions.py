"""Taking a file in: put down, looked at, read in. The worker does the two long ones; each may be killed anywhere and begun again."""

from __future__ import annotations

import time
from collections import Counter
from contextlib import suppress
from datetime import timedelta
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from courses.exchange.arriving.models import Arrival
from courses.exchange.arriving.states import ARRIVAL, ArrivalState
from courses.exchange.foreign import moodle
from courses.exchange.foreign.items import Notes
from courses.exchange.foreign.shelf import Shelf, portions, questions_of, unread
from courses.exchange.report import Report
from courses.exchange.waiting_room import place_of, put_down, throw_away
from lms.kernel.errors import IllegalTransition

PORTION = 250  # questions of one transaction: others write in between
A_TURN = 20  # seconds of one task; the worker ends a task after sixty
MOST = 25_000  # questions of a file: looking at them is one task
SHOWN = 200  # names that are kept
KEPT_FOR = timedelta(days=30)


def bring(file: Any, style: str, wishes: dict[str, str], *, by: Any) -> Arrival:
    """Put a file down, to be looked at. What came of files a month ago is forgotten."""
    Arrival.objects.filter(touched_at__lt=timezone.now() - KEPT_FOR).delete()
    arrival = Arrival(brought_by=by, called=str(file.name)[-100:], style=style, wishes=wishes)
    put_down(file, arrival.key.hex)
    arrival.save()
    return arrival


def read_in(arrival: Arrival, *, by: Any) -> None:
    """Say yes to what was looked at. Refuses (stale) a second yes."""
    ARRIVAL.move(arrival, ArrivalState.READING, by=by, fields={"done": 0, "counts": {}, "names": {}, "touched_at": timezone.now()})


def go_on(arrival: Arrival) -> None:
    """Have it go on where it stopped. Refuses (stale) while somebody is at it."""
    mine = Arrival.objects.filter(pk=arrival.pk, state=arrival.state, touched_at=arrival.touched_at)
    if not arrival.has_stopped or not mine.update(touched_at=timezone.now()):
        raise IllegalTransition(code="stale")


def carry_on(arrival: Arrival) -> bool:
    """What the worker does: one turn of what this file waits for. True when there is more to do. Harmless when there is nothing to do, and
    of two at once one gives up."""
    language = arrival.brought_by.language  # what is noted is for them to read
    with (
        suppress(IllegalTransition, FileNotFoundError),
        translation.override(language),
    ):  # the other one was faster; the file's day is over, which the page says
        if arrival.state == ArrivalState.LOOKING:
            _look(arrival)
        elif arrival.state == ArrivalState.READING:
            return _read(arrival)
    return False


def _shelf(arrival: Arrival, notes: Notes, report: Report) -> Shelf:
    return Shelf(notes=notes, report=report, by=arrival.brought_by, **arrival.wishes)


def _look(arrival: Arrival) -> None:
    """Rehearse the whole file. Nothing is written but how far it is, and in the end what would come of it."""
    notes, report, seen = Notes(), Report(dry=True), 0
    try:
        with place_of(arrival.key.hex).open("rb") as file:
            shelf = _shelf(arrival, notes, report)
            for items in portions(questions_of(file, arrival.style, notes), PORTION):
                shelf.take(items)
                seen += len(items)
                Arrival.objects.filter(pk=arrival.pk, state=arrival.state).update(done=seen, touched_at=timezone.now())
                if seen > MOST:
                    report.error("questions", 0, _("more than %(most)s questions: bring them in several files") % {"most": MOST})
                    break
    except (moodle.Unreadable, UnicodeDecodeError) as wrong:
        unread(wrong, report)
    except FileNotFoundError:
        report.error("questions", 0, _("the file is not here any more"))
    found: dict[str, Any] = {"done": seen, "touched_at": timezone.now()}
    if report.ok:
        found |= {"of_all": seen, "notes": notes.lines, **_told(report, {}, {})}
        ARRIVAL.move(arrival, ArrivalState.LOOKED, by=arrival.brought_by, fields=found)
        return
    ARRIVAL.move(
        arrival, ArrivalState.REFUSED, by=arrival.brought_by, fields={**found, "errors": [list(one) for one in sorted(report.errors)]}
    )
    throw_away(arrival.key.hex)


def _told(report: Report, counts: dict[str, int], names: dict[str, list[str]]) -> dict[str, Any]:
    """What came of some questions, added to what was there."""
    there = dict(counts)
    kept = {outcome: list(there_before) for outcome, there_before in names.items()}
    for outcome, many in Counter(outcome for outcome, _kind, _name in report.items).items():
        there[outcome] = there.get(outcome, 0) + many
    for outcome, _kind, name in report.items:
        if outcome != "same" and len(kept.setdefault(outcome, [])) < SHOWN:
            kept[outcome].append(name)
    return {"counts": there, "names": kept}


def _read(arrival: Arrival) -> bool:
    """Portion by portion: the questions and how far it is are one transaction, so that a second beginning goes on where the first stopped.
    True when the rest is left to another turn."""
    begun = time.monotonic()
    with place_of(arrival.key.hex).open("rb") as file:
        shelf = _shelf(arrival, Notes(), Report())
        for items in portions(islice(questions_of(file, arrival.style, shelf.notes), arrival.done, None), PORTION):
            _take(arrival, shelf, items)
            if time.monotonic() - begun > A_TURN:
                return True
    ARRIVAL.move(arrival, ArrivalState.DONE, by=arrival.brought_by, fields={"done": arrival.of_all, "touched_at": timezone.now()})
    throw_away(arrival.key.hex)
    return False


@transaction.atomic
def _take(arrival: Arrival, shelf: Shelf, items: list[Any]) -> None:
    """One portion. Refuses (stale) when somebody else has taken it."""
    mine = Arrival.objects.filter(pk=arrival.pk, state=ArrivalState.READING, done=arrival.done)
    if not mine.update(done=F("done") + len(items), touched_at=timezone.now()):
        raise IllegalTransition(code="stale")
    shelf.report = Report()
    shelf.take(items)
    told = _told(shelf.report, arrival.counts, arrival.names)
    Arrival.objects.filter(pk=arrival.pk).update(**told)
    arrival.done, arrival.counts, arrival.names = arrival.done + len(items), told["counts"], told["names"]
