"""Pages of the admin about the bank: what waits for an editor."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from wagtail.admin.auth import require_admin_access

from courses.quizzes.doubt_forms import DoubtAnswerForm
from courses.quizzes.doubts import Doubt, answer_doubt
from courses.quizzes.health import doubts_waiting, editing_places, find_doubt
from courses.quizzes.item_queries import item_rows
from courses.quizzes.itemstats import FEWEST
from courses.quizzes.kinds import told
from courses.quizzes.tryouts import waiting
from lms.kernel.permissions import requires


@requires("quizzes.tend", methods=("GET",))
@require_admin_access
def question_health(request: HttpRequest) -> HttpResponse:
    """What waits for an editor in the question bank."""
    doubts = list(doubts_waiting(request.user)[:100])  # type: ignore[arg-type]
    places = editing_places({str(doubt.version.key) for doubt in doubts})
    rows = [{"doubt": doubt, "place": places.get(str(doubt.version.key)), "stem": doubt.version.text()["stem"]} for doubt in doubts]
    items = item_rows()
    slugs = editing_places({str(item.key) for item in items})
    listed = [{"item": item, "place": slugs[str(item.key)]} for item in items if str(item.key) in slugs]
    unrated = editing_places({str(key) for key in waiting()})
    context = {
        "rows": rows,
        "unrated": sorted(unrated.values()),
        "items": listed,
        "fewest": FEWEST,
        "header_title": _("Question health"),
        "page_title": _("Question health"),
        "header_icon": "help",
    }
    return render(request, "courses/admin/question_health.html", context)


@requires("quizzes.tend", methods=("GET",))
@require_admin_access
def question_figures(request: HttpRequest, key: UUID) -> HttpResponse:
    """How one question works: its figures, and who falls for which option. 404 when nobody was graded on it."""
    row = next(iter(item_rows([key])), None)
    if row is None:
        raise Http404
    context = {
        "row": row, "place": editing_places({str(key)}).get(str(key)), "parts": told(row.version.how, row.version.text()),
        "header_title": _("How it works"), "page_title": _("How it works"), "header_icon": "view",
    }  # fmt: skip
    return render(request, "courses/admin/question_figures.html", context)


@requires("quizzes.tend", fetch=find_doubt)
def doubt_answer(request: HttpRequest, doubt: Doubt) -> HttpResponse:
    """One doubt: the question as it was seen, the words, and the answer."""
    return require_admin_access(_doubt_answer)(request, doubt)


def _doubt_answer(request: HttpRequest, doubt: Doubt) -> HttpResponse:
    form = DoubtAnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer_doubt(doubt, **form.cleaned_data, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("Answered. Whoever asked is told."))
        return redirect("question_health")
    place = editing_places({str(doubt.version.key)}).get(str(doubt.version.key))
    context = {
        "doubt": doubt, "form": form, "place": place, "parts": told(doubt.version.how, doubt.version.text()),
        "header_title": _("Found unclear"), "page_title": _("Found unclear"), "header_icon": "help",
    }  # fmt: skip
    return render(request, "courses/admin/doubt_answer.html", context, status=422 if form.errors else 200)
