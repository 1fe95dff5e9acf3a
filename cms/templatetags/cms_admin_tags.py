"""What the admin's own templates may ask."""

from __future__ import annotations

from typing import Any

from django import template
from django.contrib.admin.utils import quote
from django.urls import reverse
from django.utils.html import format_html
from wagtail.admin.views.pages.create import CreateView as PageCreateView
from wagtail.snippets.views.snippets import CreateView as SnippetCreateView

from cms import once
from cms.training.findings import findings_in, is_looked_at
from cms.training.uses import Standing, knows_uses_of, standing_of

register = template.Library()


@register.simple_tag(takes_context=True)
def stands_in_use(context: template.Context) -> Standing | None:
    """What uses the thing that is about to be deleted or taken down, and who is under way in it; None for things no slice knows of.

    Wagtail names the thing differently on each of its pages: one of many in a list first, then the only one, then the page or object.
    """
    row = next((context.get(name) for name in ("snippet", "page") if isinstance(context.get(name), dict)), None)
    items = context.get("items")
    single = items[0] if row is None and isinstance(items, list) and len(items) == 1 else None
    thing: Any = (row or single or {}).get("item") or context.get("page") or context.get("object")
    return standing_of(thing, context["request"].user) if thing is not None and knows_uses_of(thing) else None


@register.simple_tag(takes_context=True)
def found_by_now(context: template.Context) -> dict[str, Any]:
    """What the checks find in the draft that was just saved by itself; empty for what no check looks at."""
    thing = context.get("page") or context.get("object")
    if thing is None or not thing.pk or not is_looked_at(type(thing)):
        return {}
    return {"findings": findings_in(thing.get_latest_revision_as_object())}


@register.simple_tag(takes_context=True)
def key_of_the_new(context: template.Context) -> str:
    """In the form for a new page or snippet, the key that the thing will have; nothing in any other form."""
    if not isinstance(context.get("view"), PageCreateView | SnippetCreateView):
        return ""
    request = context["request"]
    return format_html(
        '<input type="hidden" name="{}" value="{}">', once.FIELD, once.signed_key(request.user, request.POST.get(once.FIELD, ""))
    )


@register.simple_tag
def history_of(thing: Any) -> dict[str, str]:
    """Where one sees how a snippet went through approval, and the name of the address that compares two of its drafts."""
    ways = getattr(thing, "snippet_viewset", None)
    if ways is None:
        return {}
    return {
        "compare": ways.get_url_name("revisions_compare"),
        "history": reverse(ways.get_url_name("workflow_history"), args=[quote(thing.pk)]),
    }
