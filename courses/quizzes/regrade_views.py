"""The page of the admin where a corrected question is marked anew: first the list, then the deed."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from wagtail.admin.auth import require_admin_access

from courses.quizzes.health import editing_places, in_sight
from courses.quizzes.regrade_forms import RegradeForm, RehearsalForm
from courses.quizzes.regrade_models import Regrade
from courses.quizzes.regrading import regrade, rehearse
from lms.kernel.permissions import requires


@requires("quizzes.tend")
@require_admin_access
def question_regrade(request: HttpRequest, key: UUID) -> HttpResponse:
    """GET rehearses; POST does what was rehearsed. People of other organisations are counted, not named."""
    form = RegradeForm(request.POST) if request.method == "POST" else None
    if form and form.is_valid():
        done = regrade(key, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        messages.success(request, _("Marked anew. Results that changed: %(n)s. Everybody concerned is told.") % {"n": done.results.count()})
        return redirect("question_regrade", key=key)
    asked = RehearsalForm(request.POST if form else request.GET or None)
    chosen = asked.cleaned_data if asked.is_bound and asked.is_valid() else {"way": "key", "may_lower": False}
    rehearsal = rehearse(key, **chosen)
    form = form or RegradeForm(initial={**chosen, "token": rehearsal.token})
    seen = in_sight(request.user, [change.attempt.person_id for change in rehearsal.told])  # type: ignore[arg-type]
    context = {
        "key": key, "rehearsal": rehearsal, "asked": asked if asked.is_bound else RehearsalForm(initial=chosen), "form": form,
        "rows": [change for change in rehearsal.told if change.attempt.person_id in seen],
        "elsewhere": sum(change.attempt.person_id not in seen for change in rehearsal.told),
        "place": editing_places({str(key)}).get(str(key)), "before": Regrade.objects.filter(question_key=key).select_related("by"),
        "header_title": _("Mark anew"), "page_title": _("Mark anew"), "header_icon": "rotate",
    }  # fmt: skip
    return render(request, "courses/admin/question_regrade.html", context, status=422 if request.method == "POST" else 200)
