"""A package from elsewhere: looked at first, with everything that would come of it, and read in only when nothing is wrong."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

from django.db import transaction

from courses.exchange.parts import every
from courses.exchange.report import Report
from courses.exchange.zips import unpack


def rehearse(file: BinaryIO) -> Report:
    """What reading this zip in would make, change and leave alone, or everything that is wrong with it. Writes nothing."""
    return _from_zip(file, by=None, dry=True)


def read_in(file: BinaryIO, *, by: Any) -> Report:
    """Read a zip in, all of it or nothing. Safety content that a person brings waits for a professional. `by` None is the system."""
    return _from_zip(file, by=by, dry=False)


def _from_zip(file: BinaryIO, *, by: Any, dry: bool) -> Report:
    report = Report(dry=dry)
    with TemporaryDirectory(prefix="package-") as name:
        unpack(file, Path(name), report)
        if report.ok:
            _load(Path(name), report, by)
    return report


def _load(folder: Path, report: Report, by: Any) -> None:
    with transaction.atomic():
        for part in every():
            own = Report(dry=report.dry)
            part.load(folder, own, by)
            report.take_in(own)
        if not report.ok:
            transaction.set_rollback(True)
    if not report.ok:
        _take_down(report)


def _take_down(report: Report) -> None:
    """Files that were put on the shelves for a package that was refused."""
    for kept in report.files:
        with suppress(OSError):
            kept.file.storage.delete(kept.file.name)
    report.files.clear()
    report.items.clear()
