"""How things are: what the checks find in each, and what slices know of how it works with people. Shown as a column, so that whoever
looks down a list sees where to begin.

A provider takes the rows of one model and answers {translation key: [sentence, …]} with as few queries as it can.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from cms.training.findings import findings_in, is_looked_at

type Provider = Callable[[Sequence[Any]], dict[uuid.UUID, list[str]]]

_PROVIDERS: dict[str, list[Provider]] = defaultdict(list)


def tells_health_of(model: Any) -> Callable[[Provider], Provider]:
    """Let a function say what is to be looked at in things of this model."""

    def keep(provider: Provider) -> Provider:
        if provider not in _PROVIDERS[model._meta.label]:
            _PROVIDERS[model._meta.label].append(provider)
        return provider

    return keep


def knows_health_of(model: Any) -> bool:
    """Whether anything is known of how things of this kind are."""
    return bool(_PROVIDERS.get(model._meta.label)) or is_looked_at(model)


def health_of(rows: Iterable[Any], model: Any) -> dict[uuid.UUID, list[str]]:
    """Everything that is to be looked at, for every row as it stands in the list."""
    listed = list(rows)
    looked = is_looked_at(model) and listed
    whole = (
        model._default_manager.select_related("locale").in_bulk([row.pk for row in listed]) if looked else {}
    )  # a list leaves long texts out
    found = {row.translation_key: [str(one) for one in findings_in(whole[row.pk])] if looked else [] for row in listed}
    for provider in _PROVIDERS.get(model._meta.label, ()) if listed else ():
        for key, said in provider(listed).items():
            found[key] += said
    return found
