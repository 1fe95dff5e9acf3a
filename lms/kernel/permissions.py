"""Who may do what: predicates, one table, one door.

`lms/policy.py` holds the table; it is loaded by name (setting `POLICY`) so that nothing imports upwards.
Superusers get nothing here: separation of duties holds for everybody.
"""

from collections.abc import Callable, Mapping
from functools import cache, wraps
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.module_loading import import_string

from lms.kernel.errors import NotAllowed

V = TypeVar("V", bound=Callable[..., Any])


class Predicate:
    """A question about (person, thing) with an answer, a name people can read, and &, |, ~."""

    def __init__(self, test: Callable[[Any, Any], bool], name: str) -> None:
        self.test, self.name = test, name

    def __call__(self, person: Any, obj: Any = None) -> bool:
        return bool(self.test(person, obj))

    def __and__(self, other: "Predicate") -> "Predicate":
        return Predicate(lambda p, o: self(p, o) and other(p, o), f"{self.name} and {other.name}")

    def __or__(self, other: "Predicate") -> "Predicate":
        return Predicate(lambda p, o: self(p, o) or other(p, o), f"({self.name} or {other.name})")

    def __invert__(self) -> "Predicate":
        return Predicate(lambda p, o: not self(p, o), f"not {self.name}")

    def __repr__(self) -> str:
        return f"<{self.name}>"


def predicate(test: Callable[[Any, Any], bool]) -> Predicate:
    """Make a Predicate of a function `is_… has_… was_…(person, obj)`; its name is how the table reads aloud."""
    return Predicate(test, test.__name__.replace("_", " "))


@predicate
def is_signed_in(person: Any, obj: Any) -> bool:
    return bool(person and person.is_authenticated and person.is_active)


@cache
def table() -> Mapping[str, Predicate]:
    """The policy table of the house."""
    return import_string(f"{settings.POLICY}.POLICY")


def may(person: Any, name: str, obj: Any = None) -> bool:
    """Whether `person` may do the deed `name` to `obj`. An unknown name is a programming error and raises KeyError."""
    rule = table()[name]
    return is_signed_in(person, None) and rule(person, obj)


def demand(person: Any, name: str, obj: Any = None) -> None:
    """Raise NotAllowed unless the policy says yes: for actions, which commands and tests call too."""
    if not may(person, name, obj):
        raise NotAllowed()


def requires(name: str, *, fetch: Callable[..., Any] | None = None, methods: tuple[str, ...] = ("GET", "POST")) -> Callable[[V], V]:
    """Guard a view with the permission `name`.

    `fetch(person, **url_kwargs)` is the access door to the object: it looks among what this person may see and raises Http404
    otherwise, so that denied and non-existing look alike. The view gets the object in place of the URL's arguments.
    A person who sees the thing but may not do the deed gets 403; one who may, but with another method, gets 405.
    """

    def decorate(view: V) -> V:
        @wraps(view)
        def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            obj = fetch(request.user, **kwargs) if fetch else None
            if not may(request.user, name, obj):
                raise PermissionDenied
            if not _knows(request, methods):
                return HttpResponseNotAllowed(methods)
            return view(request, obj) if fetch else view(request, **kwargs)

        guarded.permission, guarded.methods, guarded.fetch = name, methods, fetch  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return decorate


def public(reason: str, *, methods: tuple[str, ...] = ("GET",)) -> Callable[[V], V]:
    """Open a view to everybody, signed in or not, and say why."""

    def decorate(view: V) -> V:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return view(request, *args, **kwargs) if _knows(request, methods) else HttpResponseNotAllowed(methods)

        opened = login_not_required(guarded)
        opened.permission, opened.methods, opened.reason = "public", methods, reason  # type: ignore[attr-defined]
        return opened  # type: ignore[return-value]

    return decorate


def _knows(request: HttpRequest, methods: tuple[str, ...]) -> bool:
    return request.method in methods or (request.method == "HEAD" and "GET" in methods)


def get_visible(model: Any, person: Any, **lookup: Any) -> Any:
    """The object among those `person` may see, or Http404. Every model with personal content has `visible_to`."""
    try:
        return model.objects.visible_to(person).get(**lookup)
    except (model.DoesNotExist, ValueError, OverflowError) as missing:
        raise Http404 from missing
