"""Lines of a transcript that nobody has marked, written at once: asking the template five hundred times takes ten times as long.

They are what `rating.html` says of such a line, to the letter; a test lays both side by side. Every text goes through `escape`, the
standard library's own: Django's does the same, but asks eight times a line whether it was given a promise.
"""

from collections.abc import Iterable
from datetime import datetime, tzinfo
from functools import lru_cache
from html import escape

from django.utils import timezone
from django.utils.formats import time_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from certification.assessment.readings import Read

HERE = "\N{OBJECT REPLACEMENT CHARACTER}"  # stands for the number until the line is written


def plain(lines: Iterable[Read]) -> SafeString:
    """The list items of such lines."""
    before, _no, after = escape(_("Mark line %(no)s") % {"no": HERE}).partition(HERE)
    zone, language = timezone.get_current_timezone(), get_language()
    names: dict[str, str] = {}
    clock: dict[datetime | None, str] = {}
    written = []
    for no, alias, mine, body, at in lines:
        minute = at and at.replace(second=0, microsecond=0)
        if minute not in clock:
            clock[minute] = _when(minute, zone, language) if minute else ""
        if alias not in names:
            names[alias] = escape(alias)
        written.append(
            f'<li class="tl{" tl--me" if mine else ""}" id="l{no}" data-line="{no}" tabindex="-1"><span class="tl-no num" aria-hidden="true">'
            f'{no}</span><div class="tl-text"><p class="tl-who"><b>{names[alias]}</b>{clock[minute]}</p><p class="tl-body">{escape(body)}</p></div>'
            f'<button class="tl-mark" form="rubric" name="pick" value="{no}" aria-pressed="false" aria-label="{before}{no}{after}"></button></li>'
        )
    return mark_safe("".join(written))


def _when(at: datetime, zone: tzinfo, language: str | None) -> str:
    here = at.astimezone(zone)
    return f' <time class="num" datetime="{here:%Y-%m-%dT%H:%M}">{_clock(here.hour, here.minute, language)}</time>'


@lru_cache(maxsize=4096)
def _clock(hour: int, minute: int, _language: str | None) -> str:
    return escape(time_format(datetime(2000, 1, 1, hour, minute), "TIME_FORMAT"))
