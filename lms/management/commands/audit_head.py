"""`manage.py audit_head`: the end of the audit chain, to be kept where nobody who can change the database can change it."""

import json
from typing import Any

from django.core.management.base import BaseCommand

from lms.audit.queries import head


class Command(BaseCommand):
    help = "Prints the newest entry's number and hash. Kept outside, it lets audit_verify --head find any later cut or rewrite."

    def handle(self, *args: Any, **options: Any) -> None:
        seq, digest = head()
        self.stdout.write(json.dumps({"seq": seq, "hash": digest}))
