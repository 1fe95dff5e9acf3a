"""People in a room on a bad line: writers who send again until they are told, readers who ask for what is after what they have."""

import asyncio
import contextlib
import json
import re
import uuid
from dataclasses import dataclass, field
from typing import Any

from tests.rooms import TOKEN

PATIENCE = 5.0  # seconds until somebody gives up on a connection and tries again
BREATH = 0.05


@dataclass
class Seat:
    """One person's browser in one room: how they reach it, and what they have seen, in order of arrival."""

    port: int
    chat: int
    cookie: str
    seen: list[tuple[int, str]] = field(default_factory=list)

    def head(self, method: str, name: str, more: str = "") -> bytes:
        lines = f"{method} /nb/practice/{self.chat}/{name} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nCookie: {self.cookie}\r\n"
        return f"{lines}Accept: application/json\r\n{more}\r\n".encode()

    async def ask(self, question: bytes) -> tuple[int, bytes]:
        """The status and the body; OSError or TimeoutError when the line did not hold, or not to the end."""
        async with asyncio.timeout(PATIENCE):
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            try:
                writer.write(question)
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                length = re.search(r"(?i)content-length: (\d+)", head)
                body = await reader.readexactly(int(length[1])) if length else b""
                return int(head.split(" ")[1]), body
            except asyncio.IncompleteReadError as cut:
                raise OSError("cut") from cut
            finally:
                writer.close()

    async def write(self, texts: list[str]) -> None:
        """Send each text, the next one only after the one before is known to be there."""
        for text in texts:
            body = json.dumps({"client_id": str(uuid.uuid4()), "body": text})
            more = f"X-CSRFToken: {TOKEN}\r\nContent-Type: application/json\r\nContent-Length: {len(body.encode())}\r\n"
            await self.until_told(self.head("POST", "messages/", more) + body.encode())

    async def until_told(self, question: bytes) -> None:
        while True:
            try:
                status, answer = await self.ask(question)
            except (OSError, TimeoutError):
                status, answer = 0, b""
            if status in (200, 201):
                return
            assert status in (0, 500, 502, 503), (status, answer[:200])  # a server that is dying may say so
            await asyncio.sleep(BREATH)

    async def poll(self, until: int) -> None:
        """Ask for what is new until so many lines have been seen."""
        while len(self.seen) < until:
            try:
                status, answer = await self.ask(self.head("GET", f"messages/?after={self.last}"))
            except (OSError, TimeoutError):
                status = 0
            if status == 200:
                self.take(json.loads(answer)["messages"])
            await asyncio.sleep(BREATH * 4)

    async def follow(self, until: int) -> None:
        """Keep a stream open, and open it again from where it broke, until so many lines have been seen."""
        while len(self.seen) < until:
            with contextlib.suppress(OSError, TimeoutError):
                await self.listen(until)
            await asyncio.sleep(BREATH)

    async def listen(self, until: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            writer.write(self.head("GET", "stream/", f"Last-Event-ID: {self.last}\r\n"))
            while len(self.seen) < until:
                async with asyncio.timeout(20):
                    line = await reader.readline()
                if not line:
                    return
                if line.endswith(b"\n") and line.startswith(b"data: ") and b'"seq"' in line:
                    said = json.loads(line[6:])
                    if "body" in said:
                        self.take([said])
        finally:
            writer.close()

    @property
    def last(self) -> int:
        return self.seen[-1][0] if self.seen else 0

    def take(self, said: list[dict[str, Any]]) -> None:
        self.seen += [(line["seq"], line["body"]) for line in said]
