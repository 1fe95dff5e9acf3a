"""The one library all component tags are registered in, and what every tag needs.

A component has a signature: keyword-only, so that a misspelt parameter stops the template when it
compiles. A value outside the allowed words stops it when it renders; nothing is guessed.
"""

from collections.abc import Collection

from django.template import Library, TemplateSyntaxError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

register = Library()


def render(name: str, /, **context: object) -> SafeString:
    """The component's template with exactly these values; nothing of the page's context leaks in."""
    return mark_safe(render_to_string(f"components/{name}.html", context).strip())


def one_of(value: str, allowed: Collection[str], *, tag: str, parameter: str = "kind") -> None:
    """Refuse a word the component does not know, naming those it does."""
    if value not in allowed:
        words = ", ".join(sorted(allowed))
        raise TemplateSyntaxError(f"{tag}: {parameter}={value!r} is none of: {words}")
