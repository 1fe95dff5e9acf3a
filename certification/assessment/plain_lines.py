"""Lines of a transcript that nobody has marked, written at once: asking the template five hundred times takes three times as long.

They are what `rating.html` says of such a line, to the letter; a test lays both side by side.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import time_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from certification.assessment.worktable import LineView

LINE = (
    '<li class="tl{}" id="l{}" data-line="{}" tabindex="-1"><span class="tl-no num" aria-hidden="true">{}</span><div class="tl-text">'
    '<p class="tl-who"><b>{}</b>{}</p><p class="tl-body">{}</p></div><button class="tl-mark" type="submit" form="rubric" name="pick" '
    'value="{}" aria-pressed="false"><svg class="i" aria-hidden="true"><use href="#i-quote"/></svg><span class="vh">{}</span></button></li>'
)


def plain(line: LineView) -> SafeString:
    """The whole list item, or nothing when there is more to it than words."""
    if line.tags or line.moments or line.whispers or line.alerts or line.pause or line.now:
        return mark_safe("")
    words = mark_safe("".join(conditional_escape(piece.text) for piece in line.pieces))
    mark = _("Mark line %(no)s") % {"no": line.seq}
    numbers = [line.seq] * 3
    return format_html(LINE, " tl--me" if line.mine else "", *numbers, line.alias, _when(line.at), words, line.seq, mark)


def _when(at: datetime | None) -> SafeString:
    if at is None:
        return mark_safe("")
    here = timezone.localtime(at)
    shown = _clock(here.hour, here.minute, get_language())
    return format_html(' <time class="num" datetime="{}">{}</time>', here.isoformat(), shown)


@lru_cache(maxsize=4096)
def _clock(hour: int, minute: int, _language: str | None) -> str:
    return time_format(datetime(2000, 1, 1, hour, minute), "TIME_FORMAT")
