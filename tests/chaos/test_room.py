"""Servers and worker are killed all the time and the line loses answers: nothing is lost, nothing doubled, and everybody reads one order.

A short run is part of the suite; `make chaos MESSAGES=10000` is the whole promise.
"""

import asyncio
import os
import random
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from tests.browser.site import BASE
from tests.chaos.houses import Houses
from tests.chaos.proxy import WAYS, BadLine
from tests.chaos.talkers import Seat

pytestmark = pytest.mark.chaos
ROOMS = 3
MESSAGES = int(os.environ.get("MESSAGES", "240"))
SEED = int(os.environ.get("SEED", "1"))
WHOLE = 10_000  # messages of a run that must keep the whole promise


async def story(folder):
    """All rooms at once on the bad line; the houses (for what was killed), the line, and the four seats of each room."""
    dice = random.Random(SEED)
    each = -(-MESSAGES // (2 * ROOMS))  # for each of the two in a room, rounded up
    async with Houses(folder, webs=3, rooms=ROOMS) as houses, BadLine(houses.ports, dice, bad=0.3) as line:
        began, tables = time.monotonic(), []
        for room in houses.rooms:
            hers, his = room["cookies"]
            seats = [Seat(line.port, room["chat"], cookie) for cookie in (hers, his, hers, his)]
            tables.append(seats)
        trouble = asyncio.create_task(houses.trouble(dice, every=0.8))
        deeds = []
        for tuva, pia, tuvas_tab, pias_tab in tables:
            deeds += [tuva.write([f"tuva {n}" for n in range(each)]), pia.write([f"pia {n}" for n in range(each)])]
            deeds += [tuva.poll(2 * each), pia.follow(2 * each), tuvas_tab.follow(2 * each), pias_tab.poll(2 * each)]
        async with asyncio.timeout(60 + MESSAGES / 4):
            await asyncio.gather(*deeds)
        trouble.cancel()
        told = {"seconds": round(time.monotonic() - began, 1), **houses.kills, "messages": 2 * each * ROOMS, **line.told}
    return told, tables, each


def test_nothing_is_lost_nothing_doubled_and_everybody_reads_one_order(tmp_path):
    with ThreadPoolExecutor(1) as aside:  # a thread of its own: the browser tests of the same run keep a loop in this one
        told, tables, each = aside.submit(lambda: asyncio.run(story(tmp_path))).result()
    print(told)
    with closing(sqlite3.connect(tmp_path / BASE)) as base:
        rows = base.execute("SELECT chat_id, seq, body FROM certification_message ORDER BY chat_id, seq").fetchall()
    assert len(rows) == told["messages"]
    for seats in tables:
        written = [(seq, body) for chat, seq, body in rows if chat == seats[0].chat]
        assert [seq for seq, _body in written] == list(range(1, 2 * each + 1))
        assert [seat.seen for seat in seats] == [written] * 4
        for who in ("tuva", "pia"):
            assert [body for _seq, body in written if body.startswith(who)] == [f"{who} {n}" for n in range(each)]
    broken = sum(told.get(way, 0) for way in WAYS[1:])
    assert told["web"] + told["worker"] >= told["seconds"]
    assert told["answer lost"] > 5
    if MESSAGES >= WHOLE:
        assert told["web"] >= 100, told
        assert broken >= 5000, told
