"""A site in a process of its own, with a database of its own, that tests may kill and start again."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from tests.blank import lay_out

BASE = "ledestjerne.sqlite3"
ROOT = Path(__file__).resolve().parent.parent.parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Site:
    """`with Site(folder, script) as site:` migrates a fresh database, runs `script` in it, and serves in demo mode."""

    blank: bytes | None = None  # a migrated, empty database

    def __init__(self, folder: Path, script: str) -> None:
        self.folder, self.port = folder, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        kept = {key: os.environ[key] for key in ("PATH", "HOME", "LANG", "PYTHONUTF8") if key in os.environ}
        self.env = {
            **kept, "DJANGO_SETTINGS_MODULE": "tests.browser.site_settings", "DEMO": "true", "VAR_DIR": str(folder), "BASE_URL": self.url,
        }  # fmt: skip
        self.script = script
        self.process: subprocess.Popen[bytes] | None = None

    def run(self, *command: str) -> None:
        done = subprocess.run([sys.executable, *command], cwd=ROOT, env=self.env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-3000:]

    def __enter__(self) -> "Site":
        self.folder.mkdir(parents=True, exist_ok=True)
        if Site.blank is None:  # two hundred migrations take longer than most tests: once for all sites of a run
            lay_out(self.folder / BASE)
            for command in (["migrate", "-v0"], ["createcachetable"]):
                self.run("manage.py", *command)
            Site.blank = (self.folder / BASE).read_bytes()
        else:
            (self.folder / BASE).write_bytes(Site.blank)
        self.run("-c", f"import django; django.setup()\n{self.script}")
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.kill()

    def start(self) -> None:
        """Serve, and return when the first answer comes."""
        arguments = ["uvicorn", "lms.asgi:application", "--port", str(self.port), "--log-level", "warning"]
        self.process = subprocess.Popen([sys.executable, "-m", *arguments], cwd=ROOT, env=self.env)
        patience = time.monotonic() + 30
        while time.monotonic() < patience:
            try:
                with urllib.request.urlopen(f"{self.url}/livez", timeout=1):
                    return
            except OSError:
                time.sleep(0.05)
        raise AssertionError("the site did not start in thirty seconds")

    def kill(self) -> None:
        """As when the machine loses power: no goodbye."""
        if self.process:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            self.process = None
