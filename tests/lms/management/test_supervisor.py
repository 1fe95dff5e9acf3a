"""The supervisor with tiny children: they come back, they go together, they never stay behind."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

# a child that starts a child of its own, writes both numbers down and waits
FAMILY = """
import os, subprocess, sys, time
own = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
open(sys.argv[1], "a").write(f"{os.getpid()} {own.pid}\\n")
time.sleep(60)
"""
# the same, forked from the program that watches
FORKED = """
import sys
from lms.management.supervisor import Forked, Supervisor
program = sys.argv.pop(1)
sys.exit(Supervisor([Forked("little", lambda: exec(program, {"__name__": "child"}))], lambda line: print(line, flush=True)).run())
"""
DEAF = "import signal, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); open(sys.argv[1], 'a').write('0 0\\n'); time.sleep(60)"


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split(")")[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def until(true, seconds=10.0):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if answer := true():
            return answer
        time.sleep(0.02)
    raise AssertionError("waited in vain")


@pytest.fixture(params=["a program of its own", "forked"])
def supervise(request, tmp_path):
    """Start a supervisor over one child; gives (process, a function reading which families were started)."""
    running = []

    def start(program: str):
        notes = tmp_path / "notes"
        apart = ["-m", "lms.management.supervisor", json.dumps([["little", sys.executable, "-c", program, str(notes)]])]
        command = ["-c", FORKED, program, str(notes)] if request.param == "forked" else apart
        process = subprocess.Popen([sys.executable, *command], stdout=subprocess.PIPE, text=True)
        running.append(process)
        return process, lambda: [tuple(map(int, line.split())) for line in notes.read_text().splitlines()] if notes.exists() else []

    yield start
    for process in running:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        process.stdout.close()
        process.wait()


def test_a_signal_stops_child_and_grandchild_and_ends_well(supervise):
    process, families = supervise(FAMILY)
    (family,) = until(families)
    process.send_signal(signal.SIGINT)
    assert process.wait(5) == 0
    assert not any(alive(pid) for pid in family)


def test_a_killed_child_comes_back_and_leaves_nobody_behind(supervise):
    process, families = supervise(FAMILY)
    (first,) = until(families)
    os.kill(first[0], signal.SIGKILL)
    second = until(lambda: families()[1:])[0]
    assert not any(alive(pid) for pid in first)
    assert all(alive(pid) for pid in second)
    process.terminate()
    assert process.wait(5) == 0


def test_a_child_that_cannot_live_is_given_up(supervise):
    process, families = supervise("import sys; open(sys.argv[1], 'a').write('0 0\\n'); sys.exit(3)")
    assert process.wait(20) == 1
    assert len(families()) == 3
    assert "ended with 3 and will not stay up" in process.stdout.read()


def test_a_second_signal_does_not_wait_for_the_deaf(supervise):
    process, families = supervise(DEAF)
    until(families)
    began = time.monotonic()
    process.terminate()
    time.sleep(0.2)
    process.terminate()
    assert process.wait(5) == 0
    assert time.monotonic() - began < 3


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent died")
def test_a_killed_supervisor_takes_its_children_along(supervise):
    process, families = supervise(FAMILY)
    (family,) = until(families)
    process.kill()
    until(lambda: not alive(family[0]))
    with contextlib.suppress(ProcessLookupError):
        os.kill(family[1], signal.SIGKILL)  # this grandchild does not listen; uvicorn and the worker end their own
