"""Where is this used? Slices that refer to a thing by its key say so here; Wagtail's own references are added to it.

A provider takes the rows of one model and answers {translation key: [Use, …]} with as few queries as it can. It counts people, it
never names them.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import ReferenceIndex


@dataclass(frozen=True)
class Use:
    """`what` names the thing that uses it, `how` says in what way, `url` leads there (empty for people and sums)."""

    what: str | Promise
    how: str | Promise
    url: str = ""


type Provider = Callable[[Sequence[Any]], dict[uuid.UUID, list[Use]]]

_PROVIDERS: dict[str, list[Provider]] = defaultdict(list)


def tells_use_of(*models: Any) -> Callable[[Provider], Provider]:
    """Let a function tell where things of these models are used."""

    def keep(provider: Provider) -> Provider:
        for model in models:
            if provider not in _PROVIDERS[model._meta.label]:
                _PROVIDERS[model._meta.label].append(provider)
        return provider

    return keep


def uses_of(rows: Iterable[Any], model: Any) -> dict[uuid.UUID, list[Use]]:
    """Every use that a slice knows of, for every row."""
    listed: list[Any] = list(rows)
    found: dict[uuid.UUID, list[Use]] = defaultdict(list)
    for provider in _PROVIDERS[model._meta.label] if listed else ():
        for key, uses in provider(listed).items():
            found[key] += uses
    return {row.translation_key: found[row.translation_key] for row in listed}


type Counter = Callable[[Any], Iterable[str]]

_UNDER_WAY: dict[str, list[Counter]] = defaultdict(list)
SHOWN = 8


def tells_who_is_in(*models: Any) -> Callable[[Counter], Counter]:
    """Let a function say in sentences how many people are in the middle of a thing of these models. It never names them."""

    def keep(counter: Counter) -> Counter:
        for model in models:
            if counter not in _UNDER_WAY[model._meta.label]:
                _UNDER_WAY[model._meta.label].append(counter)
        return counter

    return keep


@dataclass(frozen=True)
class Standing:
    """What depends on a thing: every use, and sentences about people who are in the middle of it."""

    uses: list[Use]
    under_way: list[str]

    @property
    def shown(self) -> list[Use]:
        return self.uses[:SHOWN]

    @property
    def more(self) -> int:
        return max(len(self.uses) - SHOWN, 0)


def knows_uses_of(thing: Any) -> bool:
    """Whether any slice tells of things of this kind."""
    label = type(thing)._meta.label
    return bool(_PROVIDERS.get(label) or _UNDER_WAY.get(label))


def standing_of(thing: Any, user: Any) -> Standing:
    """Everything that depends on one thing; Wagtail's own references as far as this person may edit them."""
    model = type(thing)
    uses = [*uses_of([thing], model)[thing.translation_key], *references_to(thing, user)]
    return Standing(uses, [line for counter in _UNDER_WAY[model._meta.label] for line in counter(thing)])


def references_to(thing: Any, user: Any) -> list[Use]:
    """What refers to this very row in Wagtail's own index, as far as this person may edit it."""
    finder = AdminURLFinder(user)
    uses = []
    for source, references in ReferenceIndex.get_references_to(thing).group_by_source_object():
        url = finder.get_edit_url(source)
        name = str(source) if url else _("(Private %(object)s)") % {"object": source._meta.verbose_name}
        uses.append(Use(name, ", ".join(str(one.describe_source_field()) for one in references), url or ""))
    return uses
