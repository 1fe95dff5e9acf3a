"""Formatted text (Wagtail's rich text) in a package: the few tags it has, one element on each line, links to pages by their keys.

In a page `<a linktype="page" id="7">`; in a package `<a href="page:KEY">`, where KEY is a lesson's key or a translation key.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

import nh3

TAGS = {"p", "h2", "h3", "b", "i", "ul", "ol", "li", "a", "br"}
SCHEMES = {"https", "http", "mailto", "tel", "page"}
_TAG = re.compile(r"<\s*([a-z0-9]+)", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*\n\s*")
_KEPT_LINK = re.compile(r"<a\b[^>]*>")
_NUMBER = re.compile(r'\bid="(\d+)"')
_PAGE = re.compile(r'<a href="page:([^"]+)">')
_ENDS = re.compile(r"(</(?:p|h2|h3|li|ul|ol)>|<(?:ul|ol)>)(?!\n|$)")


def refused(html: str) -> str:
    """The first tag that formatted text does not have, or ""."""
    return next((f"<{tag.lower()}>" for tag in _TAG.findall(html) if tag.lower() not in TAGS), "")


def clean(html: str) -> str:
    return nh3.clean(html, tags=TAGS, attributes={"a": {"href"}}, url_schemes=SCHEMES, link_rel=None, strip_comments=True)


def joined(text: str) -> str:
    """The HTML of a page from the lines of a package; links to pages keep their keys."""
    return clean(_BETWEEN.sub("", text))


def lines(html: str, key_of_page: Callable[[int], str]) -> str:
    """The lines of a package from the HTML of a page. A link to a page that is gone becomes its words."""

    def link(found: re.Match[str]) -> str:
        number = _NUMBER.search(found[0])
        if 'linktype="page"' not in found[0] or not number:
            return found[0]
        return f'<a href="page:{escape(key_of_page(int(number[1])) or "gone")}">'

    return _ENDS.sub(r"\1\n", clean(_KEPT_LINK.sub(link, " ".join(html.split())))).strip()


def page_keys(html: str) -> list[str]:
    """The keys of the pages it links to."""
    return _PAGE.findall(html)


def with_pages(html: str, page_of: Callable[[str], int | None]) -> str:
    """Links to pages as Wagtail keeps them; one that leads nowhere keeps its key, which shows as an ordinary dead link."""

    def link(found: re.Match[str]) -> str:
        number = page_of(found[1])
        return f'<a linktype="page" id="{number}">' if number else found[0]

    return _PAGE.sub(link, html)
