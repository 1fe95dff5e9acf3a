"""Files of keys, read once and kept in this process until another file stands in their place.

To read a private half costs ten times what it costs to sign with it, and one that is asked whether people may be on duty signs every
answer. The file is looked at each time all the same: one that was taken away, exchanged or opened to others is never used from memory.
"""

from collections.abc import Callable
from pathlib import Path


class Kept[T]:
    """What `read` makes of the bytes of a file. One file at a time is kept: with the next one, what was known of the last is gone."""

    def __init__(self, read: Callable[[bytes], T]) -> None:
        self._read = read
        self._kept: tuple[tuple[Path, int, int, int, int], T] | None = None

    def of(self, path: Path, *, refuses: Callable[[int], None] | None = None) -> T:
        """Raises OSError when there is no file, and whatever `read` raises, which is then not kept. `refuses` is given the file's
        mode every time, before anything is read, and raises what it likes."""
        try:
            seen = path.stat()
        except OSError:
            self._kept = None
            raise
        if refuses:
            refuses(seen.st_mode & 0o777)
        mark = (path, seen.st_ino, seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns)
        kept = self._kept
        if kept is None or kept[0] != mark:
            self._kept = None
            self._kept = kept = (mark, self._read(path.read_bytes()))
        return kept[1]
