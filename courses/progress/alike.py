"""A lesson as every reader gets it who stands at the same place, with holes for what they wrote themselves."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.html import escape

from courses.outline.kept import KeptLesson
from courses.progress.queries import LessonScreen, Lines
from lms.ui.holes import hole
from lms.ui.skeletons import drawn


@dataclass(frozen=True)
class Shown:
    """What of a reader's place the page says: of dates only the day, of people nothing. The template knows it as `screen`."""

    module: dict[str, str] | None
    place: int
    total: int
    done_here: int
    next: dict[str, str | int] | None
    onwards: str
    row: dict[str, date | None] | None
    lines: dict[str, dict[str, str | bool]]  # under a question that was answered: holes for the words and their time

    @classmethod
    def of(cls, screen: LessonScreen) -> "Shown":
        module, coming, row = screen.module, screen.next, screen.row
        return cls(
            module={"title": module.title, "url": module.url} if module else None,
            place=screen.place,
            total=screen.total,
            done_here=screen.done_here,
            next={"title": coming.title, "url": coming.url, "minutes": coming.minutes} if coming else None,
            onwards=screen.onwards,
            row={"opened_at": _day(row.opened_at), "completed_at": _day(row.completed_at)} if row else None,
            lines={number: _with_holes(number, screen.lines[number]) for number in sorted(screen.lines)},
        )


def _with_holes(number: str, lines: Lines) -> dict[str, str | bool]:
    saved = hole(f"saved-{number}") if lines.saved else ""
    return {"text": hole(f"text-{number}"), "saved": saved, "shared": lines.shared, "share": lines.share}


def _in_holes(number: str, lines: Lines) -> Iterator[tuple[str, str]]:
    yield f"text-{number}", escape(lines.text)
    yield f"saved-{number}", escape(lines.saved)


def _day(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None


def lesson_alike(request: HttpRequest, kept: KeptLesson, screen: LessonScreen) -> HttpResponse | None:
    """The lesson from what was drawn for others at the same place, with one's own lines put in; None where there is more that is one's own."""
    if kept.is_walked or screen.again:
        return None
    shown = vars(Shown.of(screen))
    own = {name: words for number, lines in screen.lines.items() for name, words in _in_holes(number, lines)}
    text = drawn("courses/lesson_page.html", request, of=kept.stamped, shared={"page": kept.page}, shown={"screen": shown}, own=own)
    if text is None:
        return None
    answer = HttpResponse(text)
    add_never_cache_headers(answer)
    return answer
