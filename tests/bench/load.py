"""A load generator of plain sockets and threads: it costs little, so the server is what is measured."""

import socket
import statistics
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import cycle


@dataclass(frozen=True)
class Target:
    """One thing to ask for, in one or more variants that take turns. `ok` is the status that counts as an answer."""

    name: str
    requests: Sequence[bytes]
    ok: int = 200


@dataclass
class Result:
    """What came of asking for a while: answers, how long each took (seconds), and what went wrong."""

    seconds: float = 0.0
    cpu: float = 0.0  # seconds of the server's processors
    latencies: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        return len(self.latencies) / self.seconds if self.seconds else 0.0

    @property
    def cpu_ms(self) -> float:
        """Processor time for each answer."""
        return self.cpu / len(self.latencies) * 1000 if self.latencies else 0.0

    @property
    def p50(self) -> float:
        return statistics.median(self.latencies) if self.latencies else 0.0


def request(method: str, path: str, port: int, *, headers: dict[str, str] | None = None, body: bytes = b"") -> bytes:
    """The bytes of an HTTP/1.1 request that keeps its connection."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: localhost:{port}"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    if body or method != "GET":
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


class Connection:
    """One connection that is kept, and opened again when the server closed it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.socket: socket.socket | None = None

    def ask(self, sent: bytes) -> tuple[int, bytes]:
        """(status, body) of the answer."""
        for attempt in (1, 2):
            if self.socket is None:
                self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=30)
                self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            try:
                self.socket.sendall(sent)
                return self._answer()
            except (ConnectionError, TimeoutError):
                self.close()
                if attempt == 2:
                    raise
        raise AssertionError("unreachable")

    def _answer(self) -> tuple[int, bytes]:
        assert self.socket
        received = b""
        while b"\r\n\r\n" not in received:
            piece = self.socket.recv(65536)
            if not piece:
                raise ConnectionError("closed")
            received += piece
        head, _, body = received.partition(b"\r\n\r\n")
        fields = head.lower()
        length = int(fields.partition(b"content-length:")[2].split(b"\r\n", 1)[0] or 0)
        while len(body) < length:
            piece = self.socket.recv(65536)
            if not piece:
                raise ConnectionError("closed")
            body += piece
        if b"\r\nconnection: close" in fields:
            self.close()
        return int(head.split(b" ", 2)[1]), body

    def close(self) -> None:
        if self.socket:
            self.socket.close()
        self.socket = None


def hammer(target: Target, port: int, *, seconds: float, connections: int) -> Result:
    """Ask for `target` over so many connections at once for so long."""
    result, lock = Result(), threading.Lock()
    end = time.perf_counter() + seconds
    began = time.perf_counter()

    def work(offset: int) -> None:
        connection, latencies, wrong = Connection(port), [], []
        turns = cycle([*target.requests[offset % len(target.requests) :], *target.requests[: offset % len(target.requests)]])
        while time.perf_counter() < end:
            before = time.perf_counter()
            status, body = connection.ask(next(turns))
            if status == target.ok:
                latencies.append(time.perf_counter() - before)
            else:
                wrong.append(f"{status}: {body[:80]!r}")
        connection.close()
        with lock:
            result.latencies += latencies
            result.wrong += wrong

    threads = [threading.Thread(target=work, args=(number,)) for number in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    result.seconds = time.perf_counter() - began
    return result
