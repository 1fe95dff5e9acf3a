"""The API for other systems, put together: `/api/v1/`, one key for each system, OpenAPI without a foreign script."""

from typing import Any, cast

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.security import HttpBearer

from certification.credentials.api import router as duty
from certification.webhooks.actions import EVENTS
from certification.webhooks.api import described
from lms.kernel.permissions import public
from lms.people.api_keys import ApiKey, Scope, key_for


class Key(HttpBearer):
    """`Authorization: Bearer led_…`; a key of an organisation, for one thing it may ask."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> ApiKey | None:
        return key_for(token, self.scope)


api = NinjaAPI(
    title="Ledestjerne", version="1", docs_url=None, openapi_url="/openapi.json", urls_namespace="api",
    description="Ask for one thing with a key of your organisation. Coordinators make keys under “Who is here”.",
    openapi_extra={"webhooks": described()},
)  # fmt: skip
api.add_router("", duty, auth=Key(Scope.DUTY))


@api.exception_handler(ValidationError)
def not_understood(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """What was wrong and where, without repeating what was sent."""
    wrong = [{"where": list(one["loc"]), "what": one["msg"]} for one in error.errors]
    return api.create_response(request, {"code": "invalid", "wrong": wrong}, status=422)


@public("whoever connects a system reads what can be asked")
def about(request: HttpRequest) -> HttpResponse:
    """What can be asked, for people."""
    schema: dict[str, Any] = api.get_openapi_schema(path_prefix="/api/v1/")
    rows = [
        {"method": method.upper(), "path": where, "summary": told["summary"], "text": told.get("description", "")}
        for where, methods in schema["paths"].items()
        for method, told in methods.items()
    ]
    return render(request, "api/about.html", {"rows": rows, "events": EVENTS})


def opened() -> list[URLPattern]:
    """The API's addresses: a key instead of a session, so nobody is led to sign in."""
    patterns: list[Any] = []
    for pattern in api.urls[0]:
        pattern.callback = login_not_required(cast(Any, pattern.callback))
        patterns.append(pattern)
    return patterns


urlpatterns = [path("", about, name="api_about")]
