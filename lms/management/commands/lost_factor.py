"""`manage.py lost_factor ID`: for a coordinator who is alone, or whoever runs the house."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from lms.management.people_by_id import person_by_id
from lms.people.lost_factor import forget_factor


class Command(BaseCommand):
    help = (
        "Takes somebody's second factor away who lost it together with the recovery codes. They are signed out everywhere, get an e-mail, "
        "sign in by a code and make a new one. Coordinators do this for their people on the site; be sure that it is them who asks."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("id", metavar="ID", help="number, public id or e-mail address")

    def handle(self, *args: Any, **options: Any) -> None:
        forget_factor(person_by_id(options["id"]), by=None)
        self.stdout.write("Done. They sign in with a code by e-mail and make a new second factor.")
