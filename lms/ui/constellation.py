"""Your way as a constellation: pure functions, same input -> same picture.

The figure is a speech bubble made of stars. The first requirement is the tip of the tail (it hangs
over the lit cabin), the next ones walk clockwise round the bubble, and the last one, the certificate,
is the guiding star in the middle. It works for 5 to 24 requirements; optional ones hang outside and
do not count.

Coordinates of the figure live in a 100 x 100 square and are scaled into a box `(x, y, width, height)`
given in the units of the surrounding SVG. Colours come from CSS classes only, so one drawing follows
dark and light mode. The surrounding page or SVG holds one radial gradient with the id `halo` (or
`<prefix>halo`). Names and ids are escaped here, nothing else comes from outside.
"""

import hashlib
import math
from collections.abc import Iterable, Sequence
from html import escape
from itertools import pairwise
from typing import NotRequired, TypedDict

from lms.ui.stars import guide, number, star

type Point = tuple[float, float]
type Box = tuple[float, float, float, float]

FEWEST, MOST = 5, 24

# the outline of the bubble, from the left to the right base of the tail, clockwise
_OUTLINE: list[Point] = [
    (25, 77), (11, 64), (6, 45), (11, 25), (26, 11), (48, 5), (71, 8), (88, 21),
    (94, 42), (88, 62), (73, 75), (55, 80), (38, 80),
]  # fmt: skip
_TIP: Point = (19, 99)
_HEART: Point = (50, 42)
_SEED = "chatvert"


class Item(TypedDict):
    """One requirement. `after` is the id of the step an optional one hangs behind."""

    id: str
    name: str
    state: str
    optional: NotRequired[bool]
    after: NotRequired[str]


# ---------- geometry ----------


def figure(count: int, seed: str = _SEED) -> list[Point]:
    """Where the stars stand: the tip, `count - 2` on the outline, the guiding star last.

    Raises ValueError outside 5 to 24, where the drawing stops being a speech bubble.
    """
    return _figure(count, seed)[0]


def _figure(count: int, seed: str) -> tuple[list[Point], dict[int, list[Point]]]:
    """The points, and where few stars leave gaps: the bends that keep the line round."""
    if not FEWEST <= count <= MOST:
        raise ValueError(f"a constellation has {FEWEST} to {MOST} requirements, not {count}")
    curve = _smooth(_OUTLINE)
    length = _lengths(curve)
    ring = count - 2
    points, marks = [_TIP], []
    for i in range(ring):
        loose = 0 < i < ring - 1 and ring > 6  # uneven steps: a sky, not a clock face
        t = i / (ring - 1) + (_noise(seed, i, "t") * 0.22 / (ring - 1) if loose else 0)
        k = next(j for j, passed in enumerate(length) if passed >= t * length[-1] - 1e-9)
        marks.append(k)
        x, y = curve[k]
        out = _noise(seed, i, "d") * 2.6 if loose else 0
        dx, dy = x - _HEART[0], y - _HEART[1]
        far = math.hypot(dx, dy)
        points.append((x + dx / far * out, y + dy / far * out))
    return [*points, _HEART], _bends(curve, length, marks)


