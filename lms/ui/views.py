"""The style guide, and the error pages as handlers. Mounted, and guarded, in `lms/urls.py`."""

from django.http import HttpRequest, HttpResponse, HttpResponseServerError, JsonResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.views import defaults

from lms.kernel.middleware import wants_json
from lms.ui.styleguide import groups


def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component in its states, in both modes side by side."""
    return render(request, "styleguide.html", {"groups": groups(request)})


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Not here, or not yours to see: the two look alike."""
    if wants_json(request):
        return JsonResponse({"code": "not_found"}, status=404)
    return defaults.page_not_found(request, exception, template_name="errors/404.html")


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The thing is yours to see, this deed is not yours to do."""
    if wants_json(request):
        return JsonResponse({"code": "not_allowed"}, status=403)
    return defaults.permission_denied(request, exception, template_name="errors/403.html")


def broken(request: HttpRequest) -> HttpResponse:
    """Without context processors: whatever broke may break there again. The number finds the incident in the log."""
    incident = getattr(request, "incident", "")
    if wants_json(request):
        return JsonResponse({"code": "broken", "incident": incident}, status=500)
    return HttpResponseServerError(get_template("errors/500.html").render({"incident": incident}))


def csrf_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """`CSRF_FAILURE_VIEW = "lms.ui.views.csrf_refused"`. The reason is for logs, not for people."""
    return render(request, "errors/403_csrf.html", status=403)
