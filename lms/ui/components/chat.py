"""The practice chat: lines, whispers, connection, writing field, secret card."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time

from django.template import Context, TemplateSyntaxError
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from lms.ui.register import one_of, register, render

LINES = {
    "ok": _("Connected. Everything is sent."),
    "weak": _("Weak connection."),
    "off": _("Not connected."),
}


@register.simple_tag
def msg(
    *,
    text: str,
    who: str = "",
    me: bool = False,
    at: datetime | time | str | None = None,
    state: str = "",
    held: bool = False,
    id: str = "",
) -> SafeString:
    """One chat line as a list item. `state`: sent or read. `held`: it is still on this phone."""
    one_of(state, ("", "sent", "read"), tag="msg", parameter="state")
    return render(
        "msg", text=text, who=who, me=me, at=at, state=state, held=held, id=id, is_text=isinstance(at, str)
    )  # fmt: skip


@register.simple_tag
def whisper(*, sender: str, text: str, id: str = "") -> SafeString:
    """A supervisor's words for the trainee alone. Never render it for anybody else."""
    return render("whisper", sender=sender, text=text, id=id)


@register.simple_tag
def said(*, text: str) -> SafeString:
    """What the room itself says, quietly, in the middle."""
    return render("said", text=text)


@register.simple_tag
def typing(*, who: str) -> SafeString:
    """Three dots: somebody is writing."""
    return render("typing", who=who)


@register.simple_tag
def exercise(*, text: str = "") -> SafeString:
    """The banner over every practice chat."""
    return render("exercise", text=text or _("Practice. Never use real people's stories."))


@register.simple_tag
def line(*, state: str = "ok", text: str = "", id: str = "") -> SafeString:
    """The connection, told honestly: ok, weak, off."""
    one_of(state, LINES, tag="line", parameter="state")
    return render("line", state=state, text=text or LINES[state], id=id)


@register.simple_tag(takes_context=True)
def composer(
    context: Context,
    *,
    to: str,
    action: str = "",
    name: str = "body",
    draft: str = "",
    client_id: str = "",
    id: str = "composer",
) -> SafeString:
    """The writing field: a plain POST form, made live by the room's script. `to` is the whole label ("Write to Mira")."""
    return render(
        "composer", to=to, action=action, name=name, draft=draft, client_id=client_id, id=id,
        csrf_token=context.get("csrf_token", ""),
    )  # fmt: skip


@register.simple_tag(takes_context=True)
def secret(
    context: Context,
    *,
    step: int,
    ladder: Sequence[str],
    say: str,
    ifs: Iterable[tuple[str, str]] = (),
    action: str = "",
    open: bool = True,
    rule: str = "",
    title: str = "",
    told: Sequence[int] | None = None,
    id: str = "secret",
) -> SafeString:
    """The practice partner's card: where I am in depth, what I say now, what to do if.

    `step` counts from 1; `ladder` holds every step in words; `ifs` are (question, do). The buttons post
    `step=<n>` to `action`, so that they work without scripts. With `told` (the steps told so far, perhaps none yet) the
    main button posts `told=<n>` first, and `untold=<n>` takes it back. Always night.
    """
    if not 1 <= int(step) <= len(ladder):
        raise TemplateSyntaxError(f"secret: step {step} of {len(ladder)}")
    rungs = [
        {"text": text, "place": "done" if n < step else "now" if n == step else "", "told": n in (told or ())}
        for n, text in enumerate(ladder, 1)
    ]
    return render(
        "secret", step=step, of=len(ladder), rungs=rungs, say=say, ifs=ifs, action=action, open=open,
        up=step - 1 or None, down=step + 1 if step < len(ladder) else None,
        counts=told is not None, is_told=step in (told or ()),
        title=title or _("Secret card"), id=id,
        rule=rule or _("If it comes too close, press Stop. Nobody asks why."),
        csrf_token=context.get("csrf_token", ""),
    )  # fmt: skip
