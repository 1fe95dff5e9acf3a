"""A QR code as the inside of an SVG: one rectangle, one path, colours from the style sheet."""

from functools import lru_cache

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString

QUIET = 2  # modules of white around it, inside the picture


def qr(text: str, *, label: str) -> SafeString:
    """An `<svg class="qr">` that any phone reads; `label` says what it leads to."""
    size, runs = _drawn(text)
    return format_html(
        '<svg class="qr" viewBox="-{q} -{q} {size} {size}" role="img" aria-label="{label}" shape-rendering="crispEdges">'
        '<rect class="qr-bg" x="-{q}" y="-{q}" width="{size}" height="{size}" rx="1"/><path class="qr-fg" d="{runs}"/></svg>',
        q=QUIET, size=size, label=label, runs=runs,
    )  # fmt: skip


@lru_cache(maxsize=256)
def _drawn(text: str) -> tuple[int, str]:
    """Side and path of the code. Kept: choosing its mask costs more than the rest of the page, and a link never changes its code."""
    rows = segno.make(text, error="m", micro=False).matrix
    return len(rows) + 2 * QUIET, "".join(_runs(number, row) for number, row in enumerate(rows))


def _runs(y: int, row: bytearray | bytes) -> str:
    """The dark stretches of one row as path data."""
    out, x = [], 0
    while x < len(row):
        start = x
        while x < len(row) and row[x]:
            x += 1
        if x > start:
            out.append(f"M{start} {y}h{x - start}v1h-{x - start}z")
        x += 1
    return "".join(out)
