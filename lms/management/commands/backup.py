"""`manage.py backup`: everything but the signing keys, in one file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lms.management import backups
from lms.management.snapshots import SnapshotError


class Command(BaseCommand):
    help = "Writes database and uploaded files into one checked zip while the site runs. Signing keys are NOT in it: keep them apart."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", type=Path, metavar="FILE", help="default: VAR_DIR/backups/ledestjerne-<time>.zip")
        parser.add_argument("--keep-days", type=int, default=30, help="delete our own backups older than this (default 30, the promise)")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = backups.make(options["to"])
        except (SnapshotError, OSError) as error:
            raise CommandError(f"No backup was made. {error}") from error
        self.stdout.write(f"{made}  {made.stat().st_size / 1e6:.1f} MB")
        if gone := backups.forget_old(options["keep_days"]):
            self.stdout.write(f"{gone} older than {options['keep_days']} days deleted")
