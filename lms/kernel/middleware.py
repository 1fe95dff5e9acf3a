"""Turning what actions raise into answers people understand."""

import logging
import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import redirect, render
from django.utils.csp import CSP

from lms.kernel.errors import Busy, DomainError

WORDS = ("text/", "application/json", "application/ld+json", "application/manifest+json", "image/svg+xml")
HELD_UP = {"55P03", "40P01", "40001"}  # PostgreSQL: lock not available, deadlock, serialization
# What code raises to answer, not because something broke
ANSWERS = (Http404, PermissionDenied, SuspiciousOperation, DomainError, ImmediateHttpResponse, ReauthenticationRequired)
logger = logging.getLogger("lms.incident")


def wants_json(request: HttpRequest) -> bool:
    """Whether the caller is a script of ours or another system rather than a person's browser navigation."""
    return "application/json" in request.headers.get("Accept", "") or request.content_type == "application/json"


def is_held_up(error: Exception) -> bool:
    """Whether the database was busy with somebody else for too long: worth trying again, nothing was written."""
    state = getattr(error.__cause__, "sqlstate", "")
    return isinstance(error, OperationalError) and (state in HELD_UP or "locked" in str(error))


class DomainErrors:
    """A DomainError becomes JSON for scripts, a message and a way back for forms, and a plain page otherwise."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if is_held_up(error):
            error = Busy()
        if not isinstance(error, DomainError):
            return None
        if wants_json(request):
            answer: HttpResponse = JsonResponse({"code": error.code, "message": str(error.message)}, status=error.status)
        elif request.method == "POST" and error.status == 409 and (back := self.way_back(request)):
            messages.warning(request, str(error.message))
            return redirect(back)
        else:
            answer = render(request, "errors/cannot.html", {"error": error}, status=error.status)
        if error.status == 503:
            answer["Retry-After"] = "2"
        return answer

    @staticmethod
    def way_back(request: HttpRequest) -> str | None:
        """The page the form stood on, if it is one of ours."""
        came_from = urlsplit(request.headers.get("Referer", ""))
        if came_from.netloc == request.get_host():
            return came_from.path + (f"?{came_from.query}" if came_from.query else "")
        return None


class Incidents:
    """An unforeseen exception gets a number that the person can tell us, and the log gets the type and place only.

    The traceback is logged without local variables or the exception's own words: those may hold what somebody wrote.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> None:
        if isinstance(error, ANSWERS):
            return
        request.incident = uuid.uuid4().hex[:8]  # type: ignore[attr-defined]
        place = error.__traceback__
        while place and place.tb_next:
            place = place.tb_next
        where = f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}" if place else "?"
        logger.error("incident %s: %s at %s", request.incident, type(error).__name__, where)  # type: ignore[attr-defined]


class Compressed(GZipMiddleware):
    """Pages travel compressed, with Django's random padding against those who would measure them. Words only: pictures and files are
    small already, and an open stream must not wait until there is enough to compress."""

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        words = response.get("Content-Type", "").startswith(WORDS)
        return super().process_response(request, response) if words and not response.streaming else response


class AdminPolicy:
    """A looser content policy for Wagtail's admin only; our own pages never get it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith("/admin/"):
            response._csp_config = settings.SECURE_CSP_ADMIN  # type: ignore[attr-defined]
        elif getattr(request, "is_preview", False):  # the admin asks for the page inside, and shows it in a frame
            response._csp_config = {**settings.SECURE_CSP, "frame-ancestors": [CSP.SELF]}  # type: ignore[attr-defined]
        return response
