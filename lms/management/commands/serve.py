"""`manage.py serve`: the site and its worker, together, until told to stop."""

import json
import os
import socket
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from lms.kernel.tasks import beat


def web(host: str, port: int, workers: int) -> list[str]:
    """The web process. Open streams get three seconds at the end; addresses of visitors go into no log."""
    return [
        "web", sys.executable, "-m", "uvicorn", "lms.asgi:application", "--host", host, "--port", str(port), "--workers", str(workers),
        "--timeout-graceful-shutdown", "3", "--lifespan", "off", "--no-access-log", "--no-server-header", "--log-level", "warning",
    ]  # fmt: skip


def worker() -> list[str]:
    return ["worker", sys.executable, str(settings.ROOT / "manage.py"), "worker"]


def demand_a_free_port(host: str, port: int) -> None:
    """Say so now, in words, rather than through a child that dies three times."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(f"Port {port} on {host} cannot be used ({error.strerror}). Choose another one with --port.") from error


def demand_a_migrated_database() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CommandError("The database is not up to date. Run `manage.py migrate` (or `manage.py demo` for a demonstration) first.")


class Command(BaseCommand):
    help = "Runs the web process and the worker together; starts again what dies; stops both cleanly on Ctrl-C or SIGTERM."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1; 0.0.0.0 for all)")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=1, help="web processes (more than one: see docs/operators.md)")
        parser.add_argument("--no-worker", action="store_true", help="only the site; the worker runs elsewhere")

    def handle(self, *args: Any, **options: Any) -> None:
        demand_a_free_port(options["host"], options["port"])
        demand_a_migrated_database()
        children = [web(options["host"], options["port"], options["workers"])]
        if not options["no_worker"]:
            children.append(worker())
            beat.enqueue()  # so that "is the worker there?" is answered at once and not after the first minute
        connections.close_all()
        where = settings.BASE_URL if settings.DEMO else f"http://{options['host']}:{options['port']}"
        self.stdout.write(f"Ledestjerne runs at {where}  (Ctrl-C stops it)")
        sys.stdout.flush()
        # from here on the same process, without Django in its memory
        os.execv(sys.executable, [sys.executable, "-m", "lms.management.supervisor", json.dumps(children)])
