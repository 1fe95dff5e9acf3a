"""`manage.py erase_person ID`: somebody leaves, and so does everything about them."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lms.kernel.errors import DomainError
from lms.management.people_by_id import person_by_id
from lms.privacy.actions import erase_person


class Command(BaseCommand):
    help = "Erases a person for good: deletes or empties what is about them, takes their name off the rest, ends their sign-ins."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("id", help="number, public id or e-mail address")

    def handle(self, *args: Any, **options: Any) -> None:
        person = person_by_id(options["id"])
        try:
            erase_person(person, by=None)
        except DomainError as error:
            raise CommandError(f"Nothing was changed. {error.message}") from error
        self.stdout.write(f"Erased: person {person.pk}. Backups made before forget them after 30 days, and when they are restored.")
