"""A second factor for everybody who sees another person's work, before the first personal page."""

from collections.abc import Callable

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse


def has_second_factor(request: HttpRequest) -> bool:
    """Whether this session was opened with a second factor or a passkey."""
    return any(record["method"] == "mfa" for record in get_authentication_records(request, request.user))


class SecondFactor:
    """Send professionals without a second factor to where they get one; nobody else is stopped."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, _args: tuple, _kwargs: dict) -> HttpResponse | None:
        person = request.user
        if not person.is_authenticated or not (person.needs_second_factor or person.is_staff):
            return None
        if view.__module__.startswith("allauth.") or getattr(view, "permission", "") == "public" or has_second_factor(request):
            return None
        return redirect(reverse("mfa_reauthenticate" if is_mfa_enabled(person) else "mfa_activate_totp"))
