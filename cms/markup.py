"""Markdown that editors write becomes HTML that cannot do harm.

Markdown lets raw HTML through, so the result is cleaned afterwards: no scripts, no styles, no pictures from elsewhere, no links
but web, mail and telephone. Pictures have a block of their own.
"""

import xml.etree.ElementTree as etree
from functools import lru_cache

import markdown
import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

TAGS = {
    "p", "br", "hr", "h2", "h3", "h4", "strong", "em", "code", "pre", "blockquote", "ul", "ol", "li", "dl", "dt", "dd", "a",
    "table", "thead", "tbody", "tr", "th", "td", "sup", "sub", "abbr",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "abbr": {"title"}, "ol": {"start"}}
GONE_WITH_CONTENT = {"script", "style", "template", "svg", "math", "iframe", "object", "noscript", "textarea", "title"}
SCHEMES = {"https", "http", "mailto", "tel"}


class _NoFirstHeading(Treeprocessor):
    """The page has its own first heading: `#` becomes `##`."""

    def run(self, root: etree.Element) -> None:
        for heading in root.iter("h1"):
            heading.tag = "h2"


class _House(Extension):
    def extendMarkdown(self, md: markdown.Markdown) -> None:
        md.treeprocessors.register(_NoFirstHeading(md), "no_first_heading", 1)


@lru_cache(maxsize=1024)
def to_html(text: str) -> SafeString:
    """Clean HTML of a Markdown text. The same text is only worked on once per process."""
    html = markdown.markdown(text, extensions=["tables", "def_list", "sane_lists", _House()], output_format="html")
    return mark_safe(clean(html))


def clean(html: str) -> str:
    """Only what stands in TAGS and ATTRIBUTES survives."""
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        clean_content_tags=GONE_WITH_CONTENT,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer",
        strip_comments=True,
    )
