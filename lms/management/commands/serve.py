"""`manage.py serve`: the site and its worker, together, until told to stop."""

import gc
import json
import os
import socket
import sys
from argparse import ArgumentParser
from functools import partial
from typing import Any

import uvicorn
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.urls import get_resolver
from django_q.cluster import Cluster

from lms.kernel.tasks import beat
from lms.management.supervisor import Forked, Supervisor


def web(host: str, port: int, workers: int) -> list[str]:
    """The web process. Open streams get three seconds at the end; addresses of visitors go into no log."""
    return [
        "web", sys.executable, "-m", "uvicorn", "lms.asgi:application", "--host", host, "--port", str(port), "--workers", str(workers),
        "--timeout-graceful-shutdown", "3", "--lifespan", "off", "--no-access-log", "--no-server-header", "--log-level", "warning",
    ]  # fmt: skip


def worker() -> list[str]:
    return ["worker", sys.executable, str(settings.ROOT / "manage.py"), "worker"]


def listening(host: str, port: int) -> socket.socket:
    """The door, opened before anything is forked: while a web process comes back, whoever knocks waits in front of it."""
    # named TCP, or asyncio leaves small answers waiting for company (TCP_NODELAY)
    door = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    door.bind((host, port))
    door.listen(2048)
    return door


def run_web(application: Any, door: socket.socket) -> None:
    """Be a web process, until told to stop."""
    quiet = uvicorn.Config(
        application, lifespan="off", timeout_graceful_shutdown=3, access_log=False, server_header=False, log_level="warning"
    )
    uvicorn.Server(quiet).run(sockets=[door])


def run_worker() -> None:
    """Be the worker, until told to stop."""
    cluster = Cluster()
    cluster.start()
    cluster.sentinel.join()


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
        where = settings.BASE_URL if settings.DEMO else f"http://{options['host']}:{options['port']}"
        if not options["no_worker"]:
            beat.enqueue()  # so that "is the worker there?" is answered at once and not after the first minute
        said = f"Ledestjerne runs at {where}  (Ctrl-C stops it)"
        if sys.platform == "linux":
            sys.exit(self.share(said, options))
        self.apart(said, options)

    def share(self, said: str, options: dict[str, Any]) -> int:
        """Load the house once and fork web and worker from it: they share what none of them changes."""
        from lms.asgi import application

        door = listening(options["host"], options["port"])
        children = [Forked("web", partial(run_web, application, door)) for _ in range(options["workers"])]
        if not options["no_worker"]:
            children.append(Forked("worker", run_worker))
        _ = get_resolver().url_patterns
        connections.close_all()
        gc.collect()
        gc.freeze()  # the collector would write into what is shared
        self.stdout.write(said)
        code = Supervisor(children, self.stdout.write).run()
        self.stdout.write("Stopped.")
        return code

    def apart(self, said: str, options: dict[str, Any]) -> None:
        """Where forking a loaded program is not safe (macOS): two programs, and a third one that watches them."""
        children = [web(options["host"], options["port"], options["workers"])]
        if not options["no_worker"]:
            children.append(worker())
        connections.close_all()
        self.stdout.write(said)
        sys.stdout.flush()
        # from here on the same process, without Django in its memory
        os.execv(sys.executable, [sys.executable, "-m", "lms.management.supervisor", json.dumps(children)])
