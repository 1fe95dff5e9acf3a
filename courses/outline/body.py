"""A lesson's body, made ready once: what looks the same for everybody is kept for the next reader."""

import json
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.utils import translation
from django.utils.safestring import SafeString
from wagtail.blocks.stream_block import StreamValue

from courses.outline.models import LessonPage

KEPT = 256  # bodies in memory per process: three languages of eighty lessons


@dataclass(frozen=True)
class Part:
    """One block: ready `html`, or (personal blocks) its `value` for the template to finish."""

    kind: str
    id: str  # empty in the preview of a block that was never saved
    html: SafeString | None
    value: Any


def parts(page: LessonPage) -> list[Part]:
    """The blocks of a lesson in order.

    The key of the memory is the content itself and the language, so a change is never missed and nothing has to be thrown away.
    What shows files is drawn each time from the page's own values: a file can change under the same number.
    """
    kept = _parts(json.dumps(list(page.body.raw_data)), translation.get_language() or "")
    shows_files = LessonPage._meta.get_field("body").stream_block.shows_files
    return [replace(part, value=page.body[number].value) if part.kind in shows_files else part for number, part in enumerate(kept)]


@lru_cache(maxsize=KEPT)
def _parts(raw: str, _language: str) -> list[Part]:
    block = LessonPage._meta.get_field("body").stream_block
    stream: StreamValue = block.to_python(json.loads(raw))
    return [_part(child, number, block.personal) for number, child in enumerate(stream)]


def _part(child: Any, number: int, personal: frozenset[str]) -> Part:
    html = None if child.block_type in personal else child.render(context={"uid": f"b-{child.id or number}"})
    return Part(child.block_type, child.id or "", html, child.value)
