"""How long from send to seen in the practice room, with 20 and with 200 open streams: `python -m tests.bench.room`.

A house of its own: SQLite and one web process as in a small municipality, or with `--postgres` a PostgreSQL that lives as long as this
run and two web processes. Every room has two open streams; in every room one line is sent every four seconds, a lively chat. Every line
must arrive at both, once and in order. The load comes from the same machine: what it and the house took of the processors is told.
"""

import asyncio
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
import uuid
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.bench.costs import processor_seconds
from tests.browser.site import free_port

ROOT = Path(__file__).resolve().parent.parent.parent
TOKEN = "a" * 32  # as in tests/rooms.py, which needs Django
PACE = 4.0  # seconds between two lines in one room
AIMS = {20: "aim p50 ≤ 100, p95 ≤ 250", 200: "aim p95 ≤ 600"}
MARK = re.compile(rb'"body": "line (\d+)"')


def prepare(rooms: int) -> None:
    """Make live rooms and print, as JSON, each room's number and the cookies of its two."""
    import django

    django.setup()
    from tests.rooms import make_rooms

    print(json.dumps(make_rooms(rooms)))


@dataclass
class Tally:
    """What the streams saw: how long each line took (seconds), and what came wrong."""

    took: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    sent: int = 0
    house: float = 0.0  # processors the web processes kept busy, 1.0 being a whole one
    load: float = 0.0  # and those that we kept busy

    def at(self, share: float) -> float:
        """The milliseconds within which this share of the lines was seen."""
        took = sorted(self.took) or [float("nan")]
        return 1000 * took[int(share * (len(took) - 1))]


class Room:
    """One room with its two open streams."""

    def __init__(self, facts: dict[str, Any], port: int, tally: Tally) -> None:
        self.chat, self.cookies, self.port, self.tally = facts["chat"], facts["cookies"], port, tally
        self.sent_at: list[float] = []
        self.seen = [0, 0]

    def head(self, method: str, name: str, who: int, more: str = "") -> bytes:
        line = f"{method} /nb/practice/{self.chat}/{name} HTTP/1.1\r\nHost: localhost:{self.port}\r\n"
        return f"{line}Cookie: {self.cookies[who]}\r\n{more}\r\n".encode()

    async def listen(self, who: int, ready: asyncio.Event) -> None:
        """Read a stream for as long as the measuring lasts."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(self.head("GET", "stream/?after=0", who))
        try:
            while line := await reader.readline():
                if line.startswith(b"event: state"):
                    ready.set()
                elif found := MARK.search(line):
                    self.hear(who, int(found[1]))
        finally:
            writer.close()

    def hear(self, who: int, number: int) -> None:
        if number != self.seen[who]:
            self.tally.wrong.append(f"room {self.chat}: line {number} where {self.seen[who]} was due")
        self.seen[who] = number + 1
        self.tally.took.append(time.perf_counter() - self.sent_at[number])

    async def talk(self, seconds: float) -> None:
        """Send a line every few seconds, by turns."""
        ends = time.perf_counter() + seconds
        await asyncio.sleep(random.random() * PACE)
        while time.perf_counter() < ends:
            number = len(self.sent_at)
            self.sent_at.append(time.perf_counter())
            await self.post(number % 2, number)
            await asyncio.sleep(PACE * (0.5 + random.random()))

    async def post(self, who: int, number: int) -> None:
        """Over a connection of its own: at this pace the server has closed the one before."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        body = json.dumps({"client_id": str(uuid.uuid4()), "body": f"line {number}"}).encode()
        more = f"X-CSRFToken: {TOKEN}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        writer.write(self.head("POST", "messages/", who, more) + body)
        answer = await reader.readuntil(b"\r\n\r\n")
        length = int(re.search(rb"(?i)content-length: (\d+)", answer)[1])  # type: ignore[index]
        said = await reader.readexactly(length)
        self.tally.sent += 1
        if b" 201 " not in answer.split(b"\r\n")[0]:
            self.tally.wrong.append(f"room {self.chat}: {said[:80]!r}")
        writer.close()


