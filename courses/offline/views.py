"""What a phone keeps. Nothing here tells who reads: a kept page has no name, no answers and no token in it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses.outline.body import parts
from courses.outline.models import LessonPage
from courses.outline.queries import find_lesson, lesson_url
from courses.progress.opening import is_closed
from lms.kernel.permissions import public, requires
from lms.people.models import Person

WORKER = settings.ROOT / "lms" / "static" / "lms" / "js" / "offline" / "worker.js"
NEEDS_A_LINE = {"video", "audio", "download"}  # too large to keep without asking


def open_door(person: Person, key: uuid.UUID) -> LessonPage:
    """A published lesson that everybody who is signed in may read, and that is open to this person."""
    lesson = find_lesson(key)
    if lesson.get_view_restrictions().exists() or is_closed(lesson, person):
        raise Http404
    return lesson


@requires("courses.learn", fetch=open_door, methods=("GET",))
@require_safe
def lesson_kept(request: HttpRequest, lesson: LessonPage) -> HttpResponse:
    """The lesson as a phone keeps it. Fetching it is no visit: nobody has read it yet."""
    context = {"page": lesson, "parts": parts(lesson), "address": lesson_url(lesson), "needs_a_line": NEEDS_A_LINE}
    answer = render(request, "courses/lesson_kept.html", context)
    answer["Cache-Control"] = "no-store, private"
    return answer


@public("without a connection there is nobody to ask, and the page lists what this phone keeps, not what the house knows")
@require_safe
def saved(request: HttpRequest) -> HttpResponse:
    """What is saved on this phone and until when; what the worker shows where there is no connection."""
    return render(request, "courses/saved.html")


@public("the browser fetches it by itself")
@require_safe
def worker(_request: HttpRequest) -> HttpResponse:
    """The service worker, from the root so that it may answer for every page; asked for anew every time, so that it can be mended."""
    return HttpResponse(WORKER.read_text(), content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})


@public("the browser fetches it by itself")
@require_safe
def manifest(_request: HttpRequest) -> HttpResponse:
    """What makes the house installable."""
    icons = [{"src": static(f"lms/icons/app-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"} for size in (192, 512)]
    icons.append({**icons[-1], "purpose": "maskable"})
    told = {
        "name": settings.WAGTAIL_SITE_NAME, "short_name": settings.WAGTAIL_SITE_NAME, "description": _("Training for those who listen."),
        "start_url": "/", "scope": "/", "display": "standalone", "background_color": "#0a1424", "theme_color": "#0a1424", "icons": icons,
    }  # fmt: skip
    return JsonResponse(told, content_type="application/manifest+json", headers={"Cache-Control": "max-age=3600"})
