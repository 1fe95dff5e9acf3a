"""The rater's screen: claim, rate beside the transcript, submit, and give the feedback.

Without scripts the whole form is posted and saved at every button; with scripts only what changed is sent, as JSON.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from certification.assessment import actions, drafts, queries, rules
from certification.assessment.drafts import Changes
from certification.assessment.feedback import feedback_for
from certification.assessment.forms import RatingForm
from certification.assessment.models import Assessment
from certification.assessment.patches import Patch, read_patch
from certification.assessment.screens import day
from certification.assessment.states import AssessmentState, SecondLookState
from certification.assessment.views import chat_for
from certification.assessment.worktable import Worktable
from certification.practice.models import Mode, PracticeChat
from certification.practice.states import ChatState
from lms.kernel.errors import IllegalTransition, Invalid
from lms.kernel.middleware import wants_json
from lms.kernel.permissions import may, requires

RATING = "certification/rating.html"


@requires("assessment.rate", fetch=chat_for)
def rating(request: HttpRequest, chat: PracticeChat) -> HttpResponse:
    """The right screen for where this rating stands: take it, rate, give feedback, or the feedback itself."""
    mine = queries.my_assessment(chat, request.user)
    if mine and mine.state == AssessmentState.DRAFT:
        mine.chat = chat
        return _write(request, mine) if request.method == "POST" else _workspace(request, mine)
    if request.method == "POST":
        raise IllegalTransition()
    if mine and mine.state == AssessmentState.SUBMITTED:
        mine.chat = chat
        return _done(request, mine)
    if chat.state in (ChatState.RELEASED, ChatState.ACKNOWLEDGED, ChatState.ARCHIVED):
        return redirect("feedback", pk=chat.pk)
    if chat.state not in (ChatState.AWAITING_RATING, ChatState.RATED):
        return redirect("practice_after", pk=chat.pk)
    look = queries.look_at(chat)
    if look and look.state == SecondLookState.DISPUTED and may(request.user, "assessment.moderate", look):
        return redirect("moderation", pk=chat.pk)
    holder = Assessment.objects.drafts().filter(chat=chat).select_related("rater").first()
    context = {
        "chat": chat, "holder": holder, "mine": mine, "due": _due(chat), "title": chat.scenario.text()["title"],
        "may_free": holder is not None and may(request.user, "assessment.hand_back", holder),
    }  # fmt: skip
    return render(request, "certification/rating_claim.html", context)


def _due(chat: PracticeChat) -> str:
    """The last day for the feedback, in words."""
    return day(rules.due_at(chat.ended_at)) if chat.ended_at else ""


def _workspace(request: HttpRequest, assessment: Assessment, *, tried: bool = False) -> HttpResponse:
    """Transcript and rubric. `?criterion=` opens a criterion, `?line=` picks a line: both work without scripts."""
    table = Worktable(assessment, open_at="finish" if tried else request.GET.get("criterion", ""))
    picked, chat = request.GET.get("line", ""), assessment.chat
    text = chat.scenario.text()
    context = {
        "table": table, "chat": chat, "assessment": assessment, "due": _due(chat), "tried": tried,
        "picked": int(picked) if picked.isdecimal() and len(picked) < 6 else 0, "title": text["title"], "key": text.get("key", {}),
        "day": day(chat.starts_at), "purge": day(chat.purge_on) if chat.purge_on else "", "lines": len(table.lines),
    }  # fmt: skip
    return render(request, RATING, context, status=422 if tried else 200)


def _write(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    if wants_json(request):
        patch = read_patch(request.body)
        _apply(assessment, patch, by=request.user)
        return JsonResponse(_state(assessment, patch))
    return _post(request, assessment)


def _apply(assessment: Assessment, patch: Patch, *, by: Any) -> None:
    drafts.save_draft(assessment, patch.changes, by=by)
    for one in patch.marks:
        drafts.mark(assessment, seq=one.seq, start=one.start, end=one.end, target=one.target, by=by)
    for quote in patch.unmarks:
        drafts.unmark(assessment, quote, by=by)


def _state(assessment: Assessment, patch: Patch) -> dict[str, Any]:
    """What the page shows now: the pieces of the template that this patch can have changed, keyed by element id."""
    fresh = Assessment.objects.select_related("rubric", "rater").get(pk=assessment.pk)
    fresh.chat = assessment.chat
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
    lines = {line.seq: _part(table, "linebody", line=line) for line in table.lines if line.seq in moved} if moved else {}
    return {"regions": shown, "lines": lines, "ticks": sorted(table.draft.ticks), "left": table.left}


def _part(table: Worktable, name: str, **context: Any) -> str:
    return render_to_string(f"{RATING}#{name}", {"table": table, "assessment": table.assessment, **context})


def _post(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """A browser without scripts: save everything on the form, then do what the pressed button says."""
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
        return _submit(request, assessment)
    if pressed.get("pick", "").isdecimal():
        query["line"], anchor = pressed["pick"], f"#l{pressed['pick']}"
    elif pressed.get("tie") and line.isdecimal():
        drafts.mark(assessment, seq=int(line), start=0, end=0, target=pressed["tie"], by=request.user)
        anchor = f"#l{line}"
    elif pressed.get("untie", "").isdecimal():
        drafts.unmark(assessment, int(pressed["untie"]), by=request.user)
    return redirect(f"{reverse('rating', args=[assessment.chat_id])}?{urlencode(query)}{anchor}")


def _submit(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    if queries.missing(assessment):
        return _workspace(request, assessment, tried=True)
    drafts.submit_rating(assessment, by=request.user)
    messages.success(request, _("Submitted. Now look at all three views, and give the feedback."))
    return redirect("rating", pk=assessment.chat_id)


def _done(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """After submitting: one's own rating beside the trainee's and the partner's view, and the button that gives the feedback."""
    chat = assessment.chat
    waits = chat.state == ChatState.AWAITING_RATING
    look = queries.look_at(chat)
    disputed = look is not None and look.state == SecondLookState.DISPUTED
    context = {
        "chat": chat, "feedback": feedback_for(chat, request.user), "mine": False, "waits_for_second": waits, "disputed": disputed,
        "look": look, "may_decide": disputed and may(request.user, "assessment.moderate", look),
        "second_wanted": look is None and not waits and chat.mode == Mode.ASSESSED and not assessment.outcome.get("passed"),
    }  # fmt: skip
    return render(request, "certification/rating_done.html", context)


