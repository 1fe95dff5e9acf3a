"""The style guide, and the error pages as handlers. Mounted, and guarded, in `lms/urls.py`."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
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
    return defaults.server_error(request, template_name="errors/500.html")


def csrf_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """`CSRF_FAILURE_VIEW = "lms.ui.views.csrf_refused"`. The reason is for logs, not for people."""
    return render(request, "errors/403_csrf.html", status=403)
