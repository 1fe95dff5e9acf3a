"""Several web processes over one database, each killed without a goodbye as often as the test likes, and a worker beside them."""

import asyncio
import contextlib
import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

from tests.blank import lay_out
from tests.browser.site import BASE, ROOT, free_port

PREPARE = """
import django, json, sys
django.setup()
from tests.rooms import make_rooms
print(json.dumps(make_rooms(int(sys.argv[1]))))
"""


class Houses:
    """`async with Houses(folder, webs=3, rooms=2) as houses:` has so many web processes running, and `houses.rooms` in their database."""

    def __init__(self, folder: Path, *, webs: int, rooms: int) -> None:
        self.folder, self.count = folder, rooms
        self.ports = [free_port() for _ in range(webs)]
        kept = {key: os.environ[key] for key in ("PATH", "HOME", "LANG", "PYTHONUTF8") if key in os.environ}
        mine = {"DJANGO_SETTINGS_MODULE": "tests.browser.site_settings", "DEMO": "true", "VAR_DIR": str(folder)}
        self.env = {**kept, **mine, "BASE_URL": "http://localhost", "ALLOWED_HOSTS": "*"}
        self.running: dict[int, int] = {}  # port: process
        self.kills = {"web": 0, "worker": 0}

    def run(self, *command: str) -> str:
        done = subprocess.run([sys.executable, *command], cwd=ROOT, env=self.env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    async def __aenter__(self) -> "Houses":
        self.folder.mkdir(parents=True, exist_ok=True)
        lay_out(self.folder / BASE)
        for command in (["migrate", "-v0"], ["createcachetable"]):
            self.run("manage.py", *command)
        self.rooms = json.loads(self.run("-c", PREPARE, str(self.count)).splitlines()[-1])
        nursery = [sys.executable, "-m", "tests.chaos.nursery"]
        self.nursery = subprocess.Popen(nursery, cwd=ROOT, env=self.env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for port in self.ports:
            self.start(port)
        self.start(0)
        await asyncio.gather(*map(self.up, self.ports))
        return self

    async def __aexit__(self, *_error: object) -> None:
        for port in list(self.running):
            self.kill(port)
        self.nursery.communicate()

    def start(self, port: int) -> None:
        """A web process at `port`; at 0 the worker."""
        assert self.nursery.stdin
        assert self.nursery.stdout
        print(port, file=self.nursery.stdin, flush=True)
        self.running[port] = int(self.nursery.stdout.readline())

    def kill(self, port: int) -> None:
        """As when the machine loses power."""
        process, patience = self.running.pop(port), time.monotonic() + 10
        with contextlib.suppress(ProcessLookupError):  # gone with all its children when there is nobody left to kill
            while time.monotonic() < patience:
                os.killpg(process, 9)
                time.sleep(0.005)
        self.kills["web" if port else "worker"] += 1

    async def up(self, port: int) -> None:
        """Until it listens."""
        async with asyncio.timeout(60):
            while True:
                try:
                    _reader, writer = await asyncio.open_connection("127.0.0.1", port)
                    writer.close()
                    return
                except OSError:
                    await asyncio.sleep(0.1)

    async def trouble(self, dice: random.Random, every: float) -> None:
        """Kill one of them every so many seconds, and have it start again; for as long as this task lives. Late ones are made up for."""
        due = asyncio.get_running_loop().time()
        while True:
            due += every
            await asyncio.sleep(due - asyncio.get_running_loop().time())
            port = dice.choice(list(self.running))
            self.kill(port)
            self.start(port)
