"""Parts of an agreement that hold in some houses only. Plain text in, plain text out.

A part begins with a line such as `::: only no_municipality, no_ngo` and ends with `:::`. Places are countries and legal profiles.
"""

import re
from collections.abc import Collection

BEGINS = re.compile(r"^:::\s*only\s+(.+?)\s*$")
ENDS = re.compile(r"^:::\s*$")


def for_houses(text: str, places: Collection[str]) -> str:
    """The text as somebody in these places reads it: parts for others left out. With no places at all, every part stays."""
    kept, open_part, shown = [], False, True
    for line in text.splitlines():
        if begins := BEGINS.match(line):
            open_part, shown = True, not places or bool(_places(begins[1]) & set(places))
        elif open_part and ENDS.match(line):
            open_part, shown = False, True
        elif shown:
            kept.append(line)
    return "\n".join(kept)


def wrong_line(text: str, known: Collection[str]) -> str:
    """The first line that makes no sense as a part: an unknown place, a part inside another, an end or a beginning too many; or ""."""
    begun = ""
    for line in text.splitlines():
        if begins := BEGINS.match(line):
            if begun or not _places(begins[1]) <= set(known):
                return line
            begun = line
        elif line.startswith(":::"):
            if not begun or not ENDS.match(line):
                return line
            begun = ""
    return begun


def _places(written: str) -> set[str]:
    return {place for place in re.split(r"[\s,]+", written) if place}
