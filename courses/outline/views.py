"""Looking for a lesson."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from courses.outline.search import AT_MOST, SHORTEST, find_lessons
from lms.kernel.permissions import requires


@requires("courses.learn", methods=("GET",))
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Lessons in which the words stand."""
    asked = request.GET.get("q", "").strip()[:100]
    found = find_lessons(asked)
    context = {"asked": asked, "found": found, "short": 0 < len(asked) < SHORTEST, "cut": len(found) == AT_MOST}
    return render(request, "courses/search.html", context)
