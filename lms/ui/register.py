"""The one library all component tags are registered in, and what every tag needs.

A component has a signature: keyword-only, so that a misspelt parameter stops the template when it
compiles. A value outside the allowed words stops it when it renders; nothing is guessed.
"""

from collections.abc import Collection, Hashable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from django.template import Library, TemplateSyntaxError
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

register = Library()
PLAIN = (int, bool, float, date, type(None))


def render(name: str, /, **context: object) -> SafeString:
    """The component's template with exactly these values; nothing of the page's context leaks in."""
    return mark_safe(render_to_string(f"components/{name}.html", context).strip())


def render_kept(name: str, /, **context: object) -> SafeString:
    """As `render`, for what stands on every page and is the same for the same values: menu, foot, buttons, icons.

    The newest thousand are kept in the process, so never for what people write. Values are plain: words, numbers, lists and mappings
    of those. One that is not is drawn anew each time.
    """
    try:
        return _kept(name, get_language(), frozen(context))
    except Unfrozen:
        return render(name, **context)


class Unfrozen(Exception):
    """A value that cannot be part of a key."""


@lru_cache(maxsize=1000)
def _kept(name: str, _language: str | None, values: Hashable) -> SafeString:
    return render(name, **_thawed(values))


def frozen(value: Any) -> Hashable:
    """A key that says all there is to say about a value. Safe and plain text, true and one are different things."""
    kind = value.__class__  # of what a lazy object stands for
    if kind in (str, SafeString):
        return (kind, kind(value))
    if kind is dict:
        return (dict, tuple([(key, frozen(one)) for key, one in value.items()]))
    if kind in (list, tuple):
        return (tuple, tuple([frozen(one) for one in value]))
    if kind in PLAIN:
        return (kind, value)
    if isinstance(value, Promise):
        return (str, str(value))
    if isinstance(value, Mapping):
        return frozen(dict(value))
    raise Unfrozen


def _thawed(frozen: Any) -> Any:
    kind, value = frozen
    if kind is tuple:
        return [_thawed(one) for one in value]
    return {key: _thawed(one) for key, one in value} if kind is dict else value


def one_of(value: str, allowed: Collection[str], *, tag: str, parameter: str = "kind") -> None:
    """Refuse a word the component does not know, naming those it does."""
    if value not in allowed:
        words = ", ".join(sorted(allowed))
        raise TemplateSyntaxError(f"{tag}: {parameter}={value!r} is none of: {words}")
