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
LINE = (
    '<li class="tl{me}" id="l{no}" data-line="{no}" tabindex="-1"><span class="tl-no num" aria-hidden="true">{no}</span>'
    '<div class="tl-text"><p class="tl-who"><b>{who}</b>{when}</p><p class="tl-body">{words}</p></div>'
    '<button class="tl-mark" form="rubric" name="pick" value="{no}" aria-pressed="false" aria-label="{mark}"></button></li>'
)


def plain(lines: Iterable[Read]) -> SafeString:
    """The list items of such lines."""
    mark, language = escape(_("Mark line %(no)s") % {"no": HERE}), get_language()
    shapes = {mine: LINE.replace("{mark}", mark.replace(HERE, "{no}")).replace("{me}", " tl--me" if mine else "") for mine in (True, False)}
    zone = timezone.get_current_timezone()
    names: dict[str, str] = {}
    return mark_safe(
        "".join(
            shapes[line.mine].format(
                no=line.seq, who=names.get(line.alias) or names.setdefault(line.alias, escape(line.alias)),
                when=_when(line.at, zone, language), words=escape(line.body),
            )
            for line in lines
        )
    )  # fmt: skip


def _when(at: datetime | None, zone: tzinfo, language: str | None) -> str:
    if at is None:
        return ""
    here = at.astimezone(zone)
    return f' <time class="num" datetime="{here.isoformat()}">{_clock(here.hour, here.minute, language)}</time>'


@lru_cache(maxsize=4096)
def _clock(hour: int, minute: int, _language: str | None) -> str:
    return escape(time_format(datetime(2000, 1, 1, hour, minute), "TIME_FORMAT"))
