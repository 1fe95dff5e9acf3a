"""The picture of a question, as it is shown: by the number and the words that a frozen version keeps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wagtail.images import get_image_model
from wagtail.images.models import SourceImageIOError

WIDTHS = (400, 800, 1200)


def shown(picture: Mapping[str, Any]) -> dict[str, Any]:
    """The sizes to choose from, the widest last, and the words. Without sizes when the picture is gone: then the words stand alone."""
    image = get_image_model()._default_manager.filter(pk=picture["image"]).prefetch_related("renditions").first()
    drawn = {one.width: one for one in _drawn(image)} if image else {}
    sources = [{"url": one.url, "width": width} for width, one in sorted(drawn.items())]
    return {"sources": sources, "size": drawn[max(drawn)] if drawn else None, "alt": picture.get("alt") or ""}


def _drawn(image: Any) -> list[Any]:
    try:
        return list(image.get_renditions(*(f"width-{width}|format-webp" for width in WIDTHS)).values())
    except (SourceImageIOError, OSError):  # the row is there and its file is not
        return []
