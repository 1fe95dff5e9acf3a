"""A question that waits for its panel: try it, see what its author thought, and nothing is counted or kept."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from courses.outline.queries import module_outline
from courses.quizzes.kinds import Unreadable
from courses.quizzes.tryouts import TryOut, find_tryout, tryouts_of_module
from lms.kernel.permissions import requires


@never_cache
@requires("quizzes.take", fetch=find_tryout)
def quiz_tryout(request: HttpRequest, tryout: TryOut) -> HttpResponse:
    """The question; POST shows what its author thought of each reply. Nothing is written down."""
    chosen, wrong = _read(request, tryout) if request.method == "POST" else ([], "")
    module = tryout.module_key
    there = tryouts_of_module(module) if module else []
    place = there.index(tryout.key) if tryout.key in there else 0
    context = {
        "face": tryout.face(chosen), "wrong": wrong, "answers": tryout.explained(chosen) if chosen and not wrong else None,
        "number": place + 1, "total": len(there) or 1, "next": there[place + 1] if place + 1 < len(there) else None,
        "module": module_outline(module) if module else None,
    }  # fmt: skip
    return render(request, "courses/quiz_tryout.html", context, status=422 if wrong else 200)


def _read(request: HttpRequest, tryout: TryOut) -> tuple[list[str], str]:
    """What was sent, and what is wrong with it: an answer for every reply is wanted."""
    sent = [value for name, values in request.POST.lists() if name.startswith("chosen") for value in values if value.strip()]
    try:
        chosen = tryout.how.read(sent, tryout.asked)
    except Unreadable:
        return [], _("That is not one of the answers to this question. Choose again.")
    if len(chosen) < len(tryout.asked["options"]):
        return chosen, _("Rate each of the replies first.")
    return chosen, ""
