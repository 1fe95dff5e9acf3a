"""The site in a thread of the tests' own process, on the tests' own database, as an ASGI server: streams arrive.

Django's own live server is WSGI and never delivers a stream.
"""

import socket
import threading
import time
from typing import Any

import uvicorn
from django.contrib.staticfiles.handlers import ASGIStaticFilesHandler

from lms.kernel.asgi import House


class Served:
    """`with Served() as url:` answers at `url` until the block ends."""

    def __init__(self) -> None:
        self.socket = socket.socket()
        self.socket.bind(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        application: Any = ASGIStaticFilesHandler(House(threads=8))  # nothing is collected for tests
        quiet = uvicorn.Config(application, log_level="critical", lifespan="off", timeout_graceful_shutdown=1, log_config=None)
        self.server = uvicorn.Server(quiet)
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [self.socket]}, daemon=True)

    def __enter__(self) -> str:
        self.thread.start()
        patience = time.monotonic() + 30
        while not self.server.started:
            assert time.monotonic() < patience, "the site did not start in thirty seconds"
            time.sleep(0.02)
        return self.url

    def __exit__(self, *_error: object) -> None:
        self.server.should_exit = True
        self.thread.join(10)
