"""The pass mark by a panel: the judges' page, and the editors' page in the admin."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access

from courses.quizzes import angoff
from courses.quizzes.angoff_forms import EstimatesForm, PanelForm
from courses.quizzes.angoff_models import AngoffItem, AngoffPanel
from courses.quizzes.bank import Quiz
from courses.quizzes.kinds import Graded, told
from courses.quizzes.states import PanelState
from lms.kernel.permissions import requires


@never_cache
@requires("quizzes.judge", fetch=angoff.find_panel)
def angoff_judge(request: HttpRequest, panel: AngoffPanel) -> HttpResponse:
    """Every question with its key, and one number to say about each. In the second round with what the others said."""
    items = list(panel.items.select_related("version"))
    number = angoff.ROUND.get(PanelState(panel.state), 2)
    mine = angoff.estimates_of(panel, number).get(request.user.pk, {})  # type: ignore[arg-type]
    form = EstimatesForm(items, request.POST or None, initial={f"item-{pk}": percent for pk, percent in mine.items()})
    if request.method == "POST" and form.is_valid():
        kept = angoff.estimate(panel, percents=form.percents, by=request.user)  # type: ignore[arg-type]
        left = len(items) - kept
        done = _("Saved. You have said something about every question. Thank you.")
        more = ngettext("Saved. %(n)s question is left.", "Saved. %(n)s questions are left.", left) % {"n": left}
        messages.success(request, more if left else done)
        return redirect("angoff_judge", panel=panel.pk)
    heard = angoff.heard_of(panel)
    rows = [{"item": one, "field": form[f"item-{one.pk}"], "heard": heard.get(one.pk), **_shown(one)} for one in items]
    context = {"panel": panel, "rows": rows, "form": form, "round": number, "title": angoff.title_of(panel), "done": len(mine)}
    return render(request, "courses/angoff_judge.html", context, status=422 if form.errors else 200)


def _shown(item: AngoffItem) -> dict[str, object]:
    """A question with its key and reasons: judges take no quiz."""
    version = item.version
    text, right = version.text(), version.answers["right"]
    order = version.how.order(version.option_ids, right)
    return {
        "parts": told(version.how, text),
        "answers": version.how.explained(Graded(text, order, (), right, version.reasons(), "nb")),
    }


@requires("quizzes.tend")
@require_admin_access
def quiz_pass_mark(request: HttpRequest, key: UUID) -> HttpResponse:
    """For editors: open a panel, see how far it is, end a round, use its mark."""
    quiz = next(iter(Quiz.objects.filter(translation_key=key).select_related("locale").order_by("pk")), None)
    if quiz is None:
        raise Http404
    quiz, panel = quiz.find_source(), AngoffPanel.objects.filter(quiz_key=key).first()
    possible = angoff.possible_judges(request.user)  # type: ignore[arg-type]
    form = PanelForm(possible, request.POST if request.POST.get("deed") == "open" else None)
    if request.method == "POST" and _done(request, quiz, panel, form):
        return redirect("quiz_pass_mark", key=key)
    context = {
        "quiz": quiz, "panel": panel, "form": form, "provisional": angoff.is_provisional(key, quiz.pass_share), "total": panel and panel.items.count(),
        "judges": _judges(panel) if panel else [], "enough": panel and len(angoff.finished(panel, angoff.ROUND.get(PanelState(panel.state), 2))) >= angoff.FEWEST,
        "mark": angoff.mark_of(panel, angoff.finished(panel, 2)) if panel and panel.state == PanelState.CLOSED else None,
        "header_title": _("Pass mark"), "page_title": _("Pass mark"), "header_icon": "form",
    }  # fmt: skip
    return render(request, "courses/admin/quiz_pass_mark.html", context, status=422 if form.errors else 200)


def _done(request: HttpRequest, quiz: Quiz, panel: AngoffPanel | None, form: PanelForm) -> bool:
    """Do what the pressed button says; False when there was nothing to do or the form is wrong."""
    deed, by = request.POST.get("deed"), request.user
    if deed == "open" and form.is_valid():
        angoff.open_panel(quiz, judges=list(form.cleaned_data["judges"]), by=by)  # type: ignore[arg-type]
        messages.success(request, _("The judges have been asked."))
    elif deed == "go_on" and panel:
        angoff.go_on(panel, by=by)  # type: ignore[arg-type]
    elif deed == "use" and panel:
        angoff.use_mark(panel, by=by)  # type: ignore[arg-type]
        messages.success(request, _("The mark counts for tries begun from now on."))
    else:
        return False
    return True


def _judges(panel: AngoffPanel) -> list[tuple[str, int]]:
    """How many questions each has said something about in the round that is on; never what."""
    mine = angoff.estimates_of(panel, angoff.ROUND.get(PanelState(panel.state), 2))
    return [(judge.alias, len(mine.get(judge.pk, {}))) for judge in panel.judges.order_by("alias")]
