"""Buttons, small words, surfaces and messages."""

from collections.abc import Iterable, Mapping
from datetime import datetime, time
from typing import Any

from django.template import TemplateSyntaxError
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.ui.drawings import DRAWINGS, ICONS, gradients
from lms.ui.register import one_of, register, render, render_kept

BUTTONS = {"default": "", "main": " btn--main", "text": " btn--text", "stop": " btn--stop", "go": " btn--go"}
TAGS = ("default", "now", "wait", "ok", "fjord", "stop")
NOTES = {"default": "note", "heavy": "hand", "warm": "moon", "stop": "alert", "plain": "shield"}
LEGEND = {
    "done": _("Done"),
    "next": _("Do this now"),
    "waiting": _("Waiting for someone"),
    "closed": _("Not open yet"),
    "optional": _("Optional"),
    "open": pgettext_lazy("a lesson or a step", "Open"),  # of a button it means: open it
}


@register.simple_tag
def btn(
    *,
    label: str,
    kind: str = "default",
    url: str = "",
    icon: str = "",
    icon_after: str = "",
    more: str = "",
    type: str = "submit",
    name: str = "",
    value: str = "",
    form: str = "",
    formaction: str = "",
    id: str = "",
    disabled: bool = False,
    wide: bool = False,
    small: bool = False,
    opens: str = "",
    copies: str = "",
    download: bool = False,
) -> SafeString:
    """A link when it has a url, otherwise a submit button. One `main` per screen.

    `more` is read aloud after the label ("Continue" + " with Safety first"). `opens` is the id of a
    sheet; `copies` is text for the clipboard. Stop never stands beside the main action.
    """
    one_of(kind, BUTTONS, tag="btn")
    one_of(type, ("submit", "button", "reset"), tag="btn", parameter="type")
    for picture in filter(None, (icon, icon_after)):
        one_of(picture, ICONS, tag="btn", parameter="icon")
    if label is None or label == "":
        raise TemplateSyntaxError("btn: the label is empty")
    css = f"btn{BUTTONS[kind]}{' btn--wide' if wide else ''}{' btn--small' if small else ''}"
    if opens and not url:
        url = f"#{opens}"
    return render_kept(
        "btn", label=label, css=css, url=url, icon=icon, icon_after=icon_after, more=more, type=type, name=name,
        value=value, form=form, formaction=formaction, id=id, disabled=disabled, opens=opens, copies=copies,
        download=download,
    )  # fmt: skip


@register.simple_tag
def tag(*, text: str, kind: str = "default", icon: str = "") -> SafeString:
    """A small word on a small surface: default, now, wait, ok, fjord, stop."""
    one_of(kind, TAGS, tag="tag")
    return render_kept("tag", text=text, kind="" if kind == "default" else kind, icon=icon)


@register.simple_tag
def saved(*, at: datetime | time | str | None = None, text: str = "", live: bool = True) -> SafeString:
    """ "Saved 14:32". `at` is a time or ready text; `text` replaces the whole sentence."""
    return render("saved", at=at, text=text, live=live, is_text=isinstance(at, str))


@register.simple_tag
def count(*, n: int, what: str = "") -> SafeString:
    """A number in lamp light; `what` is read aloud after it ("6 new")."""
    return render_kept("count", n=n, what=what or _("new"))


@register.simple_tag
def progress(*, value: float, max: float, label: str, say: str = "") -> SafeString:
    """The native bar with its name, and a sentence beside it when `say` is given."""
    return render("progress", value=value, max=max, label=label, say=say)


@register.simple_block_tag
def card(content: str, *, lift: bool = False, title: str = "", level: int = 2, id: str = "", css: str = "") -> SafeString:
    """A surface. With a title it is a section named by its heading."""
    return render("card", content=content, lift=lift, title=title, level=level, id=id, css=css)


