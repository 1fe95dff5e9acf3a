"""Which learning goals are served by what. Slices say what of theirs serves goals; the sum is drawn in `courses.outline.coverage`.

A provider answers with every thing that names a goal; it is asked once for all goals, so the number of queries stays the same.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass

LESSON, QUESTION, PRACTICE = "lesson", "question", "practice"


@dataclass(frozen=True)
class Serving:
    """`what` serves the goal `goal`; `url` leads to where it is edited. `belongs` are names and keys by which a course knows it as its
    own; empty when it serves every course."""

    goal: str
    what: str
    url: str = ""
    belongs: frozenset[str | uuid.UUID] = frozenset()


type Provider = Callable[[], Iterable[Serving]]

_PROVIDERS: dict[str, list[Provider]] = {LESSON: [], QUESTION: [], PRACTICE: []}


def serves_goals(how: str) -> Callable[[Provider], Provider]:
    """Let a function tell what serves goals, as a lesson, a question or in practice."""

    def keep(provider: Provider) -> Provider:
        if provider not in _PROVIDERS[how]:
            _PROVIDERS[how].append(provider)
        return provider

    return keep


def serving() -> dict[str, list[Serving]]:
    """Everything that serves any goal, by how it does."""
    return {how: [one for provider in providers for one in provider()] for how, providers in _PROVIDERS.items()}
