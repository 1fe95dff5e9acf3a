"""`manage.py signing_key`: the keys certificates are signed with."""

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from certification.credentials import keys


def day(text: str) -> date:
    """An ISO date that has begun; argparse turns ValueError into a message."""
    return date.fromisoformat(text)


class Command(BaseCommand):
    help = (
        "Keys live in files (SIGNING_KEYS), never in the database. Rotating retires the active key: what it signed stays valid. "
        "A compromised key is trusted only for what it signed before a day; holders fetch their file again and it is signed anew."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        deeds = parser.add_subparsers(dest="deed", required=True, metavar="list|create|rotate|retire|compromised")
        listed = deeds.add_parser("list", help="every key and what became of it")
        listed.add_argument("--json", action="store_true", help="public halves as JSON, for verify_credential --keys elsewhere")
        deeds.add_parser("create", help="make the first key; changes nothing when there is an active one")
        deeds.add_parser("rotate", help="make a new key and retire the active one")
        for name, says in (("retire", "stop signing with a key"), ("compromised", "distrust a key from a day on")):
            one = deeds.add_parser(name, help=says)
            one.add_argument("id", metavar="ID")
            if name == "compromised":
                one.add_argument("--since", type=day, required=True, metavar="DATE", help="the first day it may have leaked: 2027-03-12")

    def handle(self, *args: Any, **options: Any) -> None:
        getattr(self, f"do_{options['deed']}")(options)

    def do_list(self, options: dict[str, Any]) -> None:
        if options["json"]:
            self.stdout.write(json.dumps(keys.exported(), indent=1))
            return
        for key in keys.every():
            became = {keys.RETIRED: f" on {key.retired_on}", keys.COMPROMISED: f" since {key.since}"}.get(key.state, "")
            self.stdout.write(f"{key.id}  {key.state}{became}  (made {key.created_on})")
        if not keys.every():
            self.stdout.write("There is no key yet. Make one: manage.py signing_key create")

    def do_create(self, _options: dict[str, Any]) -> None:
        self.stdout.write(f"{keys.ensure().id} signs")

    def do_rotate(self, _options: dict[str, Any]) -> None:
        self.stdout.write(f"{keys.rotate().id} signs from now on; the key before it is retired and stays verifiable")

    def do_retire(self, options: dict[str, Any]) -> None:
        key = self.changed(keys.retire, options["id"])
        self.stdout.write(f"{key.id} is {key.state}")
        self.say_when_nobody_signs()

    def do_compromised(self, options: dict[str, Any]) -> None:
        key = self.changed(keys.mark_compromised, options["id"], since=options["since"])
        self.stdout.write(f"{key.id} is trusted only for what it signed before {key.since}; it is no longer published")
        self.say_when_nobody_signs()

    def changed(self, deed: Any, key_id: str, **options: Any) -> keys.Key:
        try:
            return deed(key_id, **options)
        except KeyError as unknown:
            raise CommandError(f"There is no key {key_id}. See: manage.py signing_key list") from unknown

    def say_when_nobody_signs(self) -> None:
        signing = [key.id for key in keys.every() if key.state == keys.ACTIVE]
        self.stdout.write(f"{signing[0]} signs now" if signing else "No key signs now. Make one: manage.py signing_key create")
