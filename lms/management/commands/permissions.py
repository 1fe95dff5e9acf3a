"""`manage.py permissions`: every door of the house and who may open it."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand

from lms.kernel.checks import our_views
from lms.kernel.permissions import table


def rows() -> Iterator[dict[str, str]]:
    """One row for each URL and method of ours: name, route, method, permission, who (in the words of the policy)."""
    policy = table()
    for name, route, view in our_views():
        permission = view.permission
        who = f"everybody: {view.reason}" if permission == "public" else policy[permission].name
        for method in view.methods:
            yield {"name": name, "route": f"/{route}", "method": method, "permission": permission, "who": who}


class Command(BaseCommand):
    help = "The table of URL, method, permission and who. Wagtail's admin and the sign-in pages keep their own rules."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        found = sorted(rows(), key=lambda row: (row["route"], row["method"]))
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=1))
            return
        width = {field: max(len(row[field]) for row in found) for field in ("method", "route", "permission")}
        for row in found:
            fields = "  ".join(row[field].ljust(width[field]) for field in ("method", "route", "permission"))
            self.stdout.write(f"{fields}  {row['who']}")
