"""The front page for strangers. The address `/` belongs to the home view, which calls this for those who are not signed in."""

from django.http import Http404, HttpRequest, HttpResponse
from wagtail.models import Page


def landing(request: HttpRequest) -> HttpResponse:
    """The front page in the active language, or in the source language; Http404 on a site that was never set up."""
    found = Page.route_for_request(request, "")
    if found is None:
        raise Http404
    page, args, kwargs = found
    return page.serve(request, *args, **kwargs)
