"""Walking a dialogue: begin, answer, one step back, begin anew."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.dialogues.models import Dialogue, DialogueWalk
from lms.kernel.errors import IllegalTransition, Invalid
from lms.kernel.permissions import demand
from lms.people.models import Person

MOVED_ON = _("You have gone on in another tab. This is where you are now.")
LONGEST_WAY = 200  # a dialogue may lead in circles; nobody walks them for ever


def begin(dialogue: Dialogue, *, by: Person) -> DialogueWalk:
    """The walk one is on, or a new one at the first place. Two at once make one."""
    demand(by, "dialogues.practise", dialogue)
    mine = DialogueWalk.objects.filter(person=by, dialogue_key=dialogue.translation_key, left_at=None)
    if walk := mine.select_related("version").first():
        return walk
    version = dialogue.freeze()
    try:
        with transaction.atomic():
            first = version.text()["nodes"][0]["key"]
            return DialogueWalk.objects.create(person=by, dialogue_key=dialogue.translation_key, version=version, place=first)
    except IntegrityError:
        return mine.select_related("version").get()


def answer(walk: DialogueWalk, *, place: str, reply: int, by: Person) -> DialogueWalk:
    """Choose a reply at a place. The same choice again changes nothing.

    Refuses when one has gone on meanwhile, or there is no such reply.
    """
    demand(by, "dialogues.walk", walk)
    if walk.path and walk.path[-1] == [place, reply]:
        return walk
    if place != walk.place:
        raise IllegalTransition(MOVED_ON, code="moved_on")
    node = _node(walk, place)
    if not 0 <= reply < len(node["replies"]):
        raise Invalid()
    if len(walk.path) >= LONGEST_WAY:
        raise Invalid(_("This has become a long walk. Start again, and try something else."), code="long")
    to = node["replies"][reply]["to"]
    ends = _node(walk, to)["end"] is not None
    return _go(walk, place=to, path=[*walk.path, [place, reply]], ended_at=timezone.now() if ends else None)


def step_back(walk: DialogueWalk, *, by: Person) -> DialogueWalk:
    """Back to the place before, to try another reply there. At the beginning nothing happens."""
    demand(by, "dialogues.walk", walk)
    if not walk.path:
        return walk
    return _go(walk, place=walk.path[-1][0], path=walk.path[:-1], ended_at=None)


@transaction.atomic
def begin_anew(dialogue: Dialogue, *, by: Person) -> DialogueWalk:
    """From the beginning, on the dialogue as it is published now."""
    demand(by, "dialogues.practise", dialogue)
    DialogueWalk.objects.filter(person=by, dialogue_key=dialogue.translation_key, left_at=None).update(left_at=timezone.now())
    return begin(dialogue, by=by)


def _go(walk: DialogueWalk, **changes: Any) -> DialogueWalk:
    """Claim the walk where one stands; somebody faster (another tab) wins."""
    here = DialogueWalk.objects.filter(pk=walk.pk, place=walk.place, path=walk.path, left_at=None)
    if not here.update(changed_at=timezone.now(), **changes):
        raise IllegalTransition(MOVED_ON, code="moved_on")
    for name, value in changes.items():
        setattr(walk, name, value)
    return walk


def _node(walk: DialogueWalk, key: str) -> dict[str, Any]:
    return next(node for node in walk.version.text()["nodes"] if node["key"] == key)
