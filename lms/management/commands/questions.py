"""`manage.py questions`: the question bank and other systems."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from courses.exchange.foreign.bank import STYLES, style_of, write_out
from courses.exchange.foreign.items import Notes
from courses.exchange.foreign.shelf import bring_in
from courses.quizzes.blocks import Area


class Command(BaseCommand):
    help = (
        "Carries questions as GIFT (.gift, .txt) or Moodle XML (.xml): `out` writes what is published, `in` reads a file as drafts and "
        "shows how far it is. What a format cannot carry is listed. `in` without --yes only says what would come of it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("way", choices=["in", "out"])
        parser.add_argument("file", type=Path)
        parser.add_argument("--bank", default="chatvert")
        parser.add_argument("--area", default=Area.ROLE.value, choices=Area.values, help="for those whose category does not say it")
        parser.add_argument("--language", default="nb")
        parser.add_argument("--yes", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        file, notes, style = options["file"], Notes(), style_of(options["file"].name)
        if style not in STYLES:
            raise CommandError("The file's name ends in .gift, .txt or .xml.")
        if options["way"] == "out":
            with file.open("xb") as out:
                out.write(write_out(options["bank"], style, notes, options["language"]))
        else:
            self.bring(file, style, notes, options)
        for line in notes.lines:
            self.stdout.write(line)

    def bring(self, file: Path, style: str, notes: Notes, options: dict[str, Any]) -> None:
        wishes = {name: options[name] for name in ("bank", "area", "language")}
        with file.open("rb") as opened:
            report = bring_in(opened, style, notes, by=None, dry=not options["yes"], progress=self.progress, **wishes)
        if not report.ok:
            raise CommandError(str(report))
        self.stdout.write(str(report))

    def progress(self, done: int, of_all: int) -> None:
        self.stdout.write(f"{done} of {of_all}")
        self.stdout.flush()
