"""`manage.py retention [--now ISO]`: let time do its work."""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from lms.privacy.actions import let_time_pass


def moment(text: str) -> datetime:
    """An aware moment from ISO text; without a zone it is the house's own clock. CommandError when it is none."""
    try:
        found = parse_datetime(text) or datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"{text} is not a time like 2026-11-26T03:30.") from error
    return found if timezone.is_aware(found) else timezone.make_aware(found)


class Command(BaseCommand):
    help = "Deletes what has been kept long enough, kind by kind, and says how many rows went. The worker does the same every night."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--now", metavar="ISO", help="act as if it were then (default: now)")

    def handle(self, *args: Any, **options: Any) -> None:
        now = moment(options["now"]) if options["now"] else timezone.now()
        for name, gone in let_time_pass(now):
            self.stdout.write(f"{name:18} {gone:6} gone")
