"""What is the same in every language: names and keys inside a block that a translator is never asked about.

wagtail-localize takes every short text of a block for words. A place of a dialogue that was called something else in Danish would lead
nowhere, and a translator would have to copy every key by hand.
"""

from typing import Any

from wagtail.blocks import Block


def same_everywhere[B: Block](block: B) -> B:
    """The block, copied as it stands into every translation. It stays of its own class, so no migration comes of it."""
    block.get_translatable_segments = _nothing  # type: ignore[attr-defined]
    block.restore_translated_segments = _as_it_was  # type: ignore[attr-defined]
    return block


def _nothing(_value: Any) -> list[Any]:
    return []


def _as_it_was(value: Any, _segments: Any) -> Any:
    return value
