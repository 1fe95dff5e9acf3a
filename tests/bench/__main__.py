"""`make bench`: one run, one table. Ratios to a bare Wagtail page served by the same server with the same processes."""

import json
import os
import random
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.costs import flush_milliseconds, megabytes, processor_seconds
from tests.bench.load import Connection, Result, Target, hammer, request
from tests.bench.targets import targets

# how many times the requests per second of the bare page
AIMS = {
    "lesson page, signed in": 3.0, "your way": 2.0, "quiz question": 2.0, "quiz answer saved": 2.0,
    "verification page": 2.0, "duty passport": 3.0,
}  # fmt: skip
ROOT = Path(__file__).resolve().parent.parent.parent


def arguments() -> Namespace:
    parser = ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7, help="every page once in each round, in another order (default 7)")
    parser.add_argument("--seconds", type=float, default=1.5, help="how long one page is asked for in one round (default 1.5)")
    parser.add_argument("--connections", type=int, default=4)
    parser.add_argument("--no-room", action="store_true", help="leave the practice room out")
    parser.add_argument("--only-room", action="store_true", help="the practice room alone")
    parser.add_argument("--house", help="a folder to keep the filled house in, for the next time")
    return parser.parse_args()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def house(environment: dict[str, str], port: int) -> Iterator[int]:
    """Web and worker, as `make demo` runs them; the process id of their parent."""
    server = subprocess.Popen(
        [sys.executable, "manage.py", "serve", "--port", str(port)], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL
    )
    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                if Connection(port).ask(request("GET", "/livez", port))[0] == 200:
                    break
            except OSError:
                if time.monotonic() > deadline or server.poll() is not None:
                    sys.exit("The server did not start.")
                time.sleep(0.2)
        yield server.pid
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)


def measure(asked: list[Target], port: int, server: int, options: Namespace) -> dict[str, list[Result]]:
    """All targets in each round, shuffled, so that a noisy neighbour hits everybody alike."""
    dice, results = random.Random(1), {target.name: [] for target in asked}
    for target in asked:  # everything warm, and everything answering, before the clock runs
        warm = hammer(target, port, seconds=0.5, connections=options.connections)
        if warm.wrong or not warm.latencies:
            sys.exit(f"{target.name}: {warm.wrong[:1] or 'no answer'}")
    for number in range(options.rounds):
        print(f"  round {number + 1} of {options.rounds}", flush=True)
        for target in dice.sample(asked, len(asked)):
            before = processor_seconds(server)
            result = hammer(target, port, seconds=options.seconds, connections=options.connections)
            result.cpu = processor_seconds(server) - before
            results[target.name].append(result)
    return results


def ratios(results: dict[str, list[Result]], name: str, base: str) -> list[float]:
    """Requests per second of `name` through those of `base`, round by round."""
    return [one.per_second / other.per_second for one, other in zip(results[name], results[base], strict=True)]


def spread(values: list[float]) -> str:
    return f"{statistics.median(values):5.2f}   ({min(values):.2f} to {max(values):.2f})"


def report(results: dict[str, list[Result]], asked: list[Target]) -> None:
    base = asked[0].name
    print(f"\n{'':34} {'requests/s':>10} {'p50 ms':>8} {'cpu ms':>7}   requests/s ÷ bare page (lowest to highest)   cpu ÷ bare")
    for target in asked:
        rounds = results[target.name]
        rate, p50 = statistics.median(r.per_second for r in rounds), statistics.median(r.p50 for r in rounds) * 1000
        cpu, of_base = (statistics.median(r.cpu_ms for r in results[name]) for name in (target.name, base))
        print(f"{target.name:34} {rate:10.1f} {p50:8.1f} {cpu:7.1f}   {spread(ratios(results, target.name, base)):40} {cpu / of_base:6.2f}")
        if wrong := [each for r in rounds for each in r.wrong]:
            print(f"  {len(wrong)} wrong answers, such as {wrong[0]}")
    slower = ratios(results, "inbox, 10 trainees", "inbox, 10,000 trainees")
    print(f"\ninbox, time with 10,000 ÷ with 10 trainees: {spread(slower)}   aim ≤ 1.3")
    longer = ratios(results, "rating, 20 lines", "rating, 500 lines")
    print(f"rating, time with 500 ÷ with 20 lines: {spread(longer)}   aim ≤ 1.5")
    for name, aim in AIMS.items():
        print(f"{name} ÷ bare page: {statistics.median(ratios(results, name, base)):.2f}   aim ≥ {aim}")


