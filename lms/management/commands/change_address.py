"""`manage.py change_address ID EMAIL`: for somebody who can no longer read the old address."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from lms.kernel.errors import DomainError
from lms.management.people_by_id import person_by_id
from lms.people.new_address import move_address


class Command(BaseCommand):
    help = (
        "Gives somebody's account a new e-mail address when they can no longer sign in with the old one. Be sure that it is them who asks: "
        "whoever reads that address is them from now on. Everybody who can sign in does this on their own page."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("id", metavar="ID", help="number, public id or e-mail address")
        parser.add_argument("email", metavar="EMAIL", help="the new address")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            validate_email(options["email"])
            move_address(person_by_id(options["id"]), options["email"], by=None)
        except ValidationError as wrong:
            raise CommandError("That is not an e-mail address.") from wrong
        except DomainError as refused:
            raise CommandError(str(refused.message)) from refused
        self.stdout.write("Done. They sign in with the new address; the old one got a letter.")
