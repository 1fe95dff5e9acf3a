"""`manage.py shut_out ID [--undo]`: for whoever runs the house."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lms.kernel.errors import DomainError
from lms.management.people_by_id import person_by_id
from lms.people.shutting_out import let_in, shut_out


class Command(BaseCommand):
    help = (
        "Shuts somebody's account: they are signed out everywhere and cannot sign in, and chats, talks, ratings, proposals, appeals and "
        "concerns they had taken on are free again at once. Their roles stay. With --undo they can sign in again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("id", metavar="ID", help="number, public id or e-mail address")
        parser.add_argument("--undo", action="store_true", help="let them in again")

    def handle(self, *args: Any, **options: Any) -> None:
        person = person_by_id(options["id"])
        try:
            (let_in if options["undo"] else shut_out)(person)
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write("Done. They can sign in again." if options["undo"] else "Done. They are out, and what they held is free.")
