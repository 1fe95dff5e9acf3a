"""Ways to change a signed file: letters, pieces, pieces of somebody else's, meanings. Each says what it did; the dice are seeded."""

import json
from collections.abc import Callable
from copy import deepcopy
from random import Random
from typing import Any

from openbadgeslib.baking import bake_png, extract_png

from certification.credentials import jws

KEYWORD = b"openbadgecredential"


def flipped(raw: bytes, _other: bytes, dice: Random) -> bytes:
    at = dice.randrange(len(raw))
    return raw[:at] + bytes([raw[at] ^ 1 << dice.randrange(8)]) + raw[at + 1 :]


def replaced(raw: bytes, _other: bytes, dice: Random) -> bytes:
    at = dice.randrange(len(raw))
    return raw[:at] + bytes([dice.choice(b"AZaz09-_=.,:{}\"' \n\x00")]) + raw[at + 1 :]


def lengthened(raw: bytes, _other: bytes, dice: Random) -> bytes:
    at = dice.randrange(len(raw))
    return raw[:at] + bytes([dice.choice(b'Aa0-_=. \n"')]) * dice.choice([1, 1, 4]) + raw[at:]


def shortened(raw: bytes, _other: bytes, dice: Random) -> bytes:
    at = dice.randrange(len(raw))
    return raw[:at] + raw[at + dice.choice([1, 1, 2, 40, len(raw)]) :]


def doubled(raw: bytes, _other: bytes, dice: Random) -> bytes:
    a, b = sorted(dice.randrange(len(raw)) for _n in range(2))
    return raw[:b] + raw[a:b] + raw[b:]


def swapped(raw: bytes, _other: bytes, dice: Random) -> bytes:
    a, b = dice.randrange(len(raw) - 1), dice.randrange(len(raw) - 1)
    made = bytearray(raw)
    made[a], made[b] = made[b], made[a]
    return bytes(made)


def spliced(raw: bytes, other: bytes, dice: Random) -> bytes:
    """The beginning of one, the rest of another's."""
    at = dice.randrange(min(len(raw), len(other)))
    return raw[:at] + other[at:]


LETTERS: tuple[Callable[[bytes, bytes, Random], bytes], ...] = (
    flipped, flipped, replaced, replaced, lengthened, shortened, doubled, swapped, spliced,
)  # fmt: skip


def segments(raw: bytes, other: bytes, dice: Random) -> bytes:
    """A token with a part of another's, or with a meaning changed under the old signature."""
    mine, theirs = raw.split(b"."), other.split(b".")
    which = dice.randrange(4)
    if which < 3:
        mine[which] = theirs[which]
        return b".".join(mine)
    header, payload = jws.read(raw.decode())
    changed = dice.choice(
        [lambda: (meaning(header, header, dice), payload), lambda: (header, meaning(payload, jws.read(other.decode())[1], dice))]
    )()
    return ".".join(
        [*(jws.b64(json.dumps(part, separators=(",", ":"), ensure_ascii=False).encode()) for part in changed), mine[2].decode()]
    ).encode()


def places(value: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a document."""
    found = [way] if way else []
    rows = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in rows:
        found += places(inner, (*way, key))
    return found


def meaning(document: Any, other: Any, dice: Random) -> Any:
    """The document with one thing changed, taken away, added, or borrowed from another's."""
    made = deepcopy(document)
    way = dice.choice(places(made))
    holder = made
    for key in way[:-1]:
        holder = holder[key]
    key, deed = way[-1], dice.choice(["change", "change", "drop", "add", "borrow", "wrap"])
    if deed == "drop":
        del holder[key]
    elif deed == "wrap":
        holder[key] = dice.choice([[holder[key]], {"id": "urn:x", "value": holder[key]}])
    elif deed == "borrow":
        theirs = other
        try:
            for step in way:
                theirs = theirs[step]
            holder[key] = deepcopy(theirs)
        except (LookupError, TypeError):
            holder[key] = None
    elif deed == "add" and isinstance(holder, dict):
        holder[dice.choice(["validUntil", "name", "level", "x", "id", "type", "evidence", "termsOfUse"])] = dice.choice(
            ["2099-01-01T00:00:00Z", "urn:x", 5]
        )
    else:
        holder[key] = another(holder[key], dice)
    return made


def another(value: Any, dice: Random) -> Any:
    if isinstance(value, bool) or value is None:
        return dice.choice([not value, "x"])
    if isinstance(value, int):
        return value + dice.choice([-1, 1, 10**9])
    if isinstance(value, str) and value:
        at = dice.randrange(len(value))
        return value[:at] + dice.choice("abcXYZ019 -:") + value[at + 1 :] if dice.random() < 0.8 else value + "x"
    return dice.choice(["x", 5, [], {}])


def document(raw: bytes, other: bytes, dice: Random) -> bytes:
    return json.dumps(meaning(json.loads(raw), json.loads(other), dice), ensure_ascii=False).encode()


def in_svg(raw: bytes, other: bytes, dice: Random) -> bytes:
    """The emblem with another card in it."""
    before, after = raw.index(b"{"), raw.rindex(b"}") + 1
    theirs = other[other.index(b"{") : other.rindex(b"}") + 1]
    try:
        card = document(raw[before:after], theirs, dice)
    except ValueError:  # written with entities
        card = dice.choice(LETTERS)(raw[before:after], theirs, dice)
    return raw[:before] + card.replace(b"&", b"&amp;").replace(b"<", b"&lt;") + raw[after:]


def in_png(raw: bytes, other: bytes, dice: Random, *, bare: bytes) -> bytes:
    """The same picture with another card in it, so that its sums are right."""
    mine, theirs = (extract_png(one, keyword=KEYWORD).encode() for one in (raw, other))
    return bake_png(bare, document(mine, theirs, dice).decode(), keyword=KEYWORD)
