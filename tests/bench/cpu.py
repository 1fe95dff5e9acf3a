"""Processor time of one answer, in this process and without a network: `python -m tests.bench.cpu HOUSE [NAME …]`.

HOUSE is a folder that `python -m tests.bench --house HOUSE` has filled. Whole requests go through the ASGI house's own chain, the pages
taking turns, and the least of many turns counts: that says the same on a busy machine as on a quiet one. `--profile NAME` prints where
the time of one page goes, `--queries NAME` what it asks the database.
"""

import cProfile
import json
import os
import pstats
import statistics
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

BARE = "bare Wagtail page"


def arguments() -> Namespace:
    parser = ArgumentParser(prog="python -m tests.bench.cpu", description=__doc__)
    parser.add_argument("house", type=Path)
    parser.add_argument("names", nargs="*", help="pages to measure, by the beginning of their names (default: all)")
    parser.add_argument("--turns", type=int, default=30)
    parser.add_argument("--each", type=int, default=10, help="requests in one turn")
    parser.add_argument("--changed", action="store_true", help="before each request, off the clock, everything a way is made of changes")
    parser.add_argument("--profile", metavar="NAME")
    parser.add_argument("--queries", metavar="NAME")
    return parser.parse_args()


def asking(sent: bytes) -> Callable[[], bytes]:
    """What asks our own application for these bytes, as uvicorn would hand them over; answers the body."""
    from lms.asgi import application

    head, _, body = sent.partition(b"\r\n\r\n")
    first, *lines = head.split(b"\r\n")
    method, target, _http = first.decode().split(" ")
    path, _, query = target.partition("?")
    headers = [(name.lower(), value) for name, _, value in (line.partition(b": ") for line in lines)]
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http", "path": path,
        "raw_path": path.encode(), "query_string": query.encode(), "root_path": "", "headers": headers,
        "client": ("127.0.0.1", 1), "server": ("localhost", 80), "state": {},
    }  # fmt: skip

    def ask() -> bytes:
        response, _language = application.answer(dict(scope), BytesIO(body))
        assert response.status_code == 200, (path, response.status_code, getattr(response, "url", ""))
        return response.content  # type: ignore[attr-defined,no-any-return]

    return ask


def main() -> None:
    options = arguments()
    os.environ.update(
        DEMO="true", VAR_DIR=str(options.house), BASE_URL="http://localhost:80", DJANGO_SETTINGS_MODULE="tests.bench.settings",
        DATABASE_URL=os.environ.get("DATABASE_URL", f"sqlite:///{options.house}/bench.sqlite3"),
    )  # fmt: skip
    facts = json.loads((options.house / "facts.json").read_text())
    from tests.bench.targets import targets

    pages = {one.name: [asking(sent) for sent in one.requests] for one in targets(facts, 80)}
    from lms.kernel.stamps import draw

    change = (lambda: draw("way")) if options.changed else lambda: None
    if name := options.profile or options.queries:
        asked = next(asks for known, asks in pages.items() if known.startswith(name))
        for ask in asked * 3:
            ask()
        return profile(asked, change) if options.profile else queries(asked[0], change)
    if options.names:
        pages = {name: asks for name, asks in pages.items() if name == BARE or name.startswith(tuple(options.names))}
    report(measure(pages, options.turns, options.each, change))


def measure(pages: dict[str, list[Callable[[], bytes]]], turns: int, each: int, change: Callable[[], None]) -> dict[str, list[float]]:
    """Milliseconds of one answer, turn by turn."""
    spent: dict[str, list[float]] = {name: [] for name in pages}
    for turn in range(turns + 1):
        for name, asks in pages.items():
            took = 0.0
            for number in range(each):
                change()
                begun = time.thread_time()
                asks[number % len(asks)]()
                took += time.thread_time() - begun
            if turn:  # the first one warms
                spent[name].append(took / each * 1000)
    return spent


def report(spent: dict[str, list[float]]) -> None:
    base = min(spent[BARE])
    print(f"{'':36} {'least ms':>9} {'median':>8}   bare ÷ page (least)")
    for name, times in spent.items():
        print(f"{name:36} {min(times):9.2f} {statistics.median(times):8.2f}   {base / min(times):6.2f}")


def profile(asks: list[Callable[[], bytes]], change: Callable[[], None]) -> None:
    profiler = cProfile.Profile()
    for number in range(50):
        change()
        profiler.enable()
        asks[number % len(asks)]()
        profiler.disable()
    told = pstats.Stats(profiler, stream=sys.stdout)
    told.sort_stats("cumulative").print_stats(110)
    told.sort_stats("tottime").print_stats(40)


def queries(ask: Callable[[], bytes], change: Callable[[], None]) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    change()
    with CaptureQueriesContext(connection) as asked:
        ask()
    for number, one in enumerate(asked.captured_queries, start=1):
        print(f"{number:3} {float(one['time']) * 1000:6.1f} ms  {one['sql'][:700]}")


if __name__ == "__main__":
    main()
