"""A bad line: it cuts connections before the question, after the question and in the middle of the answer."""

import asyncio
import contextlib
import random
from collections import Counter

WAYS = ("fine", "never asked", "answer lost", "cut in the middle")
LASTS = 60.0  # seconds; one end may have died without the other hearing of it


class BadLine:
    """Forwards to one of the ports; `bad` is the share of connections that something happens to."""

    def __init__(self, ports: list[int], dice: random.Random, *, bad: float) -> None:
        self.ports, self.dice, self.bad = ports, dice, bad
        self.told: Counter[str] = Counter()

    async def __aenter__(self) -> "BadLine":
        self.server = await asyncio.start_server(self.handle, "127.0.0.1", 0)
        self.port = self.server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_error: object) -> None:
        self.server.close()

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        way = self.dice.choice(WAYS[1:]) if self.dice.random() < self.bad else WAYS[0]
        self.told[way] += 1
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            async with asyncio.timeout(LASTS):
                if way != "never asked":
                    await self.forward(reader, writer, way)
        writer.close()

    async def forward(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, way: str) -> None:
        theirs, ours = await asyncio.open_connection("127.0.0.1", self.dice.choice(self.ports))
        question = asyncio.create_task(pipe(reader, ours))
        try:
            if way == "answer lost":
                await theirs.read(1)  # it was done over there, and nobody here will hear of it
            else:
                await pipe(theirs, writer, most=self.dice.randrange(1, 900) if way == "cut in the middle" else None)
        finally:
            question.cancel()
            ours.close()


async def pipe(source: asyncio.StreamReader, target: asyncio.StreamWriter, *, most: int | None = None) -> None:
    """Copy until the source ends, or after `most` bytes."""
    while piece := await source.read(65536 if most is None else min(most, 65536)):
        target.write(piece)
        await target.drain()
        if most is not None:
            most -= len(piece)
            if most <= 0:
                return
