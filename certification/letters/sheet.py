"""The letter as a PDF: one A4 page from the frozen words alone, with a QR code that leads to the page where it can be checked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from certification.credentials.sheet import INK, MARGIN, SOFT, WIDTH, draw_line, draw_qr, draw_text, empty_sheet
from certification.credentials.tagged import HEADING
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
    draw_line(page, 76, _("Letter about hours"), 24, INK, bold=True, role=HEADING)
    draw_line(page, 98, letter.name, 20, INK, bold=True)
    page.set_text_color(*INK)
    y = 114.0
    for number, paragraph in enumerate(letter.text(language)["said"]):
        size, leading = (12, 6.4) if number == 0 else (10, 5.4)
        y = draw_text(page, y, paragraph, size=size, leading=leading) + 4
    page.set_text_color(*SOFT)
    draw_text(page, 212, signed_by(letter), size=10, width=100, leading=5)
    below = draw_text(
        page, 234, _("Whoever is handed this letter can check it with the code, or at:"), size=10, width=100, leading=5
    )  # fmt: skip
    draw_text(page, below, page_of(letter, language), size=8, width=110, leading=4)
    leads = _("QR code that leads to the page where this letter can be checked")
    draw_qr(page, page_of(letter, language), alt=leads, x=WIDTH - MARGIN - 34, y=210, size=34)


def signed_by(letter: HoursLetter) -> str:
    """Who signed it and when: by their name, for it is a letter."""
    assert letter.signed_by
    assert letter.signed_at
    words = {"name": letter.signed_by.legal_name or letter.signed_by.alias, "organisation": letter.frozen["organisation"]}
    return _("Signed by %(name)s, coordinator at %(organisation)s, on %(day)s.") % {
        **words, "day": wording.day(timezone.localdate(letter.signed_at)),
    }  # fmt: skip
