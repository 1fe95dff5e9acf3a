"""`manage.py export_package`: a course, or a whole programme, as files that people can read and diff."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from courses.exchange.outgoing.departure import NothingToExport, pack
from courses.exchange.parts import Scope, offers


class Command(BaseCommand):
    help = (
        "Writes what is published: a course with its pictures and files, or a whole programme with its course, questions, quizzes, "
        "dialogues, scenarios, rubric, gold transcripts and agreements. A name that ends in .zip gives a zip, another a folder, which "
        "must be empty. The same content gives the same bytes. What stays behind is said."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=sorted(offers()))
        parser.add_argument("name", help="its short name, such as chatvert")
        parser.add_argument("out", type=Path, help="where it goes: name.zip, or a folder")

    def handle(self, *args: Any, **options: Any) -> None:
        out: Path = options["out"]
        with translation.override("en"):
            try:
                parcel = pack(self.scope(options["kind"], options["name"]))
            except NothingToExport as nothing:
                raise CommandError(f"No {options['kind']} called {options['name']} is published in bokmål.") from nothing
        if out.suffix == ".zip":
            with out.open("xb") as file:
                parcel.zip_into(file)
        else:
            parcel.write_into(out)
        self.stdout.write(f"{len(parcel.texts)} texts and {len(parcel.media)} files in {', '.join(parcel.languages)}: {out}")
        for note in parcel.notes:
            self.stdout.write(note)

    def scope(self, kind: str, name: str) -> Scope:
        scope = offers()[kind].scope(name)
        if scope is None:
            raise NothingToExport(name)
        return scope
