"""Whose walk it is."""

from typing import Any

from courses.dialogues.models import DialogueWalk
from lms.kernel.permissions import predicate


@predicate
def walks_it(person: Any, walk: DialogueWalk) -> bool:
    return person.pk == walk.person_id
