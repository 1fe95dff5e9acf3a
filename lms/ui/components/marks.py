"""Drawn marks: icons, stars, levels, the certificate's status, the constellation and the emblem."""

from collections.abc import Sequence

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from lms.ui import constellation as figures
from lms.ui.constellation import Item
from lms.ui.drawings import DRAWINGS, EMBLEM, ICONS, SCENES, STARS, gradients
from lms.ui.register import one_of, register, render, render_kept

LEVELS = (_("Not rated"), _("May do harm"), _("On the way"), _("Solid ground"), _("Extra"))
STATUS = {
    "active": ("active", "shieldok", _("Valid")),
    "due": ("active", "clock", _("Valid, renewal is near")),
    "paused": ("paused", "pausec", _("Paused")),
    "ended": ("ended", "endc", _("Expired")),
    "revoked": ("revoked", "x", _("Withdrawn")),
    "grace": ("paused", "clock", _("Renewal is late")),
    "superseded": ("ended", "endc", _("Replaced")),
    "erased": ("ended", "endc", _("Withdrawn by the holder")),
}
STATUS |= {"suspended": STATUS["paused"], "expired": STATUS["ended"]}  # the words of the record beside those of the drawing


@register.simple_tag
def sprite() -> SafeString:
    """All icons, stars and levels, once per page, at the top of the body."""
    return render_kept("sprite", gradients=gradients())


@register.simple_tag
def icon(*, name: str, label: str = "", css: str = "") -> SafeString:
    """A line icon. Without a label it is decoration and hidden from screen readers."""
    one_of(name, ICONS, tag="icon", parameter="name")
    return render_kept("icon", name=name, label=label, css=css)


@register.simple_tag
def star(*, state: str, label: str = "") -> SafeString:
    """The shape of one state. Put the word beside it, or pass it as the label."""
    one_of(state, STARS, tag="star", parameter="state")
    return render_kept("star", state=state, label=label)


@register.simple_tag
def mark() -> SafeString:
    """The logo's drawing: the emblem under 64 px."""
    return render_kept("mark")


@register.simple_tag
def brand(*, url: str = "/", name: str = "Ledestjerne", logo: str = "", tight: bool = False) -> SafeString:
    """Mark and name as the way home. `logo` is an organisation's image; `tight` drops the word on phones."""
    return render_kept("brand", url=url, name=name, logo=logo, tight=tight)


@register.simple_tag
def person(*, letter: str, small: bool = False) -> SafeString:
    """A round letter for a person; decoration, the name stands beside it."""
    return render("person", letter=str(letter)[:2], small=small)


@register.simple_tag
def level(*, n: int, word: str = "") -> SafeString:
    """Rubric level 0 to 4 with its picture and word: under water, on the slope, on ground, a star above."""
    one_of(str(n), ("0", "1", "2", "3", "4"), tag="level", parameter="n")
    return render_kept("level", n=int(n), word=word or LEVELS[int(n)])


@register.simple_tag
def status(*, state: str, heading: int = 0, id: str = "") -> SafeString:
    """A certificate's status in words: active, due, grace, paused, ended, revoked, superseded, erased. Never the reason."""
    one_of(state, STATUS, tag="status", parameter="state")
    kind, icon_name, word = STATUS[state]
    return render_kept("status", kind=kind, icon=icon_name, word=word, tag=f"h{heading}" if heading else "p", id=id)


@register.simple_tag
def constellation(
    *,
    items: Sequence[Item],
    kind: str = "home",
    seed: str = "chatvert",
    links: bool = False,
    label: bool = False,
    complete: bool | None = None,
    uid: str = "",
) -> SafeString:
    """The way as a picture: `home` with landscape, `mini`, or `plain`. Hidden from screen readers.

    Always put the ordered list of steps on the same page. `uid` makes the drawing carry its own
    gradients, for a place that forces another mode than the page.
    """
    one_of(kind, SCENES, tag="constellation")
    scene = SCENES[kind]
    prefix = f"{uid}-" if uid else ""
    drawn = figures.constellation(items, scene.box, r=scene.r, seed=seed, links=links, label=label, complete=complete, halo=f"{prefix}halo")
    own = gradients(prefix) if uid else ""
    return render("constellation", scene=scene, drawn=mark_safe(drawn), own=own, prefix=prefix)


@register.simple_tag
def drawing(*, name: str, size: str = "m", uid: str = "", own: bool = False) -> SafeString:
    """A small scene by the fjord, in a round pane: `s` beside a heading, `m` on a card, `l` at the top of a page. Decoration: hidden from
    screen readers.

    `own` carries its gradients inside, under names that begin with `uid`, for a place that forces another mode than the page.
    """
    one_of(name, DRAWINGS, tag="drawing", parameter="name")
    one_of(size, ("s", "m", "l"), tag="drawing", parameter="size")
    prefix = f"{uid or name}-" if own else ""
    return render_kept(
        "drawing", scene=f"components/drawings/{name}.html", size=size, own=prefix, gradients=gradients(prefix) if own else ""
    )


@register.simple_tag
def emblem(
    *, items: Sequence[Item], complete: bool | None = None, seed: str = "chatvert", uid: str = "em", own: bool = False
) -> SafeString:
    """The roundel for certificate, badge and verification. Under 64 px use the mark.

    `own` carries its gradients inside, so that it follows the mode of the place it stands in.
    """
    box, r = EMBLEM
    prefix = f"{uid}-" if own else ""
    drawn = figures.constellation(items, box, r=r, seed=seed, complete=complete, halo=f"{prefix}halo")
    return render(
        "emblem",
        drawn=mark_safe(drawn),
        gradients=gradients(prefix) if own else "",
        own=prefix,
        prefix=f"{uid}-",
    )
