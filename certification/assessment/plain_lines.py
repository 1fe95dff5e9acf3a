"""Lines of a transcript that nobody has marked, written at once: asking the template five hundred times takes three times as long.

They are what `rating.html` says of such a line, to the letter; a test lays both side by side. Every text goes through `escape`, the
standard library's own: Django's does the same, but asks eight times a line whether it was given a promise.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import time_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from certification.assessment.worktable import LineView

LINE = (
    '<li class="tl{me}" id="l{no}" data-line="{no}" tabindex="-1"><span class="tl-no num" aria-hidden="true">{no}</span>'
    '<div class="tl-text"><p class="tl-who"><b>{who}</b>{when}</p><p class="tl-body">{words}</p></div>'
    '<button class="tl-mark" type="submit" form="rubric" name="pick" value="{no}" aria-pressed="false"><svg class="i" aria-hidden="true">'
    '<use href="#i-quote"/></svg><span class="vh">{mark}</span></button></li>'
)


def plain(line: LineView) -> SafeString:
    """The whole list item, or nothing when there is more to it than words."""
    if line.tags or line.moments or line.whispers or line.alerts or line.pause or line.now:
        return mark_safe("")
    words = "".join(escape(piece.text) for piece in line.pieces)
    mark = escape(_("Mark line %(no)s") % {"no": line.seq})
    me = " tl--me" if line.mine else ""
    return mark_safe(LINE.format(me=me, no=int(line.seq), who=escape(line.alias), when=_when(line.at), words=words, mark=mark))


def _when(at: datetime | None) -> str:
    if at is None:
        return ""
    here = timezone.localtime(at)
    return f' <time class="num" datetime="{here.isoformat()}">{_clock(here.hour, here.minute, get_language())}</time>'


@lru_cache(maxsize=4096)
def _clock(hour: int, minute: int, _language: str | None) -> str:
    return escape(time_format(datetime(2000, 1, 1, hour, minute), "TIME_FORMAT"))
