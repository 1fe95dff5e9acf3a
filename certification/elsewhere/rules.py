"""Reading a table of certificates: one line each, with a first line of names. Plain values in, plain values out."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

COLUMNS = ("email", "title", "issuer", "issued", "valid_until", "link")
NEEDED = COLUMNS[:4]
MOST_LINES = 2000
LONGEST = {"email": 254, "title": 200, "issuer": 200, "link": 300}
_DAYS = ("%Y-%m-%d", "%d.%m.%Y", "%d-%m-%Y", "%d/%m/%Y")


class NoTable(ValueError):
    """The text has no first line with the names of the columns. `missing` are those that were not found."""

    def __init__(self, missing: Iterable[str]) -> None:
        self.missing = tuple(missing)
        super().__init__(", ".join(self.missing))


@dataclass(frozen=True)
class Line:
    """One certificate as it was written. `number` counts lines of the file from 1, names included; `faults` are codes, none when it
    can be used: no_email, no_title, no_issuer, no_day, bad_day, future, ends_before, bad_link, long."""

    number: int
    email: str
    title: str
    issuer: str
    issued: date | None
    valid_until: date | None
    link: str
    faults: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str, str, date | None]:
        """Two lines with the same key are the same certificate."""
        return (self.email.casefold(), self.title.casefold(), self.issuer.casefold(), self.issued)


def read(text: str, *, today: date) -> list[Line]:
    """Every line but empty ones. Commas, semicolons or tabs between the columns, as spreadsheets write them. Raises NoTable.

    Columns may stand in any order; those we do not know are left alone. Reading stops after MOST_LINES lines and one.
    """
    text = text.lstrip("\ufeff").replace("\x00", "")
    first = text.split("\n", 1)[0]
    divider = max(";,\t", key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=divider)
    try:
        names = [name.strip().casefold().replace(" ", "_") for name in next(rows, [])]
        if missing := [name for name in NEEDED if name not in names]:
            raise NoTable(missing)
        return list(_lines(rows, names, today))
    except csv.Error as broken:
        raise NoTable(()) from broken


def _lines(rows: Iterator[list[str]], names: list[str], today: date) -> Iterator[Line]:
    for number, row in enumerate(rows, start=2):
        if not any(cell.strip() for cell in row):
            continue
        if number > MOST_LINES + 2:
            return
        yield _line(number, {name: cell.strip() for name, cell in zip(names, row, strict=False)}, today)


def _line(number: int, said: Mapping[str, str], today: date) -> Line:
    faults = [f"no_{name}" for name in ("email", "title", "issuer") if not said.get(name)]
    faults += ["long"] if any(len(said.get(name, "")) > most for name, most in LONGEST.items()) else []
    issued, until = day_in(said.get("issued", "")), day_in(said.get("valid_until", ""))
    if not said.get("issued"):
        faults.append("no_day")
    elif issued is None or (said.get("valid_until") and until is None):
        faults.append("bad_day")
    if issued and issued > today:
        faults.append("future")
    if issued and until and until < issued:
        faults.append("ends_before")
    if not is_web(said.get("link", "")):
        faults.append("bad_link")
    return Line(
        number, said.get("email", ""), said.get("title", ""), said.get("issuer", ""), issued, until, said.get("link", ""), tuple(faults)
    )


def day_in(text: str) -> date | None:
    """A day as people and spreadsheets write it here (year first, or day first); None for everything else."""
    for form in _DAYS:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None


def is_web(link: str) -> bool:
    """Whether a link is empty or leads to a web page; never to a script or a file."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return not link or (parts.scheme in ("http", "https") and bool(parts.hostname))
