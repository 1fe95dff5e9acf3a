"""Pictures of pages, as Wagtail drew them, and the films, sounds and papers that stand in them.

What was uploaded as a picture is never handed out itself. The admin's own door to documents asks for a signed-in person.
"""

import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.handlers.asgi import ASGIRequest
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils._os import safe_join
from django.utils.crypto import constant_time_compare
from django.utils.http import http_date
from wagtail.documents import get_document_model

from cms.documents import FINGERPRINT
from cms.file_kinds import KINDS as FILES
from cms.file_kinds import PAPER, extension_of
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
PIECE = 1024 * 1024  # bytes of one answer to a player, which asks for the next by itself
SPOON = 64 * 1024
RANGE = re.compile(r"^bytes=(\d*)-(\d*)$")


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


@public("lessons that are open to everybody have films too; only who has read the page knows the address")
def file(request: HttpRequest, pk: int, fingerprint: str, name: str) -> HttpResponseBase:
    """A document of a page: whole, or the piece a player asks for. 404 for another name, another fingerprint, another kind."""
    document = get_document_model().objects.filter(pk=pk).first()
    kind = FILES.get(extension_of(name))
    known = document is not None and len(fingerprint) == FINGERPRINT and document.filename == name
    if not known or kind is None or not constant_time_compare(document.get_file_hash()[:FINGERPRINT], fingerprint):
        raise Http404
    path = Path(document.file.path)
    if not path.is_file():
        raise Http404
    size = path.stat().st_size
    piece = _asked(request.headers.get("Range", ""), size)
    if piece is None:
        answer: HttpResponseBase = _whole(request, path, size)
    elif piece[0] >= size:
        answer = HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    else:
        start, end = piece
        answer = HttpResponse(_piece(path, start, end), status=206, headers={"Content-Range": f"bytes {start}-{end - 1}/{size}"})
    answer.headers["Content-Type"] = kind.type
    answer.headers["Accept-Ranges"] = "bytes"
    answer.headers["Cache-Control"] = f"public, max-age={30 * DAY}, immutable"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    if kind.family == PAPER:
        answer.headers["Content-Disposition"] = "attachment"
    return answer


def _asked(header: str, size: int) -> tuple[int, int] | None:
    """The piece from–to (not included) of a Range header, at most PIECE long; None for no header, or one we do not understand."""
    found = RANGE.match(header)
    if not found or found[1] == found[2] == "":
        return None
    if not found[1]:  # the last so many
        return max(0, size - min(int(found[2]), PIECE)), size
    start = int(found[1])
    if found[2] and int(found[2]) < start:
        return None
    return start, min(int(found[2]) + 1 if found[2] else size, size, start + PIECE)


def _piece(path: Path, start: int, end: int) -> bytes:
    with path.open("rb") as opened:
        opened.seek(start)
        return opened.read(end - start)


def _whole(request: HttpRequest, path: Path, size: int) -> HttpResponseBase:
    """Spoon by spoon: a film never stands in memory as a whole."""
    length = {"Content-Length": str(size)}
    if isinstance(request, ASGIRequest):
        return StreamingHttpResponse(_spoons_later(path), headers=length)
    return StreamingHttpResponse(_spoons(path), headers=length)


def _spoons(path: Path) -> Iterator[bytes]:
    with path.open("rb") as opened:
        while spoon := opened.read(SPOON):
            yield spoon


async def _spoons_later(path: Path) -> AsyncIterator[bytes]:
    for spoon in _spoons(path):
        yield spoon
