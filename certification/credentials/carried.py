"""What a file carries: a signed file as it is, or the certificate inside an emblem (SVG, PNG). Nothing is believed here yet."""

from binascii import Error as NotEncoded
from struct import error as NotPacked
from xml.parsers.expat import ExpatError
from zlib import error as NotDeflated

LARGEST = 1_000_000  # bytes
PNG = b"\x89PNG"


class NothingInside(ValueError):
    """The file is no certificate and carries none."""


def carried(raw: bytes) -> str:
    """The token or the JSON document in a file. Raises NothingInside for everything else, however broken."""
    if len(raw) > LARGEST:
        raise NothingInside
    text = _in_png(raw) if raw.startswith(PNG) else _in_svg(raw) if b"<svg" in raw[:4000] else _plain(raw)
    if not text or not text.strip():
        raise NothingInside
    return text.strip()


def _plain(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as binary:
        raise NothingInside from binary


def _in_svg(raw: bytes) -> str | None:
    from defusedxml.common import DefusedXmlException
    from openbadgeslib.baking import extract_svg

    try:
        return extract_svg(raw, element="openbadges:credential", text_fallback=True)
    except (ExpatError, DefusedXmlException, ValueError, LookupError) as broken:
        raise NothingInside from broken


def _in_png(raw: bytes) -> str | None:
    import png
    from openbadgeslib.baking import extract_png
    from openbadgeslib.errors import LibOpenBadgesException

    try:
        return extract_png(raw, LARGEST, keyword=b"openbadgecredential")
    except (png.Error, LibOpenBadgesException, NotPacked, NotDeflated, NotEncoded, ValueError, LookupError, EOFError) as broken:
        raise NothingInside from broken
