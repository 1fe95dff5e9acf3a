"""Rating: lines of the transcript, criteria, ticks."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from lms.ui.components.marks import LEVELS
from lms.ui.register import one_of, register, render

TICKS = {"un": _("Unhelpful"), "ba": _("Basic"), "ad": _("Extra"), "cr": _("Critical")}
RESULTS = (
    _("Nothing is ticked yet."),
    _("Something unhelpful is ticked. Mark the line that shows it."),
    _("Something basic is missing."),
    _("Everything basic is there. Nothing unhelpful."),
    _("Everything basic, and something extra."),
)


@register.simple_tag
def tl(
    *,
    no: int,
    who: str,
    text: str,
    tags: Iterable[Mapping[str, Any]] = (),
    me: bool = False,
    marked: bool = False,
    now: bool = False,
    markable: bool = True,
    name: str = "mark",
    form: str = "",
) -> SafeString:
    """A transcript line. `now`: it belongs to the open criterion. `tags`: text, now.

    The mark is a submit button (`name=<no>`, of `form`), so that it works without scripts.
    """
    return render(
        "tl", no=no, who=who, text=text, tags=tags, me=me, marked=marked, now=now, markable=markable, name=name, form=form
    )  # fmt: skip


@register.simple_block_tag
def crit(
    content: str,
    *,
    id: str,
    no: int | str,
    name: str,
    level: int = 0,
    open: bool = False,
    live: bool = True,
    word: str = "",
) -> SafeString:
    """One criterion: number, name, level, and in the block its ticks.

    `live` shows the level that follows from the ticks at once (CSS); `level` is what the server knows.
    `word` replaces the level's word, such as "No opportunity".
    """
    one_of(str(level), ("0", "1", "2", "3", "4"), tag="crit", parameter="level")
    results = [{"n": n, "word": LEVELS[n], "why": RESULTS[n]} for n in range(5)]
    return render(
        "crit", content=content, id=id, no=no, name=name, level=int(level), open=open, live=live, word=word, results=results
    )  # fmt: skip


@register.simple_block_tag
def ticks(content: str, *, kind: str, legend: str = "") -> SafeString:
    """A group of ticks under its kind: un, ba, ad, cr."""
    one_of(kind, TICKS, tag="ticks")
    return render("ticks", content=content, legend=legend or TICKS[kind])


@register.simple_tag
def tick(
    *,
    kind: str,
    text: str,
    name: str,
    value: str = "on",
    checked: bool = False,
    cites: Iterable[int] = (),
    disabled: bool = False,
) -> SafeString:
    """One behaviour: un (unhelpful), ba (basic), ad (advanced), cr (critical). `cites` are line numbers."""
    one_of(kind, TICKS, tag="tick")
    return render(
        "tick", kind=kind, text=text, name=name, value=value, checked=checked, cites=list(cites), disabled=disabled
    )  # fmt: skip
