"""The certificate as a PDF: one A4 page from the frozen words alone, tagged with its language, with a QR code that leads to its page."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import segno
from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from certification.credentials import badge, wording
from certification.credentials.models import Certificate
from certification.credentials.tagged import FIGURE, HEADING, LINE, decoration, part, speaks

INK, SOFT, PAPER = (26, 42, 63), (84, 98, 118), (250, 245, 236)
WIDTH, MARGIN = 210.0, 24.0  # millimetres
CRITERIA_LINES = 10
TAGS = {"nb": "nb-NO", "da": "da-DK", "en": "en-GB"}


def pdf(certificate: Certificate, language: str) -> bytes:
    """The sheet in a language. Letters outside the built-in fonts (Latin-1) are drawn with the closest one there is.

    Bears the holder's name as they gave it, like the sheet on the screen: it is their own to hand on.
    """
    with translation.override(language):
        title = f"{_('Certificate')}: {certificate.text()['achievement']}"
        page = empty_sheet(title, author=certificate.frozen["organisation"], at=certificate.issued_at, language=language)
        _draw(page, certificate)
        return bytes(page.output())


def empty_sheet(title: str, *, author: str, at: datetime, language: str) -> Any:
    """One A4 page in our paper's colour, tagged with its language, to draw on; `at` is when it was signed."""
    from fpdf import FPDF  # large, and hardly ever needed

    page = FPDF(format="A4", unit="mm")
    speaks(page, TAGS.get(language, language))
    page.set_title(plain(title))
    page.set_author(plain(author))
    page.set_creation_date(at)
    page.set_auto_page_break(auto=False)
    page.add_page()
    page.set_fill_color(*PAPER)
    with decoration(page):
        page.rect(0, 0, 210, 297, style="F")
    return page


def plain(text: str) -> str:
    """The text in the letters the built-in fonts have."""
    return text.replace("–", "-").replace("’", "'").replace("“", '"').replace("”", '"').encode("latin-1", "replace").decode("latin-1")


def _draw(page: Any, certificate: Certificate) -> None:
    text = certificate.text()
    emblem = Path(settings.ROOT) / "lms" / "static" / "lms" / "icons" / "badge.png"
    page.image(str(emblem), x=WIDTH / 2 - 24, y=26, w=48, alt_text=_("The guiding star"))
    draw_line(page, 86, certificate.frozen["organisation"], 12, SOFT)
    draw_line(page, 98, certificate.name or certificate.spaced_code, 28, INK, bold=True, role=HEADING)
    draw_line(page, 114, _("is a certified %(title)s") % {"title": wording.title_in_sentence(certificate)}, 16, INK)
    level = _("Level %(level)s: %(words)s") % {"level": certificate.level, "words": text["level"]}
    draw_line(page, 125, level, 12, SOFT)
    for number, one in enumerate(_that_fit(text["criteria"])):
        draw_line(page, 142 + 6 * number, one, 10, INK)
    _fact(page, 212, _("Given"), date.fromisoformat(certificate.frozen["issued_on"]), x=MARGIN)
    _fact(page, 212, _("Valid until"), certificate.valid_until, x=MARGIN + 52)
    leads = _("QR code that leads to the page that confirms this certificate")
    draw_qr(page, badge.page_of(certificate), alt=leads, x=WIDTH - MARGIN - 34, y=206, size=34)
    page.set_xy(WIDTH - MARGIN - 44, 242)
    page.set_font("helvetica", size=10)
    with part(page):
        page.cell(54, 5, plain(certificate.spaced_code), align="C", link=badge.page_of(certificate))
    page.set_text_color(*SOFT)
    draw_text(page, 228, wording.signed_by(certificate), size=9, width=100)
    draw_text(page, 258, wording.is_not(), size=9)


def _that_fit(criteria: list[str]) -> list[str]:
    """As many as the sheet has lines for; when there are more, the last line says so and where they stand."""
    if len(criteria) <= CRITERIA_LINES:
        return criteria
    left = len(criteria) - CRITERIA_LINES + 1
    words = ngettext("and %(n)s more, on the page behind the code", "and %(n)s more, on the page behind the code", left) % {"n": left}
    return [*criteria[: CRITERIA_LINES - 1], words]


def draw_text(page: Any, y: float, text: str, *, size: float, width: float = WIDTH - 2 * MARGIN, leading: float = 4.6) -> float:
    """A paragraph from the left margin, in the colour at hand; where it ends."""
    page.set_xy(MARGIN, y)
    page.set_font("helvetica", size=size)
    with part(page):
        page.multi_cell(width, leading, plain(text), align="L", new_x="LMARGIN", new_y="NEXT")
    return float(page.get_y())


def draw_line(page: Any, y: float, text: str, size: int, ink: tuple[int, int, int], *, bold: bool = False, role: str = LINE) -> None:
    """One centred line, made smaller until it fits."""
    page.set_text_color(*ink)
    words = plain(text)
    for points in range(size, 7, -1):
        page.set_font("helvetica", style="B" if bold else "", size=points)
        if page.get_string_width(words) <= WIDTH - 2 * MARGIN:
            break
    page.set_xy(MARGIN, y)
    with part(page, role):
        page.cell(WIDTH - 2 * MARGIN, 8, words, align="C")


def _fact(page: Any, y: float, name: str, day: date, *, x: float) -> None:
    page.set_xy(x, y)
    page.set_text_color(*SOFT)
    page.set_font("helvetica", size=9)
    with part(page):
        page.cell(50, 5, plain(name))
        page.set_xy(x, y + 5)
        page.set_text_color(*INK)
        page.set_font("helvetica", style="B", size=11)
        page.cell(50, 6, plain(date_format(day, "DATE_FORMAT")))


def draw_qr(page: Any, link: str, *, alt: str, x: float, y: float, size: float) -> None:
    """Drawn as squares: no picture to blur, and a link for those who read on a screen."""
    code = segno.make(link, error="m")
    rows = [list(row) for row in code.matrix_iter(border=0)]
    side = size / len(rows)
    with part(page, FIGURE, alt=plain(alt)):
        page.set_fill_color(255, 255, 255)
        page.rect(x - 2, y - 2, size + 4, size + 4, style="F")
        page.set_fill_color(*INK)
        for down, row in enumerate(rows):
            for along, dark in enumerate(row):
                if dark:
                    page.rect(x + along * side, y + down * side, side + 0.02, side + 0.02, style="F")
    page.link(x, y, size, size, link)
