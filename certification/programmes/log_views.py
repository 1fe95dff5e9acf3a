"""What is written down as days and numbers, and the self-care plan that only its owner reads."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from certification.programmes import kinds, log_actions
from certification.programmes.log_forms import LogForm, PlanForm
from certification.programmes.logs import LogEntry, SelfCarePlan
from certification.programmes.predicates import Asked
from lms.kernel.permissions import get_visible, may, requires
from lms.people.models import Person
from lms.people.requests import SignedInRequest


def entry_door(person: Person, entry: int) -> LogEntry:
    return get_visible(LogEntry, person, pk=entry)


def log_page(request: SignedInRequest, asked: Asked, words: dict[str, str]) -> HttpResponse:
    """The form of a kind that is written down, and what stands there already. The caller has asked who may."""
    kind = kinds.every()[asked.requirement.kind]
    posted: Any = request.POST if request.method == "POST" else None
    form = LogForm(posted, names=kind.logs, needs_end=kind.name == "guardian_information")
    if posted is not None and form.is_valid():
        log_actions.write_down(asked.enrolment, requirement=asked.requirement.key, by=request.user, **form.cleaned_data)
        messages.success(request, _("Written down. You can take it back today."))
        if "minutes" in kind.logs:  # somebody who writes down shifts often has more than one
            return redirect("mark", pk=asked.enrolment.pk, requirement=asked.requirement.key)
        return redirect("enrolment", pk=asked.enrolment.pk)
    entries: list[Any] = list(
        asked.enrolment.log.standing().filter(requirement=asked.requirement.key).select_related("by").order_by("-on", "-pk")
    )
    for entry in entries:
        entry.mine = may(request.user, "programmes.undo_mark", entry)
    about_talks = bool({"talks", "minutes"} & set(kind.logs)) or kind.name == "supervision_attendance"
    context = {
        "asked": asked, "words": words, "form": form, "entries": entries, "why": words.get("why") or kind.why, "about_talks": about_talks,
    }  # fmt: skip
    return render(request, "certification/log.html", context, status=422 if form.errors else 200)


@requires("programmes.undo_mark", fetch=entry_door, methods=("POST",))
@require_POST
def log_undo(request: SignedInRequest, entry: LogEntry) -> HttpResponseRedirect:
    log_actions.undo_entry(entry, by=request.user)
    messages.info(request, _("Taken back."))
    return redirect("mark", pk=entry.enrolment_id, requirement=entry.requirement)


@requires("programmes.keep_plan")
def self_care_plan(request: SignedInRequest) -> HttpResponse:
    """One's own plan: written here, shown on the phone, read by nobody else."""
    plan = SelfCarePlan.objects.filter(person=request.user).first()
    form = PlanForm(request.POST if request.method == "POST" else None, instance=plan)
    if request.method == "POST" and form.is_valid():
        log_actions.keep_plan(request.user, **form.cleaned_data)
        messages.success(request, _("Kept. Only you can read it."))
        return redirect("self_care_plan")
    return render(request, "certification/self_care_plan.html", {"form": form, "plan": plan}, status=422 if form.errors else 200)
