"""Where dialogues stand in lessons, and who is walking them, for the lists of the admin and before one is taken down."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.training.families import edit_url, heads
from cms.training.uses import Use, tells_use_of, tells_who_is_in
from courses.dialogues.models import Dialogue, DialogueWalk
from courses.outline.models import LessonPage


@tells_use_of(Dialogue)
def lessons_that_show(rows: Sequence[Any]) -> dict[uuid.UUID, list[Use]]:
    """Every lesson with a block that names one of these. One query, however many are asked about."""
    keys = {row.slug: row.translation_key for row in rows}
    found: dict[uuid.UUID, list[Use]] = defaultdict(list)
    for pk, title, body in heads(LessonPage.objects.all()).order_by("path").values_list("pk", "title", "body"):
        for slug in {block["value"].get("dialogue") for block in body.raw_data if block["type"] == "dialogue"} & keys.keys():
            found[keys[slug]].append(Use(title, _("shown in the lesson"), edit_url(LessonPage, pk)))
    return found


@tells_who_is_in(Dialogue)
def people_walking(dialogue: Dialogue) -> Iterator[str]:
    """Who has begun and not come to an end."""
    walks = DialogueWalk.objects.filter(dialogue_key=dialogue.translation_key, ended_at=None, left_at=None, person__is_active=True)
    if n := walks.count():
        said = ngettext("%(n)s person has begun it and not come to an end.", "%(n)s people have begun it and not come to an end.", n)
        yield said % {"n": n}
