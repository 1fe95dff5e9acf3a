"""Zips from elsewhere, opened with care: no paths that lead out, no links, nothing larger than it says, nothing hidden."""

from __future__ import annotations

import stat
import zipfile
import zlib
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from courses.exchange.folder import LARGEST, LARGEST_MEDIA, MOST_BYTES, MOST_FILES, MOST_MEDIA
from courses.exchange.report import Report

STEEPEST = 200  # how much larger a text may be than it is packed
CHUNK = 65536
LEFT_BY_MACS = ("__MACOSX/", ".DS_Store")


def unpack(file: BinaryIO, into: Path, report: Report) -> None:
    """Put the files of a package zip into a folder. With one error nothing is unpacked; the report says which entry and why."""
    try:
        with zipfile.ZipFile(file) as whole:
            entries = [one for one in whole.infolist() if not one.is_dir() and not any(mark in one.filename for mark in LEFT_BY_MACS)]
            top = _top(entries)
            _check(entries, report)
            if report.ok:
                for entry in entries:
                    _write(whole, entry, into / entry.filename.removeprefix(top), report)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError):
        report.error("package.zip", 0, _("this is not a zip that can be read"))


def _top(entries: list[zipfile.ZipInfo]) -> str:
    """The one folder in which everything lies, when somebody packed the folder and not what is in it."""
    names = [one.filename for one in entries]
    first = names[0].split("/")[0] + "/" if names else ""
    return first if "package.yaml" not in names and f"{first}package.yaml" in names and all(n.startswith(first) for n in names) else ""


def _check(entries: list[zipfile.ZipInfo], report: Report) -> None:
    seen: set[str] = set()
    for one in entries:
        name, parts = one.filename, one.filename.split("/")
        mode = one.external_attr >> 16
        if name.startswith("/") or "\\" in name or ":" in parts[0] or any(part in ("", ".", "..") for part in parts) or "\0" in name:
            report.error(name, 0, _("this path leads out of the package"))
        elif mode and not stat.S_ISREG(mode) and stat.S_IFMT(mode):
            report.error(name, 0, _("links are not followed: put the file itself here"))
        elif one.flag_bits & 1:
            report.error(name, 0, _("it is locked with a password"))
        elif name.lower() in seen:
            report.error(name, 0, _("it is in the zip twice"))
        elif one.file_size > (LARGEST_MEDIA if "media/" in name else LARGEST):
            report.error(name, 0, _("it is larger than anything in a package may be"))
        elif one.file_size > CHUNK and one.file_size > STEEPEST * max(one.compress_size, 1):
            report.error(name, 0, _("it would grow far too much when unpacked"))
        seen.add(name.lower())
    if len(entries) > MOST_FILES or sum(one.file_size for one in entries) > MOST_BYTES + MOST_MEDIA:
        most = {"files": MOST_FILES, "mb": (MOST_BYTES + MOST_MEDIA) // 1_000_000}
        report.error("package.zip", 0, _("too large: at most %(files)s files and %(mb)s MB") % most)


def _write(whole: zipfile.ZipFile, entry: zipfile.ZipInfo, path: Path, report: Report) -> None:
    """Read no more than the entry says it holds: what its heading says may be a lie."""
    left = entry.file_size
    path.parent.mkdir(parents=True, exist_ok=True)
    with whole.open(entry) as packed, path.open("xb") as out:
        while chunk := packed.read(CHUNK):
            left -= len(chunk)
            if left < 0:
                report.error(entry.filename, 0, _("it holds more than it says"))
                return
            out.write(chunk)
