"""`manage.py organisation`: the municipalities and organisations of this house, and their first coordinators."""

import zoneinfo
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from lms.management import founding
from lms.people.actions import invite
from lms.people.models import Language, LegalProfile, Organisation, Role

FIELDS = ("contact_email", "language", "time_zone", "quick_exit_url")


class Command(BaseCommand):
    help = (
        "An organisation has people, cohorts and settings of its own. Its first coordinator is invited from here and invites everybody "
        "else on the site. The numbers to call in its country come along; call them, see `manage.py help_number`."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        deeds = parser.add_subparsers(dest="deed", required=True, metavar="list|add|change|invite")
        deeds.add_parser("list", help="every organisation, and who is missing there")
        add = deeds.add_parser("add", help="make one, and invite its coordinator")
        add.add_argument("slug", metavar="SLUG", help="short name for addresses, such as fjordvik")
        add.add_argument("name", metavar="NAME", help='as people see it, such as "Fjordvik kommune"')
        add.add_argument("--profile", required=True, choices=LegalProfile.values, help="which duties, checks and texts hold")
        add.add_argument("--coordinator", required=True, metavar="EMAIL", help="gets the first invitation")
        change = deeds.add_parser("change", help="write what is named; the rest stays")
        change.add_argument("slug", metavar="SLUG")
        change.add_argument("--name", default="", metavar="NAME")
        for one in (add, change):
            one.add_argument(
                "--contact", default="", dest="contact_email", metavar="EMAIL", help="where volunteers may write; opens the form"
            )
            one.add_argument("--language", default="", choices=["", *Language.values], help="its country's, unless named")
            one.add_argument("--time-zone", default="", metavar="ZONE", help="its country's, unless named")
            one.add_argument("--quick-exit", default="", dest="quick_exit_url", metavar="URL", help="where quick exit leads")
        asked = deeds.add_parser("invite", help="invite somebody, for instance a coordinator where there is none any more")
        asked.add_argument("slug", metavar="SLUG")
        asked.add_argument("email", metavar="EMAIL")
        asked.add_argument("--role", default=Role.COORDINATOR, choices=Role.values)

    def handle(self, *args: Any, **options: Any) -> None:
        if options.get("time_zone") and options["time_zone"] not in zoneinfo.available_timezones():
            raise CommandError(f"There is no time zone {options['time_zone']}. Example: Europe/Oslo.")
        try:
            getattr(self, f"do_{options['deed']}")(options)
        except ValidationError as wrong:
            raise CommandError("; ".join(f"{field}: {' '.join(said)}" for field, said in named(wrong).items())) from wrong

    def do_list(self, _options: dict[str, Any]) -> None:
        alone = {one.pk for one in founding.without_coordinator()}
        every = Organisation.objects.order_by("slug")
        for one in every:
            lacks = ["no coordinator"] * (one.pk in alone) + ["no contact address"] * (not one.contact_email)
            self.stdout.write(f"{one.slug}  {one.name}  ({one.legal_profile}, {one.language}){'  ' + ', '.join(lacks) if lacks else ''}")
        if not every:
            self.stdout.write("There is none yet. Make one: manage.py organisation add --help")

    def do_add(self, options: dict[str, Any]) -> None:
        validate_email(options["coordinator"])
        said = {field: options[field] for field in FIELDS}
        organisation = founding.found(options["name"], slug=options["slug"], profile=options["profile"], **said)
        self.stdout.write(f"{organisation.name} is here.")
        self.send(organisation, options["coordinator"], Role.COORDINATOR)
        self.stdout.write("Call the numbers young people will see, and note the day: manage.py help_number list")

    def do_change(self, options: dict[str, Any]) -> None:
        organisation = self.named(options["slug"])
        founding.change(organisation, **{field: options[field] for field in ("name", *FIELDS)})
        self.stdout.write(f"{organisation.name} is changed.")

    def do_invite(self, options: dict[str, Any]) -> None:
        validate_email(options["email"])
        self.send(self.named(options["slug"]), options["email"], options["role"])

    def named(self, slug: str) -> Organisation:
        found = Organisation.objects.filter(slug=slug).first()
        if found is None:
            raise CommandError(f"There is no organisation {slug}. See: manage.py organisation list")
        return found

    def send(self, organisation: Organisation, email: str, role: str) -> None:
        invitation = invite(organisation, email=email, by=None, role=role)
        self.stdout.write(f"An invitation as {role} goes to {email} and works until {invitation.expires_at:%Y-%m-%d}.")


def named(wrong: ValidationError) -> dict[str, list[str]]:
    """Field → what is wrong with it; an address by itself has no field."""
    return wrong.message_dict if hasattr(wrong, "error_dict") else {"e-mail address": wrong.messages}
