"""The style guide, and the error pages as handlers. Mounted, and guarded, in `lms/urls.py`."""

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import get_template
from django.views import defaults

from lms.ui.styleguide import groups


def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component in its states, in both modes side by side."""
    return render(request, "styleguide.html", {"groups": groups(request)})


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return defaults.page_not_found(request, exception, template_name="errors/404.html")


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    return defaults.permission_denied(request, exception, template_name="errors/403.html")


def broken(request: HttpRequest) -> HttpResponse:
    """Without context processors: whatever broke may break there again. The number finds the incident in the log."""
    page = get_template("errors/500.html").render({"incident": getattr(request, "incident", "")})
    return HttpResponseServerError(page)


def csrf_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """`CSRF_FAILURE_VIEW = "lms.ui.views.csrf_refused"`. The reason is for logs, not for people."""
    return render(request, "errors/403_csrf.html", status=403)