def _bends(curve: list[Point], length: list[float], marks: list[int]) -> dict[int, list[Point]]:
    bends = {}
    for i, (start, end) in enumerate(pairwise(marks)):
        span = length[end] - length[start]
        if span > 42:
            parts = int(span // 24) + 1
            bends[i + 1] = [curve[start + (end - start) * j // parts] for j in range(1, parts)]
    return bends


def _smooth(points: list[Point], steps: int = 24) -> list[Point]:
    """Catmull-Rom through the outline, so that any number of stars lies on a round shape."""
    out: list[Point] = []
    for i in range(len(points) - 1):
        four = (points[max(i - 1, 0)], points[i], points[i + 1], points[min(i + 2, len(points) - 1)])
        for step in range(steps):
            t = step / steps
            x, y = (
                0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
                for a, b, c, d in zip(*four, strict=True)
            )
            out.append((x, y))
    return [*out, points[-1]]


def _lengths(curve: list[Point]) -> list[float]:
    """Distance walked along the curve at each of its points."""
    length = [0.0]
    for a, b in pairwise(curve):
        length.append(length[-1] + math.dist(a, b))
    return length


def _noise(seed: str, i: int, kind: str) -> float:
    """A number in -1..1 that only depends on its arguments, on every machine and every day."""
    digest = hashlib.sha256(f"{seed}/{i}/{kind}".encode()).digest()
    return int.from_bytes(digest[:4], "big") / 2**32 * 2 - 1


def _towards(a: Point, b: Point, gap: float) -> Point:
    """The point `gap` away from a on the way to b, at most a third of the way."""
    distance = math.dist(a, b)
    step = min(gap, distance * 0.3)
    return a[0] + (b[0] - a[0]) / distance * step, a[1] + (b[1] - a[1]) / distance * step


# ---------- the picture ----------


def constellation(
    items: Iterable[Item],
    box: Box,
    *,
    r: float = 8.0,
    seed: str = _SEED,
    links: bool = False,
    label: bool = False,
    complete: bool | None = None,
    halo: str = "halo",
) -> str:
    """Lines, stars and, if asked for, the name of the next star, as the inside of an `<svg>`.

    `links` makes every star a pointer shortcut to `#<id>`; the list under the picture is what
    keyboards and screen readers use. `complete` lights the guiding star: pass what the certificate
    says, or None for "when every requirement is done".
    """
    items = list(items)
    steps = [i for i in items if not i.get("optional")]
    raw, raw_bends = _figure(len(steps), seed)
    points = [_place(p, box) for p in raw]
    bends = {k: [_place(p, box) for p in way] for k, way in raw_bends.items()}
    lit = all(i["state"] == "done" for i in steps) if complete is None else complete
    out = _lines(steps, points, bends, r)
    for item in items:
        if item.get("optional"):
            out += _optional(item, steps, points, r, links, halo)
    for k, (item, (x, y)) in enumerate(zip(steps[:-1], points[:-1], strict=True)):
        out.append(_wrap(item, star(item["state"], x, y, r, _noise(seed, k, "r") * 14, halo), (x, y), r, links))
    out.append(_wrap(steps[-1], guide(*points[-1], r * 2.3, lit, halo), points[-1], r * 1.6, links))
    if label:
        out += [_label(i["name"], p, box) for i, p in zip(steps[:-1], points[:-1], strict=True) if i["state"] == "next"][:1]
    return "".join(out)


def _place(point: Point, box: Box) -> Point:
    return box[0] + point[0] * box[2] / 100, box[1] + point[1] * box[3] / 100


def _lines(steps: Sequence[Item], points: list[Point], bends: dict[int, list[Point]], r: float) -> list[str]:
    """A line shines only between two finished stars; the one to the next star is dotted light."""
    ring, out = points[:-1], []
    for k, (a, b) in enumerate(zip(ring, ring[1:] + ring[:1], strict=True)):
        ends = {steps[k]["state"], steps[(k + 1) % len(ring)]["state"]}
        kind = "ln-done" if ends == {"done"} else "ln-next" if ends == {"done", "next"} else "ln-faint"
        way = [a, *bends.get(k, ()), b]
        way[0] = _towards(way[0], way[1], 1.7 * r)
        way[-1] = _towards(way[-1], way[-2], 1.7 * r)
        track = "L".join(f"{number(x)} {number(y)}" for x, y in way)
        out.append(f'<path class="{kind}" d="M{track}"/>')
    return out


def _optional(item: Item, steps: Sequence[Item], points: list[Point], r: float, links: bool, halo: str) -> list[str]:
    """An optional star hangs outside on a dashed line, behind the step before it."""
    k = next((n for n, s in enumerate(steps) if s["id"] == item.get("after")), 1)
    (ax, ay), (hx, hy) = points[k], points[-1]
    far = math.dist((ax, ay), (hx, hy)) or 1
    x, y = ax + (ax - hx) / far * 3.9 * r, ay + (ay - hy) / far * 3.9 * r
    start = f"{number(ax + (x - ax) * 0.42)} {number(ay + (y - ay) * 0.42)}"
    end = f"{number(ax + (x - ax) * 0.74)} {number(ay + (y - ay) * 0.74)}"
    if item["state"] == "done":
        shape = star("done", x, y, r * 0.7, halo=halo)
    else:
        shape = f'<circle class="st-opt" cx="{number(x)}" cy="{number(y)}" r="{number(r * 0.42)}"/>'
    return [f'<path class="ln-opt" d="M{start}L{end}"/>', _wrap(item, shape, (x, y), r, links)]


def _wrap(item: Item, svg: str, at: Point, r: float, links: bool) -> str:
    if not links:
        return f"<g>{svg}</g>"
    hit = f'<circle class="st-hit" cx="{number(at[0])}" cy="{number(at[1])}" r="{number(max(16, r * 2))}"/>'
    return f'<a href="#{escape(str(item["id"]))}" tabindex="-1">{hit}{svg}</a>'


# ---------- the name of the next star ----------

_LETTER = 8.3  # width of a letter at 15 px, on average
_ROOM = {"above": (26.7, 15.5, 87.5), "below": (66.0, 16.0, 80.0)}  # baseline, left and right inner edge, in percent


def _label(name: str, star_at: Point, box: Box) -> str:
    """The name inside the bubble, above or below the guiding star, never across the line of stars."""
    heart = _place(_HEART, box)
    upper = star_at[1] <= heart[1]
    line, left, right = _ROOM["above" if upper else "below"]
    lines = _break(name)
    half = max(map(len, lines)) * _LETTER / 2
    low, high = box[0] + left * box[2] / 100 + half, box[0] + right * box[2] / 100 - half
    x = star_at[0] + (heart[0] - star_at[0]) * 0.25
    x = (low + high) / 2 if low > high else min(max(x, low), high)
    y = box[1] + line * box[3] / 100 - (17 if upper and len(lines) == 2 else 0)
    at = number(x)
    if len(lines) == 1:
        return f'<text class="st-label" x="{at}" y="{number(y)}" text-anchor="middle">{escape(name)}</text>'
    spans = "".join(f'<tspan x="{at}" y="{number(y + n * 17)}">{escape(part)}</tspan>' for n, part in enumerate(lines))
    return f'<text class="st-label" text-anchor="middle">{spans}</text>'


def _break(name: str, width: int = 18) -> list[str]:
    """One line, or two of about the same length when the name is long; what is longer still is cut."""
    if len(name) <= width:
        return [name]
    spaces = [i for i, letter in enumerate(name) if letter == " "]
    if not spaces:
        return [name if len(name) <= 24 else name[:23] + "…"]
    cut = min(spaces, key=lambda i: abs(i - len(name) / 2))
    return [part if len(part) <= 24 else part[:23] + "…" for part in (name[:cut], name[cut + 1 :])]
