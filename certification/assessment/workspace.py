"""The workspace of a rater: transcript beside rubric, for a practice chat and for a gold transcript alike.

Without scripts the whole form is posted and saved at every button; with scripts only what changed is sent, as JSON.
"""

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.http import urlencode

from certification.assessment import drafts, queries
from certification.assessment.drafts import Changes
from certification.assessment.forms import RatingForm
from certification.assessment.models import Assessment
from certification.assessment.patches import Patch, read_patch
from certification.assessment.worktable import Worktable
from lms.kernel.errors import Invalid
from lms.kernel.middleware import wants_json
from lms.people.requests import SignedInRequest

RATING = "certification/rating.html"


@dataclass(frozen=True)
class Desk:
    """What lies on the table, and what is said around it."""

    assessment: Assessment
    url: str
    heading: str
    kind: str
    submitted: str  # said when it is done
    after: str  # what happens when it is done
    back_url: str = ""
    back: str = ""
    hand_back_url: str = ""
    day: str = ""
    due: str = ""
    purge: str = ""
    situation: str = ""
    key: dict[str, Any] = field(default_factory=dict)
    assessed: bool = True
    feedback: bool = True  # somebody will read it
    warning: str = ""
    warning_url: str = ""


def workspace(request: HttpRequest, desk: Desk, *, tried: bool = False) -> HttpResponse:
    """Transcript and rubric. `?criterion=` opens a criterion, `?line=` picks a line: both work without scripts."""
    table = Worktable(desk.assessment, open_at="finish" if tried else request.GET.get("criterion", ""))
    asked = request.GET.get("line", "")
    picked = int(asked) if asked.isdecimal() and len(asked) < 6 else 0
    context = {
        "table": table, "desk": desk, "assessment": desk.assessment, "tried": tried, "lines": len(table.log),
        "log": table.log.stretches(picked=picked), "picked": picked,
    }  # fmt: skip
    return render(request, RATING, context, status=422 if tried else 200)


def write(request: SignedInRequest, desk: Desk) -> HttpResponse:
    """Save what a script or a whole form sends; a form's button may submit it."""
    if wants_json(request):
        patch = read_patch(request.body)
        _apply(desk.assessment, patch, by=request.user)
        return JsonResponse(_state(desk.assessment, patch))
    return _post(request, desk)


def _apply(assessment: Assessment, patch: Patch, *, by: Any) -> None:
    drafts.save_draft(assessment, patch.changes, by=by)
    for one in patch.marks:
        drafts.mark(assessment, seq=one.seq, start=one.start, end=one.end, target=one.target, by=by)
    for quote in patch.unmarks:
        drafts.unmark(assessment, quote, by=by)


def _state(assessment: Assessment, patch: Patch) -> dict[str, Any]:
    """What the page shows now: the pieces of the template that this patch can have changed, keyed by element id."""
    fresh = Assessment.objects.select_related("rubric", "rater").get(pk=assessment.pk)
    fresh.chat, fresh.gold = assessment.chat, assessment.gold
    table = Worktable(fresh, open_at=patch.open_at)
    named = {*patch.changes.ticks, *(mark.target for mark in patch.marks)}
    touched = {table.rubric.owner[key].key for key in named if key in table.rubric.owner} | set(patch.changes.verdicts)
    regions = {"rate-index": "index", "rate-saved": "savedline", "rate-todo": "todo", "rate-totals": "totals"}
    regions |= {"finish-strength": "strengths", "finish-next-step": "nextsteps"}
    shown = {place: _part(table, part) for place, part in regions.items()}
    for view in (one for group in table.groups for one in group["criteria"] if one.key in touched or patch.unmarks):
        shown |= {f"{part}-{view.key}": _part(table, part, one=view) for part in ("result", "level", "adjust")}
        shown |= {f"cites-{tick.key}": _part(table, "cites", tick=tick) for _css, _legend, ticks in view.groups for tick in ticks}
    for tick in (*table.critical, *table.panel):
        if tick.key in named or patch.unmarks:
            shown[f"cites-{tick.key}"] = _part(table, "cites", tick=tick)
    moved = patch.lines | {quote.seq for quote in table.quotes if quote.behaviour in patch.changes.ticks}
    lines = {line.seq: _part(table, "linebody", line=line) for line in table.log.views(moved)} if moved else {}
    return {"regions": shown, "lines": lines, "ticks": sorted(table.draft.ticks), "left": table.left}


def _part(table: Worktable, name: str, **context: Any) -> str:
    return render_to_string(f"{RATING}#{name}", {"table": table, "assessment": table.assessment, **context})


def _post(request: SignedInRequest, desk: Desk) -> HttpResponse:
    """A browser without scripts: save everything on the form, then do what the pressed button says."""
    assessment = desk.assessment
    form = RatingForm(assessment.rubric.structure, request.POST)
    if not form.is_valid():
        raise Invalid()
    said = form.cleaned_data
    judgement = int(said["judgement"]) if said["judgement"] else None
    changes = Changes(form.ticks(), form.verdicts(), said["strength"], said["next_step"], judgement)
    drafts.save_draft(assessment, changes, by=request.user)
    pressed = request.POST
    line, place = pressed.get("line", "0"), pressed.get("go") or pressed.get("criterion", "")
    anchor = f"#crit-{place}" if pressed.get("go") else "#rubric"
    query = {"criterion": place, **({"line": line} if pressed.get("go") and line.isdecimal() and line != "0" else {})}
    if "submit" in pressed:
        return _submit(request, desk)
    if pressed.get("pick", "").isdecimal():
        query["line"], anchor = pressed["pick"], f"#l{pressed['pick']}"
    elif pressed.get("tie") and line.isdecimal():
        drafts.mark(assessment, seq=int(line), start=0, end=0, target=pressed["tie"], by=request.user)
        anchor = f"#l{line}"
    elif pressed.get("untie", "").isdecimal():
        drafts.unmark(assessment, int(pressed["untie"]), by=request.user)
    return redirect(f"{desk.url}?{urlencode(query)}{anchor}")


def _submit(request: SignedInRequest, desk: Desk) -> HttpResponse:
    if queries.missing(desk.assessment):
        return workspace(request, desk, tried=True)
    drafts.submit_rating(desk.assessment, by=request.user)
    messages.success(request, desk.submitted)
    return redirect(desk.url)
