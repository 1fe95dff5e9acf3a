"""Carrying content in and out, in the admin: what can go out, and what would come of a file before it is read in."""

from __future__ import annotations

from collections import defaultdict
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.auth import require_admin_access

from courses.exchange.arrival import read_in, rehearse
from courses.exchange.arriving.actions import bring
from courses.exchange.arriving.models import Arrival
from courses.exchange.arriving.tasks import carry_questions_on
from courses.exchange.foreign.bank import STYLES, banks, style_of, write_out
from courses.exchange.foreign.items import Notes
from courses.exchange.forms import ArrivalForm
from courses.exchange.outgoing.departure import NothingToExport, pack
from courses.exchange.outgoing.parcel import Parcel
from courses.exchange.parts import offers
from courses.exchange.report import Report
from courses.exchange.waiting_room import find, keep
from lms.kernel.permissions import requires
from lms.people.requests import SignedInRequest

KINDS = {
    "course": gettext_lazy("Courses"), "module": gettext_lazy("Modules"), "lesson": gettext_lazy("Lessons"),
    "question": gettext_lazy("Questions"), "quiz": gettext_lazy("Quizzes"), "dialogue": gettext_lazy("Dialogues"),
    "scenario": gettext_lazy("Practice scenarios"), "rubric": gettext_lazy("Rubrics"), "gold": gettext_lazy("Gold transcripts"),
    "agreement": gettext_lazy("Agreements"), "programme": gettext_lazy("Programmes"), "file": gettext_lazy("Files"),
}  # fmt: skip
OUTCOMES = ("made", "changed", "same")


@requires("exchange.carry")
@require_admin_access
def exchange(request: SignedInRequest) -> HttpResponse:
    """What can go out, and the form for what comes in. POST puts the file down and looks at it on the next page."""
    form = ArrivalForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        if style := style_of(file.name):
            wishes = {name: form.cleaned_data[name] for name in ("bank", "area", "language")}
            arrival = bring(file, style, wishes, by=request.user)
            carry_questions_on.enqueue(arrival.pk)
            return redirect("exchange_arrival", key=arrival.key)
        return redirect("exchange_in", token=keep(file, by=request.user))
    shelf = [(one.kind, one.label, one.choices()) for one in offers().values()]
    context = {"form": form, "shelf": shelf, "banks": banks(), "arrivals": Arrival.objects.visible_to(request.user).order_by("-pk")[:10]}
    return _page(request, "exchange", context, status=422 if form.is_bound else 200)


@requires("exchange.carry")
@require_admin_access
def exchange_out(request: HttpRequest, kind: str, name: str) -> HttpResponseBase:
    """GET says what goes out and what stays behind; POST gives the zip."""
    parcel = _parcel(kind, name)
    if request.method == "POST":
        whole = BytesIO()
        parcel.zip_into(whole)
        whole.seek(0)
        return FileResponse(whole, as_attachment=True, filename=f"{name}-{kind}.zip", content_type="application/zip")
    return _page(request, "exchange_out", {"parcel": parcel, "name": name})


@requires("exchange.carry")
@require_admin_access
def exchange_in(request: HttpRequest, token: str) -> HttpResponse:
    """GET rehearses: nothing is written. POST reads it in, all or nothing, and the file is thrown away."""
    found = find(token, by=request.user)
    if found is None:
        raise Http404
    path, called = found
    with path.open("rb") as file:
        report = read_in(file, by=request.user) if request.method == "POST" else rehearse(file)
    if request.method == "POST" and report.ok:
        path.unlink(missing_ok=True)
        said = {"made": sum(report.made.values()), "changed": sum(report.changed.values()), "same": sum(report.same.values())}
        messages.success(request, _("Read in: %(made)s new, %(changed)s changed, %(same)s as before.") % said)
        return redirect("exchange")
    context = {"called": called, "report": report, "rows": _rows(report), "errors": sorted(report.errors)}
    return _page(request, "exchange_in", context, status=422 if request.method == "POST" else 200)


@requires("exchange.carry")
@require_admin_access
def exchange_questions(request: HttpRequest, bank: str, form: str) -> HttpResponse:
    """GET says what the format cannot carry; POST gives the file with the published questions of a bank."""
    if form not in STYLES or bank not in banks():
        raise Http404
    notes = Notes()
    whole = write_out(bank, form, notes)
    if request.method == "POST":
        ending, kind = STYLES[form]
        return HttpResponse(whole, headers={"Content-Type": kind, "Content-Disposition": f'attachment; filename="{bank}.{ending}"'})
    return _page(request, "exchange_questions", {"bank": bank, "notes": notes.lines})


def _parcel(kind: str, name: str) -> Parcel:
    one = offers().get(kind)
    scope = one.scope(name) if one else None
    if scope is None:
        raise Http404
    try:
        return pack(scope)
    except NothingToExport as nothing:
        raise Http404 from nothing


def _rows(report: Report) -> list[dict[str, Any]]:
    """One row for each kind of thing: how many are new, changed and as before, and the names of those that are not."""
    names: dict[str, dict[str, list[str]]] = defaultdict(lambda: {outcome: [] for outcome in OUTCOMES})
    for outcome, kind, name in report.items:
        names[kind][outcome].append(name)
    return [{"label": KINDS[kind], **names[kind]} for kind in KINDS if kind in names]


def _page(request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    title = _("Import and export")
    return render(
        request,
        f"courses/admin/{name}.html",
        {"header_title": title, "page_title": title, "header_icon": "download", **context},
        status=status,
    )
