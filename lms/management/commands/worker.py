"""`manage.py worker`: the jobs of the house, beside a web process that runs elsewhere."""

import gc
from typing import Any

from django.core.management.base import BaseCommand
from django.urls import get_resolver
from django_q.cluster import Cluster


class Command(BaseCommand):
    help = "Runs the worker alone, until told to stop. `manage.py serve` starts it together with the site."

    def handle(self, *args: Any, **options: Any) -> None:
        _ = get_resolver().url_patterns  # read once here rather than in each process that is forked
        # What is there now stays shared with the four processes that are forked from this one: the collector would write into it.
        gc.collect()
        gc.freeze()
        Cluster().start()
