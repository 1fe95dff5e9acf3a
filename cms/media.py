"""Pictures of pages, as Wagtail drew them. What was uploaded itself is never handed out, and documents have a door of their own."""

from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.utils._os import safe_join
from django.utils.http import http_date

from lms.kernel.permissions import public

KINDS = {
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".gif": "image/gif",
}
DAY = 24 * 3600


@public("pictures stand on pages that everybody may read")
def picture(_request: HttpRequest, path: str) -> HttpResponse:
    """One rendition. Its name changes with its content, so browsers may keep it."""
    try:
        file = Path(safe_join(settings.MEDIA_ROOT, "images", path))
    except (SuspiciousFileOperation, ValueError) as outside:
        raise Http404 from outside
    kind = KINDS.get(file.suffix.lower())
    if kind is None or not file.is_file():
        raise Http404
    answer = HttpResponse(file.read_bytes(), content_type=kind)
    answer.headers["Cache-Control"] = f"public, max-age={30 * DAY}"
    answer.headers["Last-Modified"] = http_date(file.stat().st_mtime)
    return answer
