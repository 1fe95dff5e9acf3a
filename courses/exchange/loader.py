"""Loading a course package: read all, check all, and only then write, in one transaction."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from courses.dialogues.package import write as write_dialogues
from courses.exchange.dialogues import DialogueReader
from courses.exchange.folder import read_folder
from courses.exchange.media import Media
from courses.exchange.models import LoadedPackage
from courses.exchange.package import read_package
from courses.exchange.pages import PageWriter, Refused
from courses.exchange.public_pages import PublicPageWriter
from courses.exchange.questions import Reader
from courses.exchange.report import Report
from courses.quizzes.package import write as write_questions


def load(path: Path, *, by: Any = None) -> Report:
    """Make the database hold what the package at `path` holds.

    With one error or more nothing is changed and the report says what and where. Loading the same package again changes nothing,
    and never undoes what editors wrote since. `by` is the person who loads, or None for the system.
    """
    report = Report()
    load_into(Path(path), report, by)
    return report


def load_into(path: Path, report: Report, by: Any) -> None:
    """The same, into a report that others write into too. When that has errors already, nothing is read."""
    folder = read_folder(path, report)
    package = read_package(folder, report)
    media = Media(folder, report).check(package)
    questions, quizzes = Reader(folder, package, report).read()
    dialogues = DialogueReader(folder, package, report).read()
    if not report.ok:
        return
    with transaction.atomic():
        if not report.dry:
            LoadedPackage.objects.update_or_create(key=package.key, defaults={"facts": package.facts, "loaded_at": timezone.now()})
        write_dialogues(dialogues, languages=package.languages, report=report, by=by)  # before the lessons that show them
        if package.course:
            with suppress(Refused):
                PageWriter(package, media, report, by).write(package.course)
        if package.pages:
            with suppress(Refused):
                PublicPageWriter(package, media, report, by).write_pages(package.pages)
        write_questions(
            questions, quizzes, bank=package.key, languages=package.languages, report=report, by=by, picture_of=media.pk_of
        )  # fmt: skip
        if not report.ok:
            transaction.set_rollback(True)
