"""`manage.py schedules`: tell the worker what to do by itself."""

from typing import Any

from django.core.management.base import BaseCommand

from lms.management.schedules import set_schedules


class Command(BaseCommand):
    help = "Sets what the worker does by itself (heartbeat, late notices, nightly work). Run after every upgrade; harmless when run again."

    def handle(self, *args: Any, **options: Any) -> None:
        for name, what in set_schedules():
            self.stdout.write(f"{what:5} {name}")
