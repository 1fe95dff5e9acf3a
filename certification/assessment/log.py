"""The transcript as the rating screen shows it: what nobody has marked in one go, and line by line where there is more to say."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from certification.assessment import rules
from certification.assessment.models import Quote
from certification.assessment.plain_lines import plain
from certification.assessment.readings import Read, Reading

PAUSE = timedelta(minutes=3)
Label = dict[str, str]  # text, crit, kind


@dataclass(frozen=True)
class Piece:
    """A stretch of a line: its text and the marks that cover it."""

    text: str
    css: str = ""


@dataclass(frozen=True)
class LineView:
    """One line with everything that stands at it."""

    seq: int
    alias: str
    mine: bool  # the trainee's
    at: datetime | None
    pieces: list[Piece]
    tags: list[Label]
    now: bool  # a mark of the open criterion is on it
    pause: str = ""
    moments: list[str] = field(default_factory=list)
    whispers: list[str] = field(default_factory=list)
    alerts: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Stretch:
    """A piece of the log: one line for the template, or many plain ones that are written already."""

    line: LineView | None = None
    written: SafeString | None = None


class Log:
    """`marks` are the quotes to show, each with what it is called at its line."""

    def __init__(self, reading: Reading, marks: Iterable[tuple[Quote, Label]], *, open_at: str = "") -> None:
        self.reading, self.open_at = reading, open_at
        self._marks: dict[int, list[tuple[Quote, Label]]] = {}
        for quote, label in marks:
            self._marks.setdefault(quote.seq, []).append((quote, label))

    def __len__(self) -> int:
        return len(self.reading.lines)

    def stretches(self, *, picked: int = 0) -> list[Stretch]:
        """Everything in its order; the picked line always by itself."""
        found: list[Stretch] = []
        together: list[Read] = []
        for line in self.reading.lines:
            if line.seq != picked and self._is_plain(line.seq):
                together.append(line)
                continue
            if together:
                found.append(Stretch(written=plain(together)))
                together = []
            found.append(Stretch(line=self._view(line)))
        return [*found, Stretch(written=plain(together))] if together else found

    def views(self, numbers: Iterable[int]) -> list[LineView]:
        """The lines of these numbers, as far as there are such."""
        wanted = set(numbers)
        return [self._view(line) for line in self.reading.lines if line.seq in wanted]

    def _is_plain(self, seq: int) -> bool:
        """Whether nothing but words stands there."""
        return seq not in self._apart

    @cached_property
    def _apart(self) -> set[int]:
        reading = self.reading
        return {*self._marks, *reading.moments, *reading.whispers, *reading.alerts, *self._pauses}

    @cached_property
    def _pauses(self) -> dict[int, str]:
        """The lines before which somebody let the other wait."""
        return pauses(self.reading.lines)

    def _view(self, line: Read) -> LineView:
        marks = self._marks.get(line.seq, [])
        labels = [label for _quote, label in marks]
        pieces = []
        for text, covered in rules.segments(line.body, [(quote.start, quote.end) for quote, _label in marks]):
            kinds = " ".join(sorted({f"q--{labels[n]['kind']}" for n in covered}))
            pieces.append(Piece(text, f"q {kinds}" if covered else ""))
        return LineView(
            line.seq, line.alias, line.mine, line.at, pieces,
            tags=list({label["text"]: label for label in labels}.values()),
            now=bool(self.open_at) and self.open_at in {label["crit"] for label in labels},
            pause=self._pauses.get(line.seq, ""),
            moments=self.reading.moments.get(line.seq, []),
            whispers=self.reading.whispers.get(line.seq, []),
            alerts=self.reading.alerts.get(line.seq, []),
        )  # fmt: skip


def pauses(lines: Sequence[Read]) -> dict[int, str]:
    """ "4 minutes later" by the line that came so late."""
    found, before = {}, None
    for line in lines:
        if before and line.at and line.at - before >= PAUSE:
            minutes = round((line.at - before).total_seconds() / 60)
            found[line.seq] = ngettext("%(n)d minute later", "%(n)d minutes later", minutes) % {"n": minutes}
        before = line.at
    return found
