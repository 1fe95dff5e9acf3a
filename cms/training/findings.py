"""What to look at before others do: slices say what they find in drafts, the report lists it, and the editor's form shows its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

BLIND = re.compile(
    r"^(klikk her|klik her|click here|her|here|les mer|læs mere|read more|link|lenke|denne lenken|dette link|this link)[.!:]?$", re.I
)
LINK = re.compile(r"\[([^\]\[]+)\]\([^)]*\)|<a\b[^>]*>(.*?)</a>", re.S)
TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Finding:
    """`what` is wrong in `where` (a title), in `language`; `url` leads to where it is mended."""

    where: str
    language: str
    what: str | Promise
    url: str = ""
    gaps = True


type Provider = Callable[[], Iterable[Finding]]
type Look = Callable[[Any], Iterable[str | Promise]]

_PROVIDERS: list[Provider] = []
_LOOKS: dict[str, Look] = {}


def finds(provider: Provider) -> Provider:
    """Let a function tell what it finds in everything of its kind."""
    if provider not in _PROVIDERS:
        _PROVIDERS.append(provider)
    return provider


def looks_at(model: Any) -> Callable[[Look], Look]:
    """Let a function say what is to be mended in one thing, published or not."""

    def keep(look: Look) -> Look:
        _LOOKS[model._meta.label] = look
        return look

    return keep


def findings() -> list[Finding]:
    """Everything that was found, by title."""
    return sorted((one for provider in _PROVIDERS for one in provider()), key=lambda one: (one.where, one.language))


def findings_in(thing: Any) -> list[str | Promise]:
    """What is to be mended in one thing."""
    look = _LOOKS.get(type(thing)._meta.label)
    return list(look(thing)) if look else []


def is_looked_at(model: Any) -> bool:
    """Whether a slice looks at things of this model."""
    return model._meta.label in _LOOKS


def blind_links(text: str) -> Iterator[str]:
    """The words of links that do not say where they lead, in Markdown or HTML."""
    for markdown, html in LINK.findall(text):
        words = TAG.sub("", markdown or html).strip()
        if BLIND.match(words):
            yield words


class FindingsPanel(Panel):
    """At the top of the form: what the checks found in the newest draft. Says so when there is nothing. Follows every draft that is saved by
    itself: `wagtailadmin/generic/edit_partials.html`."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/admin/findings_panel.html"

        def is_shown(self) -> bool:
            return bool(super().is_shown() and self.instance is not None)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return {**super().get_context_data(parent_context), "findings": findings_in(self.instance) if self.instance.pk else None}


def findings_panel() -> FindingsPanel:
    """The panel with its heading."""
    return FindingsPanel(heading=_("Checks"))
