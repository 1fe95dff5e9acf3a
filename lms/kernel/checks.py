"""Start-up checks: a view of ours without a declared permission, or a state machine with a hole, stops the process."""

from collections.abc import Iterator
from typing import Any

from django.core.checks import Error, register
from django.urls import URLPattern, URLResolver, get_resolver

from lms.kernel.permissions import table
from lms.kernel.states import REGISTRY

OURS = ("lms.", "cms.", "courses.", "certification.")


def our_views(patterns: Any = None, prefix: str = "") -> Iterator[tuple[str, str, Any]]:
    """Every (url name, route, view) of ours in the URL table. A view counts as ours by the module it was written in.

    Views that adapt one of Wagtail's admin say so (`guarded_by_the_admin`): its door and its permissions are before them, as long as
    they stand under `admin/`.
    """
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from our_views(entry.url_patterns, route)
        elif isinstance(entry, URLPattern) and entry.callback.__module__.startswith(OURS):
            adapted = getattr(getattr(entry.callback, "view_class", None), "guarded_by_the_admin", False)
            if adapted and route.startswith("admin/"):
                continue
            yield entry.name or route, route, entry.callback


@register()
def every_view_declares_a_permission(**_kwargs: Any) -> list[Error]:
    """A screen that nobody thought about must not exist."""
    errors, policy = [], table()
    for name, route, view in our_views():
        permission = getattr(view, "permission", None)
        if permission is None:
            errors.append(Error(f"{route} ({name}) declares no permission", hint="Use @requires or @public.", id="lms.E001"))
        elif permission != "public" and permission not in policy:
            errors.append(Error(f"{route} asks for {permission!r}, which is not in lms/policy.py", id="lms.E002"))
    return errors


@register()
def every_state_can_be_reached(**_kwargs: Any) -> list[Error]:
    """A state that no move leads to is a hole in a table."""
    errors = []
    for machine in REGISTRY:
        missing = set(machine.states.values) - machine.reachable()
        if missing:
            errors.append(Error(f"{machine.name}: no way leads to {sorted(missing)}", id="lms.E003"))
    return errors
