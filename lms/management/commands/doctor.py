"""`manage.py doctor`: how is the house?"""

import sys
from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand

from lms.management.doctor import Level, round_of_checks


class Command(BaseCommand):
    help = "Looks at database, worker, keys, mail, backups, settings, help numbers. Exit code 1 when there is an error."
    requires_system_checks: list[str] = []  # a wrong setting is a finding here, not a reason to stop

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--strict", action="store_true", help="also fail on what needs attention")

    def handle(self, *args: Any, **options: Any) -> None:
        paint = {Level.OK: self.style.SUCCESS, Level.ATTENTION: self.style.WARNING, Level.ERROR: self.style.ERROR}
        count: Counter[Level] = Counter()
        for line in round_of_checks():
            count[line.level] += 1
            self.stdout.write(f"{paint[line.level](line.level.value.ljust(9))}  {line.subject}: {line.text}")
        self.stdout.write(f"{count[Level.OK]} ok, {count[Level.ATTENTION]} need attention, {count[Level.ERROR]} errors")
        if count[Level.ERROR] or (options["strict"] and count[Level.ATTENTION]):
            sys.exit(1)
