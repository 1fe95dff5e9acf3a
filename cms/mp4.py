"""Looking into an MP4 file: what is in it, and forgetting where it was recorded. ISO/IEC 14496-12: boxes of size, name, content."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

FOLDERS = {b"moov", b"trak", b"mdia", b"minf", b"stbl"}  # boxes that hold boxes on the way to what we ask for
TELLING = {b"udta", b"meta", b"uuid"}  # phones write place, device and owner here
LARGEST_DESCRIPTION = 4096  # bytes read of a sample description
DEEPEST = 6


class Unreadable(ValueError):
    """The file is not built as it says."""


@dataclass(frozen=True)
class Box:
    name: bytes
    start: int  # of the box's head
    content: int  # where its content begins
    end: int


def boxes(file: BinaryIO, start: int, end: int, depth: int = 0) -> Iterator[Box]:
    """Every box between two places, and those inside the ones that hold boxes. Raises Unreadable where sizes do not add up."""
    at = start
    while at + 8 <= end:
        file.seek(at)
        head = file.read(16)
        size, name, content = int.from_bytes(head[:4]), head[4:8], at + 8
        if size == 1:
            size, content = int.from_bytes(head[8:16]), at + 16
        elif size == 0:  # to the end of the file
            size = end - at
        if size < content - at or at + size > end:
            raise Unreadable(name.decode("latin-1"))
        box = Box(name, at, content, at + size)
        yield box
        if name in FOLDERS and depth < DEEPEST:
            yield from boxes(file, box.content, box.end, depth + 1)
        at = box.end


def codecs(file: BinaryIO, size: int) -> set[str]:
    """The four letters of every track: avc1, hvc1, mp4a … Raises Unreadable for a file without any."""
    found = set()
    for box in boxes(file, 0, size):
        if box.name == b"stsd":
            file.seek(box.content)
            description = file.read(min(box.end - box.content, LARGEST_DESCRIPTION))
            found.add(description[12:16].decode("latin-1").strip().lower())
    if not found:
        raise Unreadable("no tracks")
    return found


def forget_origin(file: BinaryIO, size: int) -> int:
    """Blank out, in the file itself, what tells of place, device and owner. Returns how many boxes were blanked.

    Sizes stay as they were, so nothing that points into the file moves.
    """
    telling = [box for box in boxes(file, 0, size) if box.name in TELLING]
    for box in telling:
        file.seek(box.start + 4)
        file.write(b"free")
        file.seek(box.content)
        file.write(bytes(box.end - box.content))
    return len(telling)
