"""`manage.py import_package`: look at a package, or read it in."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from courses.exchange.arrival import read_in, rehearse


class Command(BaseCommand):
    help = "Says what reading a package zip in would make, change and leave alone; with --yes it is read in, all of it or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("zip", type=Path)
        parser.add_argument("--yes", action="store_true", help="read it in; it is taken as approved where it comes from")

    def handle(self, *args: Any, **options: Any) -> None:
        with options["zip"].open("rb") as file:
            report = read_in(file, by=None) if options["yes"] else rehearse(file)
        if not report.ok:
            raise CommandError(str(report))
        self.stdout.write(str(report))
