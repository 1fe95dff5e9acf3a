"""One file with questions in the admin: how far it is, what would come of it, what came of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from wagtail.admin.auth import require_admin_access

from courses.exchange.arriving.actions import go_on, read_in
from courses.exchange.arriving.models import Arrival
from courses.exchange.arriving.states import ArrivalState
from courses.exchange.arriving.tasks import carry_questions_on
from courses.exchange.waiting_room import place_of
from lms.kernel.permissions import get_visible, requires
from lms.people.models import Person
from lms.people.requests import SignedInRequest

FIRST = 200  # notes on the page; all of them are in the file


def arrival_door(person: Person, key: UUID) -> Arrival:
    """One's own, or 404."""
    return get_visible(Arrival, person, key=key)


@requires("exchange.carry", fetch=arrival_door)
def exchange_arrival(request: SignedInRequest, arrival: Arrival) -> HttpResponse:
    """GET says where it stands; nothing happens. POST says yes to what was looked at, or begins again what has stopped."""
    return require_admin_access(_arrival)(request, arrival)


def _arrival(request: SignedInRequest, arrival: Arrival) -> HttpResponse:
    if request.method == "POST":
        if arrival.is_under_way:
            go_on(arrival)
        else:
            read_in(arrival, by=request.user)
        carry_questions_on.enqueue(arrival.pk)
        return redirect("exchange_arrival", key=arrival.key)
    title = f"{arrival.percent} % – {arrival.called}" if arrival.state == ArrivalState.READING else arrival.called
    return render(request, "courses/admin/exchange_arrival.html", {
        "header_title": title, "page_title": _("Import and export"), "header_icon": "download", "arrival": arrival,
        "standing": "stopped" if arrival.has_stopped else str(arrival.state), "rows": _rows(arrival), "notes": arrival.notes[:FIRST],
        "is_here": place_of(arrival.key.hex).is_file(),
    })  # fmt: skip


def _rows(arrival: Arrival) -> list[dict[str, Any]]:
    words = {"made": _("New"), "changed": _("Changed"), "same": _("As before")}
    counts, names = arrival.counts, arrival.names
    return [{"label": words[one], "count": counts.get(one, 0), "names": names.get(one, [])} for one in words]


@requires("exchange.carry", fetch=arrival_door, methods=("GET",))
def exchange_notes(request: SignedInRequest, arrival: Arrival) -> HttpResponse:
    """Every note on the file, as text to keep."""
    return require_admin_access(_notes)(request, arrival)


def _notes(_request: SignedInRequest, arrival: Arrival) -> HttpResponse:
    name = f"notes-{arrival.begun_at:%Y-%m-%d-%H%M}.txt"
    lines = "".join(f"{line}\n" for line in arrival.notes)
    return HttpResponse(
        lines, headers={"Content-Type": "text/plain; charset=utf-8", "Content-Disposition": f'attachment; filename="{name}"'}
    )
