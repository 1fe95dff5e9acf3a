"""The shapes of the stars as SVG: one shape per state, so that colour is never alone. Pure functions."""

import math

STATES = ("done", "next", "waiting", "open", "closed")


def number(value: float) -> str:
    """One decimal at most: the drawings are sent with every page."""
    return f"{value:.1f}".rstrip("0").rstrip(".")


def star_path(x: float, y: float, long: float, short: float, waist: float, turn: float = 0.0) -> str:
    """Eight points, four long and four short, as path data. The one star shape of the product."""
    corners = []
    for i in range(16):
        r = waist if i % 2 else (long if i % 4 == 0 else short)
        a = math.radians(i * 22.5 - 90 + turn)
        corners.append(f"{number(x + r * math.cos(a))} {number(y + r * math.sin(a))}")
    return "M" + "L".join(corners) + "Z"


def star(state: str, x: float, y: float, r: float = 8.0, turn: float = 0.0, halo: str = "halo") -> str:
    """One star as SVG. Every state has its own shape, so that colour is never alone."""
    if state not in STATES:
        raise ValueError(f"no such state: {state!r}")
    at = f'cx="{number(x)}" cy="{number(y)}"'
    if state == "done":
        shine = f'<circle {at} r="{number(r * 2.4)}" fill="url(#{halo})"/>'
        return f'{shine}<path class="st-done" d="{star_path(x, y, r * 1.15, r * 0.7, r * 0.42, turn)}"/>'
    if state == "next":
        shine = f'<circle class="st-glow" {at} r="{number(r * 4.2)}" fill="url(#{halo})"/>'
        ring = f'<circle class="st-ring" {at} r="{number(r * 2.15)}"/>'
        return f'{shine}{ring}<path class="st-next" d="{star_path(x, y, r * 1.6, r * 0.928, r * 0.576)}"/>'
    if state == "waiting":  # a hollow star, and somebody else's turn going round it
        orbit, a = r * 1.38, math.radians(-38)
        moon = f'cx="{number(x + orbit * math.cos(a))}" cy="{number(y + orbit * math.sin(a))}"'
        return (
            f'<circle class="st-orbit" {at} r="{number(orbit)}"/>'
            f'<circle class="st-core" {at} r="{number(r * 0.56)}"/>'
            f'<circle class="st-moon" {moon} r="{number(r * 0.33)}"/>'
        )
    if state == "open":
        return f'<circle class="st-open" {at} r="{number(r * 0.55)}"/>'
    return f'<circle class="st-closed" {at} r="{number(r * 0.34)}"/>'


def guide(x: float, y: float, r: float, lit: bool, halo: str = "halo") -> str:
    """The guiding star, the certificate: a faint outline until it is granted, then lit with rays."""
    outline = star_path(x, y, r * 1.3, r * 0.78, r * 0.42)
    if not lit:
        return f'<path class="gs-faint" d="{outline}"/>'
    rays = ""
    for i in range(16):
        a = math.radians(i * 22.5 + 11.25)
        far = 2.1 if i % 2 else 1.85
        rays += (
            f'<path class="gs-ray" d="M{number(x + r * 1.5 * math.cos(a))} {number(y + r * 1.5 * math.sin(a))}'
            f'L{number(x + r * far * math.cos(a))} {number(y + r * far * math.sin(a))}"/>'
        )
    glow = f'<circle class="st-glow" cx="{number(x)}" cy="{number(y)}" r="{number(r * 3)}" fill="url(#{halo})"/>'
    return f'{glow}{rays}<path class="gs" d="{outline}"/><path class="gs-facet" d="{_facets(x, y, r)}"/>'


def _facets(x: float, y: float, r: float) -> str:
    """The shaded half of each point of the guiding star: folded paper."""
    facets = []
    for i in range(8):
        tip = r * 1.3 if i % 2 == 0 else r * 0.78
        a, b = math.radians(i * 45 - 90), math.radians(i * 45 - 67.5)
        facets.append(
            f"M{number(x)} {number(y)}L{number(x + tip * math.cos(a))} {number(y + tip * math.sin(a))}"
            f"L{number(x + r * 0.42 * math.cos(b))} {number(y + r * 0.42 * math.sin(b))}Z"
        )
    return "".join(facets)