def main() -> None:
    options = arguments()
    if not options.only_room:
        pages(options)
    if not options.no_room:
        room()


def pages(options: Namespace) -> None:
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="ledestjerne-bench-") as folder:
        var = options.house or folder
        environment = {
            **os.environ,
            "DEMO": "true", "VAR_DIR": var, "BASE_URL": f"http://localhost:{port}", "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
            "DATABASE_URL": os.environ.get("DATABASE_URL", f"sqlite:///{var}/bench.sqlite3"),
        }  # fmt: skip
        facts = filled(Path(var), environment)
        with house(environment, port) as server:
            asked = targets(facts, port)
            wait_for_the_worker(port)
            results = measure(asked, port, server, options)
            report(results, asked)
            flush = flush_milliseconds(var)
            print(f"one flush of this disk: {flush:.1f} ms, so at most {1000 / flush:.0f} answers can be saved in a second on SQLite")
            pss, rss = megabytes(server)
            print(f"memory of web and worker: {pss:.0f} MB (PSS; sum of RSS {rss:.0f} MB)   aim ≤ 350 MB")
        night(environment)
        questions(environment)
    certificates()


def night(environment: dict[str, str]) -> None:
    """Every way brought up to date, as the nightly habit does it: seconds and the most memory it took."""
    done = subprocess.run([sys.executable, "-m", "tests.bench.night"], cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=True)
    told = json.loads(done.stdout)
    print(
        f"{told['ways']:,} ways recomputed, {told['moved']:,} of them moved: {told['seconds']:.0f} s ({told['processor']:.0f} s of processor;"
        f" the longest portion {told['longest']:.1f} s), {told['megabytes']:.0f} MB   aim ≤ 120 s for 10,000, ≤ 300 MB"
    )


def questions(environment: dict[str, str]) -> None:
    """A large file of questions read into a bank: seconds, the most memory it took, and how often it said how far it was."""
    done = subprocess.run([sys.executable, "-m", "tests.bench.questions"], cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=True)
    told = json.loads(done.stdout)
    what = f"{told['questions']:,} questions read in ({told['file']:.0f} MB of Moodle XML, progress told {told['steps']} times)"
    print(f"{what}: {told['seconds']:.0f} s, {told['megabytes']:.0f} MB   aim ≤ 60 s, ≤ 300 MB")


def certificates() -> None:
    """Checking and asking for duty among a thousand and among a million certificates (CERTIFICATES=…), on a house of their own."""
    print("Certificates, a thousand and a million …", flush=True)
    kept = {name: value for name, value in os.environ.items() if name not in ("VAR_DIR", "DATABASE_URL")}
    done = subprocess.run([sys.executable, "-m", "tests.bench.certificates"], cwd=ROOT, env=kept, stdout=subprocess.PIPE, check=True)
    told = json.loads(done.stdout)
    for name, one in told["ways"].items():
        few, many = one["queries"]
        times = (
            f"{one['many'] / one['few']:5.2f}   ({one['few']:.1f} ms and {one['many']:.1f} ms of processor time, {few} and {many} queries)"
        )
        print(f"{name}, cost among {told['many']:,} ÷ among {told['few']:,}: {times}   aim ≤ 1.2")


def filled(var: Path, environment: dict[str, str]) -> dict:
    """A house to measure, made now unless the folder holds one; what prepare.py says about it."""
    told = var / "facts.json"
    if not told.exists():
        print("Filling a house to measure …", flush=True)
        done = subprocess.run([sys.executable, "-m", "tests.bench.prepare"], cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=True)
        told.write_bytes(done.stdout)
    return json.loads(told.read_text())


def wait_for_the_worker(port: int) -> None:
    """Until it has done what the filling left behind: its heartbeat stands at the end of the queue."""
    print("Waiting for the worker to be done …", flush=True)
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline:
        if b'"worker": true' in Connection(port).ask(request("GET", "/readyz", port))[1]:
            return
        time.sleep(0.5)


def room() -> None:
    """The live room has a bench of its own, on houses of its own: the small one and the large one."""
    print("\nThe practice room: from send to seen", flush=True)
    for more in ([], ["--postgres"]):
        subprocess.run([sys.executable, "-m", "tests.bench.room", *more], cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
