"""Places in a drawn page that are filled at each reading: what belongs to one request must not be in what is kept for many."""

import re
import secrets
from functools import lru_cache

from django.utils.safestring import SafeString, mark_safe

_LOT = secrets.token_hex(12)  # nobody outside this process can write a hole
_CUT = re.compile(f"(hole{_LOT}[a-z0-9_-]+end)")


@lru_cache(maxsize=1000)
def hole(name: str) -> SafeString:
    """What stands in a page where something is filled in at each reading."""
    return mark_safe(f"hole{_LOT}{name}end")


def cut(page: str) -> list[str]:
    """The page in pieces: text, hole, text, …"""
    return _CUT.split(page)
