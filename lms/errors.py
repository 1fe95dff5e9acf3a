"""The plain pages for when something is not here, not allowed, or broke: in the person's language, with what was kept."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from lms.kernel.middleware import wants_json


def _page(request: HttpRequest, status: int, **context: object) -> HttpResponse:
    if wants_json(request):
        return HttpResponse(f'{{"code": "{status}"}}', status=status, content_type="application/json")
    return render(request, f"errors/{status}.html", context, status=status)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: not here, or not yours to see; the two look alike."""
    return _page(request, 404)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: you see the thing, but this deed is not yours."""
    return _page(request, 403)


def broken(request: HttpRequest) -> HttpResponse:
    """500: our fault; the number lets a person tell us which one."""
    incident = getattr(request, "incident", "")
    try:
        return _page(request, 500, incident=incident)
    except Exception:  # the page's frame asks the database, which may be what broke
        text = _("Something broke, and it is our fault. Go back and try again.")
        return HttpResponse(f"{text} {incident}", status=500, content_type="text/plain; charset=utf-8")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was open for too long or came from elsewhere."""
    return render(request, "errors/403_csrf.html", status=403)
