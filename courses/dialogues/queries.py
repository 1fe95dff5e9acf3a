"""Reading: which dialogues there are, and one's own walk as it looks on the page."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils import translation

from courses.dialogues import rules
from courses.dialogues.models import Dialogue, DialogueWalk
from lms.people.models import Person


@dataclass(frozen=True)
class Offer:
    """One dialogue in the list, and how far one is: new, begun or ended."""

    dialogue: Dialogue
    state: str


@dataclass(frozen=True)
class Exchange:
    """What the other wrote, what one answered, and what it did. The last one on the page has no answer yet."""

    place: str
    bubbles: list[str]
    answer: str = ""
    feedback: str = ""


@dataclass(frozen=True)
class Screen:
    """A walk as it is shown, in the reader's language."""

    walk: DialogueWalk
    text: dict[str, Any]
    past: list[Exchange]
    now: Exchange
    replies: list[tuple[int, str]]
    end: dict[str, str] | None


@dataclass(frozen=True)
class Here:
    """A dialogue inside a lesson; `screen` is None before it is begun."""

    dialogue: Dialogue
    screen: Screen | None


def offers(person: Person) -> list[Offer]:
    """Every published dialogue in the reader's language. Two queries, however many."""
    walks = {
        walk.dialogue_key: walk for walk in DialogueWalk.objects.visible_to(person).filter(left_at=None).only("dialogue_key", "ended_at")
    }
    found = Dialogue.objects.in_language(translation.get_language() or "nb")
    return [Offer(one, _state(walks.get(one.translation_key))) for one in found]


def _state(walk: DialogueWalk | None) -> str:
    if walk is None:
        return "new"
    return "ended" if walk.ended_at else "begun"


def find(key: uuid.UUID) -> Dialogue:
    """A published dialogue in the reader's language; Http404 when there is none."""
    found = _in_language(Dialogue.objects.filter(translation_key=key))
    if found is None:
        raise Http404
    return found


def here(person: Person | None, slug: str) -> Here | None:
    """A dialogue as a lesson shows it, in the active language, with one's own walk; None when it is not published. Two queries."""
    found = _in_language(Dialogue.objects.filter(slug=slug))
    if found is None:
        return None
    walk = walk_of(person, found.translation_key) if person else None
    return Here(found, screen(walk) if walk else None)


def _in_language(dialogues: QuerySet[Dialogue]) -> Dialogue | None:
    """The published one in the reader's language, else in the source language, else in any."""
    language = translation.get_language() or "nb"
    family = {one.locale.language_code: one for one in dialogues.filter(live=True).select_related("locale")}
    return family.get(language) or family.get("nb") or next(iter(family.values()), None)


def walk_of(person: Person, key: uuid.UUID) -> DialogueWalk | None:
    """The walk one is on, or has just ended."""
    return DialogueWalk.objects.visible_to(person).filter(dialogue_key=key, left_at=None).select_related("version").first()


def screen(walk: DialogueWalk) -> Screen:
    """The walk from its beginning to where it stands, in the active language."""
    text = walk.version.text()
    nodes = {node["key"]: node for node in text["nodes"]}
    past = []
    for place, number in walk.path:
        reply = nodes[place]["replies"][number]
        past.append(Exchange(place, rules.bubbles(nodes[place]["says"]), reply["text"], reply["feedback"]))
    node = nodes[walk.place]
    replies = [(number, reply["text"]) for number, reply in enumerate(node["replies"])]
    return Screen(walk, text, past, Exchange(walk.place, rules.bubbles(node["says"])), replies, node["end"])
