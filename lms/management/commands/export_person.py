"""`manage.py export_person ID`: one person's own copy."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lms.management.people_by_id import person_by_id
from lms.privacy.queries import export


class Command(BaseCommand):
    help = "Writes a zip with everything that is kept about a person and that they may read (me.json, me.txt)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("id", help="number, public id or e-mail address")
        parser.add_argument("--to", type=Path, metavar="FILE", help="default: person-<number>.zip here")

    def handle(self, *args: Any, **options: Any) -> None:
        person = person_by_id(options["id"])
        target: Path = options["to"] or Path(f"person-{person.pk}.zip")
        try:
            target.write_bytes(export(person))
            target.chmod(0o600)
        except OSError as error:
            raise CommandError(f"Nothing was written. {error}") from error
        self.stdout.write(str(target))
