"""`manage.py reading_level`: how hard are the lessons to read?"""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from courses.exchange.folder import read_folder
from courses.exchange.package import Package, read_package
from courses.exchange.reading import HARDEST, Reading, passages, reading_of
from courses.exchange.report import Report


class Command(BaseCommand):
    help = (
        "Prints LIX for every lesson of every course package, language by language: words per sentence plus the share of words with "
        f"more than six letters. Exit code 1 when a lesson for young people is above {HARDEST}; what is written for professionals "
        "(`readers: professionals` in package.yaml) is printed and not judged."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("package", nargs="*", type=Path, help="folders of packages; all of ours when none is given")

    def handle(self, *args: Any, **options: Any) -> None:
        hard = sum(self.table(path) for path in options["package"] or our_packages())
        if hard:
            self.stderr.write(f"{hard} above {HARDEST}")
            sys.exit(1)

    def table(self, path: Path) -> int:
        """Print one package; how many of its texts for young people are too hard."""
        package, hard = package_at(path), 0
        lessons = package.course_lessons
        width = max((len(lesson.key) for lesson in lessons), default=6)
        self.stdout.write(f"{package.key}, for {package.readers}\n{'lesson'.ljust(width)}{''.join(f'{c:>7}' for c in package.languages)}")
        for lesson in lessons:
            readings = [reading_of(passages(lesson.texts[code])) for code in package.languages]
            hard += sum(map(is_hard, readings)) if package.readers == "young" else 0
            self.stdout.write(lesson.key.ljust(width) + "".join(f"{one.lix:6.1f}{'!' if is_hard(one) else ' '}" for one in readings))
        return hard


def is_hard(reading: Reading) -> bool:
    return reading.lix > HARDEST


def our_packages() -> list[Path]:
    """The packages that come with the product and hold lessons."""
    return sorted(path.parents[1] for path in (Path(settings.ROOT) / "courses/packages").glob("*/course/course.yaml"))


def package_at(path: Path) -> Package:
    """Read one package. Raises CommandError with everything that is wrong in it."""
    report = Report()
    package = read_package(read_folder(path, report), report)
    if not report.ok:
        raise CommandError(str(report))
    return package
