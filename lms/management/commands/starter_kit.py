"""`manage.py starter_kit`: the whole programme into an installation."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from lms.management.starter_kit import load_content


class Command(BaseCommand):
    help = (
        "Loads everything that comes with the product: courses, questions, scenarios, rubric, agreements, programme and public pages, in "
        "three languages. All of it or nothing. Run again after an upgrade it brings what is new and leaves alone what editors changed."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            said = load_content()
        self.stdout.write(said)
        self.stdout.write("Now run `manage.py doctor`: it names what somebody has to verify before use.")
