"""Pictures from elsewhere: which ones the house takes."""

from __future__ import annotations

PICTURES = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP", "gif": "GIF"}
MOST_PIXELS = 40_000_000
