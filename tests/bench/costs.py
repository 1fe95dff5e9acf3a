"""What a tree of processes costs: memory with shared pages counted once (PSS), and processor time.
And what one flush of the disk takes: what is saved on SQLite waits for one, one after the other."""

import os
import statistics
import tempfile
import time
from pathlib import Path


def tree(root: int) -> list[int]:
    """The process and everything that descends from it."""
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError, IndexError):
            continue
    found, todo = [], [root]
    while todo:
        here = todo.pop()
        found.append(here)
        todo += [child for child, parent in parents.items() if parent == here]
    return found


def megabytes(root: int) -> tuple[float, float]:
    """(PSS, RSS) of the whole tree in megabytes; PSS shares common pages out fairly, RSS counts them once per process."""
    pss = rss = 0
    for pid in tree(root):
        try:
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    pss += int(line.split()[1])
                elif line.startswith("Rss:"):
                    rss += int(line.split()[1])
        except OSError:
            continue
    return pss / 1000, rss / 1000


def processor_seconds(root: int) -> float:
    """Processor time that the processes alive in the tree have used so far; says more than a clock on a busy machine."""
    ticks = 0
    for pid in tree(root):
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def flush_milliseconds(folder: str, *, times: int = 100) -> float:
    """How long the disk under a folder takes, in the median, until two pages of a log are safe (what a commit in WAL mode waits for)."""
    taken = []
    with tempfile.TemporaryFile(dir=folder) as log:
        for _ in range(times):
            os.write(log.fileno(), bytes(8192))
            before = time.perf_counter()
            os.fdatasync(log.fileno())
            taken.append(time.perf_counter() - before)
    return statistics.median(taken) * 1000