@register.simple_block_tag
def note(
    content: str,
    *,
    kind: str = "default",
    icon: str = "",
    title: str = "",
    text: str = "",
    level: int = 2,
    id: str = "",
    css: str = "",
) -> SafeString:
    """A message in the page: default, heavy (content note), warm (not yet), stop (error), plain.

    The block holds paragraphs or `<p class="btns">`; loose text is wrapped in a paragraph.
    """
    one_of(kind, NOTES, tag="note")
    one_of(icon or NOTES[kind], ICONS, tag="note", parameter="icon")
    body = mark_safe(content.strip())  # the block is rendered template, escaped already
    if body and not body.startswith("<"):
        body = format_html("<p>{}</p>", body)
    return render(
        "note", content=body, kind="" if kind == "default" else kind, icon=icon or NOTES[kind],
        title=title, text=text, level=level, id=id, css=css,
    )  # fmt: skip


@register.simple_block_tag
def fold(
    content: str,
    *,
    summary: str,
    open: bool = False,
    icon: str = "",
    meta: str = "",
    level: int = 0,
    id: str = "",
    css: str = "",
) -> SafeString:
    """Native details. `level` makes the summary a heading, `meta` stands at its end."""
    return render("fold", content=content, summary=summary, open=open, icon=icon, meta=meta, level=level, id=id, css=css)


@register.simple_block_tag
def act(content: str, *, say: str = "", label: str = "", value: float | None = None, max: float | None = None, css: str = "") -> SafeString:
    """The sticky bar at the bottom: one main action in thumb reach, a short sentence beside it.

    `value` and `max` add a progress bar over the sentence. Stands after `main`, in the block `act`.
    """
    return render("act", content=content, say=say, label=label or _("Onwards"), value=value, max=max, css=css)


@register.simple_block_tag
def sheet(content: str, *, id: str, title: str, text: str = "", level: int = 2, close: str = "") -> SafeString:
    """A native dialog, opened by `btn opens=id`. Without scripts it opens as the target of that link."""
    return render("sheet", content=content, id=id, title=title, text=text, level=level, close=close or _("Close"))


@register.simple_block_tag
def empty(
    content: str, *, title: str, text: str = "", level: int = 2, drawing: str = "", uid: str = "empty", own: bool = False
) -> SafeString:
    """A true empty state: what is so, why, and one thing to do (the block). With the house, or another `drawing` of the family."""
    if drawing:
        one_of(drawing, DRAWINGS, tag="empty", parameter="drawing")
    prefix = f"{uid}-"
    return render(
        "empty", scene=f"components/drawings/{drawing}.html" if drawing else "", content=content, title=title, text=text, level=level, prefix=prefix, own=prefix if own else "",
        gradients=gradients(prefix) if own else "",
    )  # fmt: skip


@register.simple_tag
def toast(*, text: str, kind: str = "ok") -> SafeString:
    """A short message: ok, info, stop."""
    one_of(kind, ("ok", "info", "stop"), tag="toast")
    return render("toast", text=text, kind=kind, icon={"ok": "check", "info": "info", "stop": "alert"}[kind])


@register.simple_tag
def toasts(*, messages: Iterable[Any]) -> SafeString:
    """Django's messages as toasts; nothing at all when there are none."""
    kinds = {"error": "stop", "warning": "stop", "success": "ok"}
    told = [{"text": m, "kind": kinds.get(getattr(m, "level_tag", ""), "info")} for m in messages or ()]
    return render("toasts", told=told)


@register.simple_tag
def legend(*, states: str = "done next waiting closed optional") -> SafeString:
    """What the shapes mean, in words. `states` is a list of names with spaces."""
    names = states.split()
    for name in names:
        one_of(name, LEGEND, tag="legend", parameter="states")
    return render("legend", entries=[(name, LEGEND[name]) for name in names])


@register.simple_tag
def filters(*, entries: Iterable[Mapping[str, Any]], label: str = "") -> SafeString:
    """Links that narrow a list. Each entry: label, url, and optionally count and current."""
    return render("filters", entries=entries, label=label or _("Show"))
