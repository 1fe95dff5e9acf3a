"""Looking into a package folder without being led astray: no links, no odd names, no giants, nothing unknown."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from courses.exchange.report import Report

MOST_FILES, LARGEST, MOST_BYTES = 4000, 1_000_000, 30_000_000
LARGEST_MEDIA, MOST_MEDIA = 60 * 1024 * 1024, 600_000_000
LANGUAGES = ("nb", "da", "en")
_SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
KNOWN = [
    re.compile(rf"^{pattern}$")
    for pattern in (
        r"package\.yaml", r"rubric\.yaml", r"programme\.yaml", r"README\.md", r"LICENSE(?:\.txt)?",
        r"course/course\.yaml", rf"course/\d\d-{_SLUG}/module\.yaml", rf"course/\d\d-{_SLUG}/\d\d-{_SLUG}/lesson\.(?:nb|da|en)\.md",
        rf"questions/{_SLUG}\.yaml", rf"quizzes/{_SLUG}\.yaml", rf"scenarios/{_SLUG}\.yaml", rf"gold/{_SLUG}\.yaml",
        rf"dialogues/{_SLUG}\.yaml", rf"pages/\d\d-{_SLUG}/page\.(?:nb|da|en)\.md",
        rf"agreements/{_SLUG}/agreement\.yaml", rf"agreements/{_SLUG}/text\.(?:nb|da|en)\.md",
    )
]  # fmt: skip


MEDIA = re.compile(r"^media/[a-z0-9][a-z0-9._-]{0,80}\.[a-z0-9]{2,5}$")


@dataclass
class Folder:
    """The texts of a package by their path inside it, with `/` between the names; where its media lie, by the same."""

    texts: dict[str, str] = field(default_factory=dict)
    media: dict[str, Path] = field(default_factory=dict)

    def under(self, start: str, end: str = "") -> list[str]:
        """The paths that start and end so, in order."""
        return sorted(path for path in self.texts if path.startswith(start) and path.endswith(end))


def read_folder(root: Path, report: Report) -> Folder:
    """Every file of the package as text. What is refused stands in the report; nothing outside `root` is ever opened."""
    folder = Folder()
    if not root.is_dir():
        report.error(root.name, 0, _("there is no such folder"))
        return folder
    total = heavy = 0
    for where, names, files in os.walk(root, followlinks=False):
        for name in sorted([*names, *files]):
            path = Path(where) / name
            inside = path.relative_to(root).as_posix()
            if path.is_symlink():
                report.error(inside, 0, _("links are not followed: put the file itself here"))
            elif name in files:
                if MEDIA.match(inside):
                    heavy += path.stat().st_size
                else:
                    total += path.stat().st_size
                _take(path, inside, folder, report)
        names[:] = sorted(n for n in names if not (Path(where) / n).is_symlink())
        if len(folder.texts) + len(folder.media) > MOST_FILES or total > MOST_BYTES or heavy > MOST_MEDIA:
            most = {"files": MOST_FILES, "text": MOST_BYTES // 1_000_000, "media": MOST_MEDIA // 1_000_000}
            report.error(root.name, 0, _("too large: at most %(files)s files, %(text)s MB of text and %(media)s MB of media") % most)
            return folder
    return folder


def _take(path: Path, inside: str, folder: Folder, report: Report) -> None:
    if MEDIA.match(inside) and path.is_file():
        if path.stat().st_size > LARGEST_MEDIA:
            report.error(inside, 0, _("larger than %(mb)s MB") % {"mb": LARGEST_MEDIA // 1_048_576})
        else:
            folder.media[inside] = path
    elif not any(pattern.match(inside) for pattern in KNOWN):
        report.error(inside, 0, _("this file does not belong in a package of format %(format)s") % {"format": 1})
    elif not path.is_file():
        report.error(inside, 0, _("this is not an ordinary file"))
    elif path.stat().st_size > LARGEST:
        report.error(inside, 0, _("larger than %(mb)s MB") % {"mb": LARGEST // 1_000_000})
    else:
        try:
            folder.texts[inside] = path.read_bytes().decode("utf-8")
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            report.error(inside, line, _("not UTF-8 text"))
