"""The question before a change is published. Slices that know whom a change concerns say so here; this package knows no learners."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.functional import Promise
from wagtail.models import Page


@dataclass(frozen=True)
class Choice:
    """One answer. `people` is how many it concerns; None where nobody is asked for anything."""

    value: str
    label: str | Promise
    meaning: str | Promise
    people: int | None = None


@dataclass(frozen=True)
class Question:
    """What to choose from, which answer stands already, and what is good to know: sentences, and earlier versions below them."""

    choices: Sequence[Choice]
    chosen: str
    facts: Sequence[str] = ()
    earlier: Sequence[str] = ()


class Asker(Protocol):
    """What a slice answers for one model."""

    def question(self, thing: Any, revision: Any) -> Question | None:
        """None when nobody is concerned, or no word differs: then nothing is asked."""

    def choose(self, thing: Any, revision: Any, value: str, *, by: Any) -> None:
        """Keep the answer with the revision. It takes effect when that revision, or a later one without an answer, is published."""

    def told(self, thing: Any, revision: Any) -> str:
        """The answer in a sentence, for whoever reads before it is published; "" when there is none."""


_ASKERS: dict[str, Asker] = {}


def asks_before_publishing(model: Any, asker: Asker) -> None:
    """Have this asked when somebody publishes a thing of the model, or puts it before a professional."""
    _ASKERS[model._meta.label] = asker


def asker_of(thing: Any) -> Asker | None:
    return _ASKERS.get(type(thing)._meta.label)


def question_for(thing: Any) -> Question | None:
    """What is to be asked about the newest draft of a thing."""
    asker, revision = asker_of(thing), thing.get_latest_revision() if getattr(thing, "latest_revision_id", None) else None
    return asker.question(thing, revision) if asker and revision else None


def told_of(revision: Any) -> str:
    """What was answered about a revision, in a sentence."""
    thing = specific(revision.content_object)
    asker = asker_of(thing) if thing is not None else None
    return asker.told(thing, revision) if asker else ""


def specific(thing: Any) -> Any:
    """A page as its own kind; anything else as it is."""
    return thing.specific if isinstance(thing, Page) else thing