@require_POST
@requires("assessment.rate", fetch=chat_for, methods=("POST",))
def rating_claim(request: HttpRequest, chat: PracticeChat) -> HttpResponse:
    drafts.claim_rating(chat, by=request.user)
    return redirect("rating", pk=chat.pk)


@require_POST
@requires("assessment.rate", fetch=chat_for, methods=("POST",))
def rating_hand_back(request: HttpRequest, chat: PracticeChat) -> HttpResponse:
    """Let go of the claim on this chat; the draft is kept for whoever wrote it. A certifier may free another's."""
    held = Assessment.objects.drafts().filter(chat=chat).first()
    if held is None:
        raise IllegalTransition()
    held.chat = chat
    drafts.hand_back(held, by=request.user)
    messages.info(request, _("Handed back. The draft is kept for the one who wrote it."))
    return redirect("practice_after", pk=chat.pk)


@require_POST
@requires("assessment.release", fetch=chat_for, methods=("POST",))
def feedback_release(request: HttpRequest, chat: PracticeChat) -> HttpResponse:
    actions.release_feedback(chat, by=request.user)
    messages.success(request, _("%(alias)s has the feedback now.") % {"alias": chat.trainee.alias})
    return redirect("feedback", pk=chat.pk)


@require_POST
@requires("assessment.release", fetch=chat_for, methods=("POST",))
def second_rating(request: HttpRequest, chat: PracticeChat) -> HttpResponse:
    actions.ask_second_rating(chat, by=request.user)
    messages.success(request, _("Somebody else has been asked to look, without seeing yours."))
    return redirect("rating", pk=chat.pk)
