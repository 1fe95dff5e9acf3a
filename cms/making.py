"""Making one thing of a form, however often it is sent.

Wagtail saves by itself while somebody writes. Whoever presses "Publish" while the first saving is still on its way sends the same form a
second time, to the address that makes things. What comes second finds what came first, by the key in the form, and changes it. Both may
be at work in the same instant: they wait for each other.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.urls import resolve
from django.utils.translation import gettext as _

from cms.once import FIELD, key_in
from cms.training.families import edit_url
from lms.people.models import Person
from lms.people.requests import SignedInRequest


def made_once(request: SignedInRequest, model: Any) -> HttpResponse | None:
    """Make the thing that the form is about, or change it where it is made already. None when there is nothing to hold apart: the form
    is only shown, it carries no key of ours, or this is the making itself."""
    key = key_in(request.user, request.POST.get(FIELD, ""))
    if request.method != "POST" or key is None or hasattr(request, "makes"):
        return None
    request.makes = key  # type: ignore[attr-defined]
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=request.user.pk)  # one making at a time; SQLite lets only one write anyway
        thing = model._default_manager.filter(translation_key=key).order_by("pk").first()
        if thing is not None and not request.accepts("text/html"):
            return _came_late()
        match = resolve(edit_url(model, thing.pk) if thing is not None else request.path_info)
        request.resolver_match = match
        return match.func(request, *match.args, **match.kwargs)


def _came_late() -> JsonResponse:
    """Saved by itself after somebody pressed a button: what the button sent is newer, and stays."""
    told = {"success": False, "error_code": "invalid_revision", "error_message": _("Saved already. Press the button to save again.")}
    return JsonResponse(told, status=400)
