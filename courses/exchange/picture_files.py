"""Pictures from elsewhere: which ones the house takes, judged by what is in them, and the shelf they are put on."""

from __future__ import annotations

import hashlib
import warnings
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.utils.translation import gettext as _
from PIL import Image as Pillow
from wagtail.images import get_image_model

PICTURES = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP", "gif": "GIF"}
ENDINGS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "GIF": "gif"}
MOST_PIXELS = 40_000_000
MOST_PIXELS_FOREIGN = 20_000_000  # drawn out whole, to see that nothing is missing: eighty megabytes


def fingerprint_of(content: bytes) -> str:
    """As Wagtail names files."""
    return hashlib.sha1(content, usedforsecurity=False).hexdigest()


def ending_of(content: bytes) -> str:
    """The ending a picture should have by what is in it. Raises ValueError, with the reason, for what is not taken: something else than
    JPEG, PNG, WebP or GIF, too heavy, too many pixels, or broken."""
    if len(content) > settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE:
        raise ValueError(_("larger than %(mb)s MB") % {"mb": settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE // 1_048_576})
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Pillow.DecompressionBombWarning)  # the next line judges it
            picture = Pillow.open(BytesIO(content), formats=list(ENDINGS))
    except Pillow.DecompressionBombError as wrong:
        raise ValueError(_("too many pixels")) from wrong
    except Exception as wrong:  # Pillow raises what its decoders raise
        raise ValueError(_("not a JPEG, PNG, WebP or GIF")) from wrong
    with picture:
        if picture.width * picture.height > MOST_PIXELS_FOREIGN:
            raise ValueError(_("too many pixels"))
        try:
            picture.load()
        except Exception as wrong:
            raise ValueError(_("broken")) from wrong
        return ENDINGS[str(picture.format)]


def picture_on_the_shelf(content: bytes, name: str, *, by: Any) -> int:
    """The picture with this content: the one that is there, or a new one. `content` was judged."""
    model, fingerprint = get_image_model(), fingerprint_of(content)
    there = model._default_manager.filter(file_hash=fingerprint).order_by("pk").values_list("pk", flat=True).first()
    if there is not None:
        return int(there)
    file = ImageFile(ContentFile(content), name=name)
    kept = model(title=Path(name).stem[:100] or "picture", file=file, file_hash=fingerprint, file_size=len(content), uploaded_by_user=by)
    kept.save()
    return int(kept.pk)