async def measure(facts: list[dict[str, Any]], port: int, seconds: float, server: int) -> Tally:
    """Open two streams in each room, let the rooms talk, and wait until what was sent has been seen. `server` is a process id."""
    tally = Tally()
    rooms = [Room(one, port, tally) for one in facts]
    ready = [asyncio.Event() for _ in range(2 * len(rooms))]
    streams = [asyncio.create_task(room.listen(who, ready[2 * n + who])) for n, room in enumerate(rooms) for who in (0, 1)]
    async with asyncio.timeout(60):
        await asyncio.gather(*[event.wait() for event in ready])
    began, house, load = time.perf_counter(), processor_seconds(server), time.process_time()
    await asyncio.gather(*[room.talk(seconds) for room in rooms])
    lasted = time.perf_counter() - began
    tally.house, tally.load = (processor_seconds(server) - house) / lasted, (time.process_time() - load) / lasted
    patience = time.perf_counter() + 15
    while len(tally.took) < 2 * tally.sent and time.perf_counter() < patience:
        await asyncio.sleep(0.1)
    for stream in streams:
        stream.cancel()
    await asyncio.gather(*streams, return_exceptions=True)
    if len(tally.took) != 2 * tally.sent:
        tally.wrong.append(f"{2 * tally.sent - len(tally.took)} lines never arrived")
    return tally


def environment(var: str, port: int) -> dict[str, str]:
    url = os.environ.get("DATABASE_URL", "")
    database = url if url.startswith("postgres") else f"sqlite:///{var}/room.sqlite3"
    settings = os.environ.get("DJANGO_SETTINGS_MODULE", "lms.settings")
    named = {"VAR_DIR": var, "DATABASE_URL": database, "DEMO": "true", "DJANGO_SETTINGS_MODULE": settings}
    return {**os.environ, **named, "BASE_URL": f"http://localhost:{port}"}


@contextmanager
def served(given: dict[str, str], port: int, webs: int) -> Iterator[int]:
    """So many web processes; the process id of their parent."""
    command = [sys.executable, "-m", "uvicorn", "lms.asgi:application", "--port", str(port), "--log-level", "warning"]
    command += ["--workers", str(webs), "--timeout-graceful-shutdown", "1"]
    server = subprocess.Popen(command, cwd=ROOT, env=given, stdout=subprocess.DEVNULL)
    try:
        yield server.pid
    finally:
        server.terminate()
        server.wait(30)


async def answering(port: int) -> None:
    async with asyncio.timeout(60):
        while True:
            try:
                await asyncio.open_connection("127.0.0.1", port)
                return
            except OSError:
                await asyncio.sleep(0.2)


def measure_all(levels: list[int], seconds: float, webs: int) -> dict[int, Tally]:
    """Fill a house, serve it, and measure at each number of open streams."""
    found = {}
    with tempfile.TemporaryDirectory(prefix="ledestjerne-room-") as var:
        port = free_port()
        given = environment(var, port)
        for command in (["manage.py", "migrate", "-v0"], ["manage.py", "createcachetable"]):
            subprocess.run([sys.executable, *command], cwd=ROOT, env=given, check=True)
        me = [sys.executable, "-m", "tests.bench.room", "--prepare", str(sum(levels) // 2)]
        facts = json.loads(subprocess.run(me, cwd=ROOT, env=given, stdout=subprocess.PIPE, check=True).stdout)
        with served(given, port, webs) as server:
            asyncio.run(answering(port))
            for streams in levels:
                found[streams] = asyncio.run(measure(facts[: streams // 2], port, seconds, server))
                facts = facts[streams // 2 :]
    return found


def tell(found: dict[int, Tally]) -> None:
    """The table."""
    print(f"{'open streams':>12} {'lines seen':>10} {'p50 ms':>8} {'p95 ms':>8} {'most ms':>8}   processors: house, load")
    for streams, tally in found.items():
        figures = "".join(f"{tally.at(share):9.0f}" for share in (0.5, 0.95, 1))
        shares = f"{tally.house:6.2f} {tally.load:5.2f}"
        print(f"{streams:12} {len(tally.took):10}{figures}   {shares:25} {AIMS.get(streams, '')}")
        for line in tally.wrong[:3]:
            print(f"  wrong: {line}")


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--prepare", type=int, default=0, help="make so many rooms and print them")
    parser.add_argument("--streams", type=int, nargs="*", default=[20, 200])
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--webs", type=int, default=0, help="web processes (default: 1, on PostgreSQL 2)")
    parser.add_argument("--postgres", action="store_true", help="on a PostgreSQL of its own, gone afterwards")
    options = parser.parse_args()
    if options.prepare:
        prepare(options.prepare)
        return
    postgres = os.environ.get("DATABASE_URL", "").startswith("postgres")
    if options.postgres and not postgres:
        again = [sys.executable, ".ci/postgres", sys.executable, "-m", "tests.bench.room", *sys.argv[1:]]
        sys.exit(subprocess.run(again, cwd=ROOT, check=False).returncode)
    webs = options.webs or (2 if postgres else 1)
    print(f"{'PostgreSQL' if postgres else 'SQLite'}, {webs} web process{'es' if webs > 1 else ''}", flush=True)
    tell(measure_all(options.streams, options.seconds, webs))


if __name__ == "__main__":
    main()
