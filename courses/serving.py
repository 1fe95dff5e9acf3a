"""Pages as readers get them: lessons on a short way of our own, everything else by Wagtail."""

from django.http import HttpResponse
from wagtail.views import serve

from courses.outline.kept import lesson_at
from courses.progress.alike import lesson_alike
from courses.progress.queries import lesson_screen
from courses.wagtail_hooks import enter_lesson
from lms.kernel.permissions import public
from lms.people.requests import SignedInRequest


@public("pages are for everybody; a lesson asks at its gate, a restricted page at Wagtail's", methods=("GET", "POST"))
def page(request: SignedInRequest, path: str) -> HttpResponse:
    """The page at an address of the tree. A lesson asks no less than on Wagtail's way: published, unrestricted, its gate."""
    kept = lesson_at(request, path) if request.method in ("GET", "HEAD") else None
    if kept is None:
        return serve(request, path)
    screen = lesson_screen(kept.page, request.user, course=kept.course)
    closed = enter_lesson(kept.page, request, screen)
    return closed or lesson_alike(request, kept, screen) or kept.page.serve(request)
