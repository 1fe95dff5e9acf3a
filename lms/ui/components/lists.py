"""Lists people work from: steps, inbox rows, matrix, skies, distributions."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.template import Context
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from lms.ui.components.marks import LEVELS
from lms.ui.components.marks import constellation as drawing
from lms.ui.distribution import chart
from lms.ui.drawings import ICONS
from lms.ui.register import one_of, register, render

STEPS = {
    "done": _("Done."),
    "next": _("Do this now."),
    "waiting": _("Waiting."),
    "closed": _("Not open yet."),
    "open": _("Open."),
    "optional": _("Optional."),
}
CELLS = {
    "done": _("done"),
    "next": _("do this now"),
    "waiting": _("waiting"),
    "closed": _("not open yet"),
    "open": _("open"),
    "optional": _("optional"),
}
CLAIMS = ("", "mine", "free", "other")


@register.simple_tag
def step(
    *,
    name: str,
    state: str,
    note: str = "",
    id: str = "",
    url: str = "",
    action: str = "",
    word: str = "",
    last: bool = False,
) -> SafeString:
    """One row of "Your way", an `li` in `ol.steps`. The state is always said in words.

    `action` with `url` is the button; `word` replaces the state's word. `last` is the certificate:
    it waits as the guiding star.
    """
    one_of(state, STEPS, tag="step", parameter="state")
    shape = "guide" if last and state != "done" else state
    return render(
        "step", name=name, state=state, shape=shape, word=word or STEPS[state], note=note, id=id, url=url, action=action
    )  # fmt: skip


@register.simple_tag
def wait(*, days: float, of: float, late: bool = False, text: str = "") -> SafeString:
    """How long it has waited, out of how long it may. `text` replaces the number of days."""
    share = min(max(float(days) / float(of), 0.03), 1.0) if float(of) > 0 else 1.0
    fill = round(share * 60, 1)
    whole = round(float(days))
    words = text or ngettext("%(n)d day", "%(n)d days", whole) % {"n": whole}
    return render("wait", fill=f"{fill:g}", dot=f"{min(max(fill, 3), 56):g}", late=late, words=words)


@register.simple_tag(takes_context=True)
def todo(
    context: Context,
    *,
    kind: str,
    icon: str,
    title: str,
    what: str = "",
    days: float = 0,
    of: float = 5,
    late: bool = False,
    waited: str = "",
    claim: str = "",
    holder: str = "",
    release_url: str = "",
    claim_url: str = "",
    url: str = "",
    action: str = "",
    main: bool = False,
) -> SafeString:
    """An inbox row, an `li` in `ol.todos`. `claim`: mine ("Yours ×" releases), free (take it), other (`holder` has it).

    `kind` is the word over the title, `waited` replaces the number of days.
    """
    one_of(icon, ICONS, tag="todo", parameter="icon")
    one_of(claim, CLAIMS, tag="todo", parameter="claim")
    return render(
        "todo", kind=kind, icon=icon, title=title, what=what, days=days, of=of, late=late, waited=waited, claim=claim,
        holder=holder, release_url=release_url, claim_url=claim_url, url=url, action=action or _("Open"), main=main,
        csrf_token=context.get("csrf_token", ""),
    )  # fmt: skip


@register.simple_tag
def matrix(
    *,
    people: Sequence[Mapping[str, Any]],
    stages: Sequence[Mapping[str, Any]],
    caption: str = "",
    seen: str = "",
) -> SafeString:
    """Requirements down, people across. `people`: name, url, few, seen. `stages`: name, rows of (name, states).

    `states` follow the order of `people`. `few` lights a column: somebody is seen too little.
    """
    body = []
    for stage in stages:
        rows = []
        for row in stage["rows"]:
            for state in row["states"]:
                one_of(state, CELLS, tag="matrix", parameter="states")
            cells = [(s, CELLS[s], p.get("few")) for s, p in zip(row["states"], people, strict=True)]
            rows.append({"name": row["name"], "cells": cells})
        body.append({"name": stage["name"], "rows": rows})
    return render(
        "matrix", people=people, stages=body, width=len(people) + 1, seen=seen or _("Seen by a professional"),
        caption=caption or _("Requirements down, people across"), counted=any("seen" in p for p in people),
    )  # fmt: skip


@register.simple_tag
def skies(*, people: Sequence[Mapping[str, Any]], seed: str = "chatvert") -> SafeString:
    """A cohort as small constellations. `people`: name, url, items, say ("7 of 16"), few."""
    drawn = [{**p, "figure": drawing(items=p["items"], kind="mini", seed=seed)} for p in people]
    return render("skies", people=drawn)


@register.simple_tag
def dist(*, rows: Sequence[Mapping[str, Any]], table: bool = True, uid: str = "dist", caption: str = "") -> SafeString:
    """Levels per criterion over time on a shore line: 3 and 4 above, 2 and 1 below; the numbers in a table beneath.

    `rows`: no, name, optionally tag, and `months`: (label, (n1, n2, n3, n4)); a label may be any step in time. `caption`: of the table.
    """
    figures = [{**row, "chart": chart(row["months"])} for row in rows]
    return render("dist", rows=figures, table=table, levels=list(enumerate(LEVELS))[1:], uid=uid, caption=caption)
