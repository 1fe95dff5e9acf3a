"""Who is asking, found together with their session; and a second factor for everybody who sees another person's work."""

from collections.abc import Callable
from typing import Any, cast

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject


class WhoIsAsking(AuthenticationMiddleware):
    """Django's, without a second question to the database for the person whose session was just read."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = cast(Any, SimpleLazyObject(lambda: person_of(request)))


def person_of(request: HttpRequest) -> Any:
    """The person behind the session. Whatever is not plainly in order, Django decides: it refuses, and ends what no longer fits."""
    session = request.session
    signed_in = session.get(SESSION_KEY)  # reads the session, and the person with it
    person = getattr(session, "person", None)
    if (
        person is not None
        and str(person.pk) == signed_in
        and person.is_active
        and session.get(BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS
        and constant_time_compare(session.get(HASH_SESSION_KEY, ""), person.get_session_auth_hash())
    ):
        return person
    return get_user(request)


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


class OwnLanguage:
    """The admin has no language in its addresses: it speaks the person's own, unless they chose another one there, and not the browser's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/admin/") and request.user.is_authenticated:
            translation.activate(request.user.language)
        return self.get_response(request)


class Leaving:
    """Whoever signs out leaves nothing on the device: saved lessons, drafts and what was not sent go, also where no script runs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "POST" and response.status_code == 302 and request.path.endswith("/account/logout/"):
            response["Clear-Site-Data"] = '"cache", "storage"'
        return response
