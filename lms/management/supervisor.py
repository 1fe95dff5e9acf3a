"""Keeping child processes alive together: what `manage.py serve` stands on.

A child is either forked from this program, so that what is loaded is shared, or (where forking a loaded program is not safe) a program
of its own: `python -m lms.management.supervisor '[["name", "program", "argument", …], …]'`, which knows no Django and stays small.

Each child leads a process group of its own, so that Ctrl-C reaches only the supervisor and the end of a child is the end of all it started.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import signal
import subprocess
import sys
import time
import traceback
from collections import deque
from collections.abc import Callable, Sequence
from typing import NoReturn

PATIENCE = 12.0  # seconds a child gets to stop by itself; open streams end after three
OUR_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PR_SET_PDEATHSIG = 1


def fall_with_parent() -> None:
    """Runs in the child before it starts: on Linux the kernel stops it when the supervisor is killed; elsewhere nothing happens."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Child:
    """One program that should run. `restarts` remembers when it had to be started again."""

    def __init__(self, name: str, command: Sequence[str]) -> None:
        self.name, self.command = name, command
        self.process: subprocess.Popen[bytes] | Fork | None = None
        self.began = 0.0
        self.restarts: deque[float] = deque(maxlen=40)
        self.stillborn = 0

    def start(self) -> None:
        self.process = subprocess.Popen(self.command, start_new_session=True, preexec_fn=fall_with_parent)  # noqa: PLW1509 (no threads here)
        self.began = time.monotonic()

    def died(self) -> int | None:
        """The exit code when it is no longer running."""
        return self.process.poll() if self.process else None

    def signal_all(self, number: int) -> None:
        """To the child and everything it started."""
        if self.process:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)

    def may_come_back(self, code: int) -> bool:
        """Whether starting again makes sense: not when it gives up by itself at once three times, nor after forty deaths in two minutes."""
        now = time.monotonic()
        self.stillborn = self.stillborn + 1 if code >= 0 and now - self.began < 10 else 0
        self.restarts.append(now)
        too_often = len(self.restarts) == self.restarts.maxlen and now - self.restarts[0] < 120
        return self.stillborn < 3 and not too_often


class Fork:
    """A forked process, as `subprocess` shows its own: pid, poll, wait, terminate."""

    def __init__(self, run: Callable[[], object]) -> None:
        parent = os.getpid()
        self.returncode: int | None = None
        self.pid = os.fork()
        if self.pid == 0:
            self._live(run, parent)

    @staticmethod
    def _live(run: Callable[[], object], parent: int) -> NoReturn:
        """In the child: its own process group, signals as at birth; never back into what the parent was doing."""
        code = 1
        try:
            os.setsid()
            for number in OUR_SIGNALS:
                signal.signal(number, signal.SIG_DFL)
            fall_with_parent()
            if os.getppid() == parent:
                run()
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
        except BaseException:
            traceback.print_exc()
        finally:
            with contextlib.suppress(Exception):
                sys.stdout.flush()
                sys.stderr.flush()
            os._exit(code)

    def poll(self) -> int | None:
        if self.returncode is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode

    def wait(self) -> int:
        while (code := self.poll()) is None:
            time.sleep(0.02)
        return code

    def terminate(self) -> None:
        if self.poll() is None:
            os.kill(self.pid, signal.SIGTERM)


class Forked(Child):
    """A part of this very program, forked: what is loaded here is shared with it, and loaded once for all."""

    def __init__(self, name: str, run: Callable[[], object]) -> None:
        super().__init__(name, ())
        self.run = run

    def start(self) -> None:
        sys.stdout.flush()
        self.process = Fork(self.run)
        self.began = time.monotonic()


class Supervisor:
    """Runs children until a signal comes or one of them cannot be kept alive. `say` gets one line for each thing worth knowing."""

    def __init__(self, children: Sequence[Child], say: Callable[[str], None]) -> None:
        self.children, self.say = children, say
        self.asked_to_stop = 0

    def run(self) -> int:
        """Start all, watch them, stop all; returns the exit code: 0 after a signal, 1 when a child would not live."""
        before = {number: signal.signal(number, self.note) for number in OUR_SIGNALS}
        try:
            for child in self.children:
                child.start()
            return self.watch()
        finally:
            self.stop()
            for number, handler in before.items():
                signal.signal(number, handler)

    def note(self, _number: int, _frame: object) -> None:
        """A first signal asks to stop, a second one means now."""
        self.asked_to_stop += 1

    def watch(self) -> int:
        while not self.asked_to_stop:
            for child in self.children:
                code = child.died()
                if code is not None and not self.revive(child, code):
                    return 1
            time.sleep(0.1)
        return 0

    def revive(self, child: Child, code: int) -> bool:
        """Start a dead child again, after clearing away what it left running."""
        child.signal_all(signal.SIGKILL)
        if not child.may_come_back(code):
            self.say(f"The {child.name} process ended with {code} and will not stay up. Stopping.")
            return False
        self.say(f"The {child.name} process ended with {code}; starting it again.")
        time.sleep(min(2.0, 0.2 * 2**child.stillborn))
        child.start()
        return True

    def stop(self) -> None:
        """Ask every child to stop; after a while, or a second signal, no longer ask."""
        for child in self.children:
            if child.process and child.died() is None:
                with contextlib.suppress(ProcessLookupError):
                    child.process.terminate()
        deadline = time.monotonic() + PATIENCE
        while any(child.process and child.died() is None for child in self.children):
            if time.monotonic() > deadline or self.asked_to_stop > 1:
                break
            time.sleep(0.05)
        for child in self.children:
            child.signal_all(signal.SIGKILL)
            if child.process:
                child.process.wait()


def main() -> int:
    """Supervise what the first argument lists, as JSON."""
    children = [Child(name, command) for name, *command in json.loads(sys.argv[1])]
    code = Supervisor(children, lambda line: print(line, flush=True)).run()
    print("Stopped.", flush=True)
    return code


if __name__ == "__main__":
    sys.exit(main())
