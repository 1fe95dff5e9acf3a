"""How much supervision comes with a certificate: which levels a programme knows, what each says there, and which one is proposed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils import translation
from django.utils.translation import gettext_lazy as _


class Level(models.IntegerChoices):
    """How much supervision comes with the certificate. No level means alone.

    Each says by itself what it means: whoever reads a certificate has no list of the others beside it.
    """

    LEARNING = 0, _("Learns, and takes no live chats yet")
    OBSERVES = 1, _("Watches live chats without taking part")
    READ_ALONG = 2, _("Takes live chats while a supervisor reads along and can take over")
    ON_SHIFT = 3, _("Takes live chats while a professional is on shift and can be reached")
    MENTOR = 4, _("Takes live chats while a professional is on shift, and guides newer chat hosts")
    LEADS = 5, _("Leads a shift and is there for the chat hosts on it")


def level_choices() -> list[tuple[int, str]]:
    """For forms and fields: a callable, so that better words need no migration."""
    return [(level.value, f"{level.value}. {level.label}") for level in Level]


def known(rules: Mapping[str, Any]) -> tuple[int, ...]:
    """The levels that a certificate of this programme can have, from the frozen rules; all when the programme names none."""
    return tuple(rules.get("decision", {}).get("levels") or Level.values)


def proposed(rules: Mapping[str, Any]) -> int:
    """The level that a proposal begins with."""
    return int(rules.get("decision", {}).get("level", Level.ON_SHIFT))


def words(version: Any, level: int, language: str | None = None) -> str:
    """What a level says in this programme, in one language (the page's): its own words, or those of the house."""
    language = language or translation.get_language()
    own = version.text(language).get("levels", {}).get(str(level))
    if own:
        return str(own)
    with translation.override(language):
        return str(Level(level).label)


def wrong(rules: Mapping[str, Any]) -> str:
    """What is wrong with the levels of a programme: `doubled`, `unknown` when the proposed one is not among them, or ""."""
    named = rules.get("decision", {}).get("levels") or []
    if len(set(named)) != len(named):
        return "doubled"
    return "" if proposed(rules) in known(rules) else "unknown"
