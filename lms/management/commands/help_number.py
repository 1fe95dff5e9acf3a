"""`manage.py help_number`: the numbers in the help bar, and the day somebody called them."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from lms.management import founding
from lms.people.models import Country, HelpNumber


class Command(BaseCommand):
    help = "Young people see these numbers on every page. Somebody has to call each one before they do, and note the day here."

    def add_arguments(self, parser: ArgumentParser) -> None:
        deeds = parser.add_subparsers(dest="deed", required=True, metavar="list|verified|add|remove")
        deeds.add_parser("list", help="every number, and when it was called")
        called = deeds.add_parser("verified", help="note that somebody called it and the right ones answered")
        called.add_argument("id", type=int, metavar="ID")
        called.add_argument("--on", type=date.fromisoformat, default=None, metavar="DATE", help="today, unless named: 2027-03-12")
        add = deeds.add_parser("add", help="put a number after the others of its country")
        add.add_argument("country", choices=Country.values)
        add.add_argument("number", metavar="NUMBER")
        for language in ("nb", "da", "en"):
            add.add_argument(f"--{language}", required=True, metavar="NAME", help=f"who answers, in {language}")
        deeds.add_parser("remove", help="take a number away").add_argument("id", type=int, metavar="ID")

    def handle(self, *args: Any, **options: Any) -> None:
        getattr(self, f"do_{options['deed']}")(options)

    def do_list(self, _options: dict[str, Any]) -> None:
        for one in HelpNumber.objects.all():
            called = f"called {one.verified_on}" if one.verified_on else "nobody has called it"
            self.stdout.write(f"{one.pk}  {one.country.upper()}  {one.number}  {one.name.get('en', '')}  ({called})")
        if not HelpNumber.objects.exists():
            self.stdout.write("There is none yet. They come with the first organisation of a country: manage.py organisation add --help")

    def do_verified(self, options: dict[str, Any]) -> None:
        number, day = self.number(options["id"]), options["on"] or timezone.localdate()
        if day > timezone.localdate():
            raise CommandError("That day has not come yet.")
        HelpNumber.objects.filter(pk=number.pk).update(verified_on=day)
        self.stdout.write(f"{number.number} was called on {day}")

    def do_add(self, options: dict[str, Any]) -> None:
        number = founding.add_number(
            options["country"], options["number"], {language: options[language] for language in ("nb", "da", "en")}
        )
        self.stdout.write(f"{number.number} is here as {number.pk}. Call it, then: manage.py help_number verified {number.pk}")

    def do_remove(self, options: dict[str, Any]) -> None:
        number = self.number(options["id"])
        number.delete()
        self.stdout.write(f"{number.number} is no longer shown")

    def number(self, pk: int) -> HelpNumber:
        found = HelpNumber.objects.filter(pk=pk).first()
        if found is None:
            raise CommandError(f"There is no number {pk}. See: manage.py help_number list")
        return found
