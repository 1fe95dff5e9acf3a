"""`manage.py audit_verify`: prove that nobody changed what was written down."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lms.audit.models import AuditEntry
from lms.audit.queries import breaks


def read_head(path: Path) -> tuple[int, str]:
    """The (seq, hash) that `audit_head` once printed into a file; CommandError when the file is something else."""
    try:
        kept = json.loads(path.read_text())
        return int(kept["seq"]), str(kept["hash"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CommandError(f"{path} is not a head that audit_head wrote ({type(error).__name__}).") from error


class Command(BaseCommand):
    help = "Walks the audit chain and names every entry that was changed, removed or moved. Exit code 1 when there is one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--head", type=Path, metavar="FILE", help="what audit_head printed earlier: also finds a cut end and a whole rewrite"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        head = read_head(options["head"]) if options["head"] else None
        found = list(breaks(head=head))
        for each in found:
            self.stderr.write(f"entry {each.seq}: {each.reason}")
        if found:
            raise CommandError(f"The audit trail does not hold: {len(found)} break(s).")
        self.stdout.write(f"ok: {AuditEntry.objects.count()} entries, unbroken" + (", and the exported head is among them" if head else ""))
