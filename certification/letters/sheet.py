"""The letter as a PDF: one A4 page from the frozen words alone, with a QR code that leads to the page where it can be checked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from certification.credentials.sheet import INK, MARGIN, SOFT, WIDTH, draw_line, draw_qr, empty_sheet, plain
from certification.letters import wording
from certification.letters.freezing import page_of
from certification.letters.models import HoursLetter


def pdf(letter: HoursLetter, language: str) -> bytes:
    """The sheet in a language. Only of a signed letter."""
    assert letter.signed_at
    with translation.override(language):
        page = empty_sheet(_("Letter about hours"), author=letter.frozen["organisation"], at=letter.signed_at, language=language)
        _draw(page, letter, language)
        return bytes(page.output())


def _draw(page: Any, letter: HoursLetter, language: str) -> None:
    emblem = Path(settings.ROOT) / "lms" / "static" / "lms" / "icons" / "badge.png"
    page.image(str(emblem), x=WIDTH / 2 - 16, y=24, w=32, alt_text=_("The guiding star"))
    draw_line(page, 64, letter.frozen["organisation"], 12, SOFT)
    draw_line(page, 76, _("Letter about hours"), 24, INK, bold=True)
    draw_line(page, 98, letter.name, 20, INK, bold=True)
    page.set_xy(MARGIN, 114)
    page.set_text_color(*INK)
    for number, paragraph in enumerate(letter.text(language)["said"]):
        page.set_font("helvetica", size=12 if number == 0 else 10)
        page.multi_cell(WIDTH - 2 * MARGIN, 6.4 if number == 0 else 5.4, plain(paragraph), align="L", new_x="LMARGIN", new_y="NEXT")
        page.set_xy(MARGIN, page.get_y() + 4)
    page.set_font("helvetica", size=10)
    page.set_text_color(*SOFT)
    page.set_xy(MARGIN, 212)
    page.multi_cell(100, 5, plain(signed_by(letter)), align="L")
    page.set_xy(MARGIN, 234)
    page.multi_cell(100, 5, plain(_("Whoever is handed this letter can check it with the code, or at:")), align="L")
    page.set_xy(MARGIN, page.get_y())
    page.set_font("helvetica", size=8)
    page.multi_cell(110, 4, plain(page_of(letter, language)), align="L")
    draw_qr(page, page_of(letter, language), x=WIDTH - MARGIN - 34, y=210, size=34)


def signed_by(letter: HoursLetter) -> str:
    """Who signed it and when: by their name, for it is a letter."""
    assert letter.signed_by
    assert letter.signed_at
    words = {"name": letter.signed_by.legal_name or letter.signed_by.alias, "organisation": letter.frozen["organisation"]}
    return _("Signed by %(name)s, coordinator at %(organisation)s, on %(day)s.") % {
        **words, "day": wording.day(timezone.localdate(letter.signed_at)),
    }  # fmt: skip
