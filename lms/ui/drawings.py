"""Names and measures of the drawings: which icons there are, and where the constellation hangs."""

from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from lms.ui.constellation import Box

ICONS = frozenset(
    [
        "alert",
        "bell",
        "book",
        "cal",
        "chat",
        "check",
        "checks",
        "chev",
        "clock",
        "copy",
        "down",
        "drop",
        "ear",
        "endc",
        "exit",
        "eye",
        "flag",
        "gear",
        "globe",
        "hand",
        "heart",
        "help",
        "hidden",
        "inbox",
        "info",
        "left",
        "link",
        "list",
        "lock",
        "mail",
        "moon",
        "more",
        "note",
        "pause",
        "pausec",
        "pen",
        "people",
        "phone",
        "plane",
        "plus",
        "print",
        "quote",
        "right",
        "search",
        "send",
        "share",
        "shield",
        "shieldok",
        "stop",
        "sun",
        "trash",
        "undo",
        "up",
        "user",
        "way",
        "x",
    ]
)
# Small scenes of our own, by the name an editor chooses them by. Each stands in templates/components/drawings/.
DRAWINGS: dict[str, Any] = {
    "door": _("An open door"),
    "lantern": _("A lantern on the jetty"),
    "rings": _("Rings in the water"),
    "path": _("A path over the hills"),
    "sail": _("A small sail"),
    "lighthouse": _("A lighthouse"),
    "key": _("A key"),
    "waves": _("A skerry in the waves"),
    "fire": _("A fire by the tent"),
    "boats": _("Two boats that meet"),
    "cabins": _("Two lit cabins"),
    "bridge": _("A bridge over the fjord"),
    "seal": _("A paper with a star"),
    "circle": _("Around the fire"),
}


def drawing_choices() -> list[tuple[str, Any]]:
    """The drawings an editor can choose from."""
    return list(DRAWINGS.items())


STARS = frozenset({"done", "next", "waiting", "closed", "open", "optional", "guide"})


@dataclass(frozen=True, slots=True)
class Scene:
    """Where one kind of constellation stands: its canvas, its box, the size of its stars."""

    css: str
    view: str
    box: Box
    r: float
    landscape: bool = False


SCENES = {
    "home": Scene("sky-art", "0 0 360 436", (42, 44, 278, 236), 8, landscape=True),
    "mini": Scene("mini", "0 0 120 104", (12, 8, 96, 88), 3.6),
    "plain": Scene("fig-plain", "0 0 360 320", (42, 44, 278, 236), 8),
}
EMBLEM: tuple[Box, float] = ((84, 66, 192, 172), 5.6)

_STOPS = {
    "halo": '<radialGradient id="{}"><stop class="g-1" offset="0"/><stop class="g-2" offset=".38"/>'
    '<stop class="g-3" offset="1"/></radialGradient>',
    "lamp": '<radialGradient id="{}"><stop class="c-1" offset="0"/><stop class="c-2" offset="1"/></radialGradient>',
    "horizon": '<radialGradient id="{}"><stop class="h-1" offset="0"/><stop class="h-2" offset="1"/></radialGradient>',
    "water": '<linearGradient id="{}" gradientUnits="userSpaceOnUse" x1="0" y1="352" x2="0" y2="438">'
    '<stop class="w-1" offset="0"/><stop class="w-2" offset=".5"/><stop class="w-3" offset="1"/></linearGradient>',
    "skyfill": '<linearGradient id="{}" x1="0" y1="0" x2="0" y2="1"><stop class="k-1" offset="0"/>'
    '<stop class="k-2" offset=".4"/><stop class="k-3" offset=".7"/><stop class="k-4" offset="1"/></linearGradient>',
}


def gradients(prefix: str = "") -> SafeString:
    """The gradients every drawing leans on. With a prefix a drawing stands alone, in its own mode."""
    return mark_safe("".join(format_html(svg, prefix + name) for name, svg in _STOPS.items()))
