"""`manage.py demo`: a house full of invented people."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from lms.management.demo.build import build
from lms.management.preparation import prepare
from lms.people.models import Organisation


class Command(BaseCommand):
    help = "Prepares the house and fills it with two invented organisations; a second run changes nothing. Needs DEMO=true."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seed", type=int, default=1, help="the same people and texts for the same number")
        parser.add_argument("--trainees", type=int, default=15, help="how many in all; the first fifteen have stories of their own")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This fills the house with invented people and opens it to everybody: only with DEMO=true.")
        prepare(self.say)
        if Organisation.objects.exists():
            self.say("The demonstration's people are here already and stay as they are.")
        else:
            self.say("Inviting the demonstration's people. This takes a minute, once.")
            with transaction.atomic():  # all of it or nothing: stopped in the middle, the next run starts afresh
                build(options["seed"], options["trainees"], self.say)
        self.say(f"\nOpen {settings.BASE_URL}/demo/ and choose who you want to be.")

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
