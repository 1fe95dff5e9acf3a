"""Pages for professionals who read before safety content is published. No right in the admin is needed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cms.approval.actions import approve, send_back
from cms.approval.forms import DecisionForm
from cms.approval.models import ApprovalState
from cms.approval.queries import changes, kind_of, waiting_for
from cms.changes.asking import told_of
from lms.kernel.permissions import get_visible, may, requires
from lms.people.models import Person
from lms.people.requests import SignedInRequest


def approval_door(person: Person, pk: int) -> ApprovalState:
    return get_visible(ApprovalState, person, pk=pk)


@requires("approval.read", methods=("GET",))
@require_safe
def approvals(request: SignedInRequest) -> HttpResponse:
    """What waits for a professional's eyes."""
    return render(request, "cms/approvals.html", {"rows": waiting_for(request.user)})


@requires("approval.read", fetch=approval_door)
@require_http_methods(["GET", "POST"])
def approval(request: SignedInRequest, asked: ApprovalState) -> HttpResponse:
    """One request: what it is, what would change, and the decision. The same address says afterwards how it went."""
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        deed = approve if request.POST.get("decision") == "approve" else send_back
        deed(asked, by=request.user, comment=form.cleaned_data["comment"])
        messages.success(request, _("Approved. It is published now.") if deed is approve else _("Sent back with your words."))
        return redirect("approvals")
    thing = asked.thing
    modes = [(mode, label if mode else _("As learners see it")) for mode, label in getattr(thing, "preview_modes", [])]
    context = {
        "size": told_of(asked.revision) if asked.is_waiting else "",
        "asked": asked, "thing": thing, "kind": kind_of(thing, {thing.locale_id: thing.locale.language_code}), "modes": modes, "form": form, "by": asked.workflow_state.requested_by,
        "changes": changes(asked, request) if asked.is_waiting else [], "may_decide": asked.is_waiting and may(request.user, "approval.decide", asked),
    }  # fmt: skip
    return render(request, "cms/approval.html", context)


@requires("approval.read", fetch=approval_door, methods=("GET",))
@require_safe
def approval_preview(request: HttpRequest, asked: ApprovalState) -> HttpResponse:
    """The draft as it will look. A mode that does not exist shows the first one."""
    thing = asked.thing
    modes = [mode for mode, _label in getattr(thing, "preview_modes", [])]
    if not modes:
        return redirect("approval", pk=asked.pk)
    wanted = request.GET.get("mode", "")
    return thing.make_preview_request(request, wanted if wanted in modes else modes[0])
