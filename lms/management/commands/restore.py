"""`manage.py restore FILE`: back to how it was."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lms.audit.queries import breaks
from lms.management import backups
from lms.management.snapshots import SnapshotError


class Command(BaseCommand):
    help = "Replaces database and uploaded files by those of a backup, after looking at all of it; in doubt changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--no-safety-copy", action="store_true", help="do not back up what is here now before it goes")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            backups.restore(options["file"], say=self.stdout.write, safety_copy=not options["no_safety_copy"])
        except backups.BackupRefused as refusal:
            raise CommandError(f"Nothing was changed. {refusal}") from refusal
        except (SnapshotError, OSError) as error:
            raise CommandError(f"The restore did not finish. {error}") from error
        if found := list(breaks()):
            raise CommandError(f"Restored, but the audit trail in this backup does not hold: {len(found)} break(s).")
        self.stdout.write("Restored. Everybody signs in again. Restart `manage.py serve`.")
