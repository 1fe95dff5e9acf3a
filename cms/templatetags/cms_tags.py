"""What page templates may ask about other pages and about where one can join."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import get_language

from cms.markup import to_html
from cms.pages import StandardPage
from lms.people.models import Organisation, Role

register = template.Library()
BRIEF = 160  # letters a search engine shows


@register.simple_tag
def front_pages(place: str) -> list[StandardPage]:
    """Published pages the front page points to in one of its places, in the language being read, in the order of the tree."""
    return list(StandardPage.objects.live().filter(front=place, locale__language_code=get_language()).order_by("path"))


@register.simple_tag
def pages_below(page: StandardPage) -> list[StandardPage]:
    """Published pages that stand under this one."""
    return list(StandardPage.objects.live().child_of(page).order_by("path"))


@register.filter
def in_brief(page: Any) -> str:
    """What a search engine may say about a page: what the editor wrote for it, else how the page begins."""
    said = page.search_description or getattr(page, "summary", "") or getattr(page, "intro", "")
    return Truncator(" ".join(strip_tags(to_html(said)).split())).chars(BRIEF)


@register.simple_tag
def places_to_join() -> list[Organisation]:
    """Organisations that say where to write to them."""
    return list(Organisation.objects.exclude(contact_email="").order_by("name"))


@register.simple_tag(takes_context=True)
def may_edit(context: template.Context) -> bool:
    """Whether the reader writes pages here: told what still has to be checked before it is used."""
    person: Any = getattr(context.get("request"), "user", None)
    return person is not None and person.is_authenticated and person.has_role(Role.EDITOR)
