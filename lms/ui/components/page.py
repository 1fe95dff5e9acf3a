"""What frames every page: header, thumb menu, help, the shore, quick exit, language, pages of a list."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.paginator import Page
from django.http import QueryDict
from django.template import Context
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from lms.ui.register import one_of, register, render, render_kept

HOLE = mark_safe("<!--extra-->")
FEET = ("shore", "thin", "mini", "spoken")


@register.simple_tag
def top(
    *,
    nav: Sequence[Mapping[str, Any]] = (),
    person: Mapping[str, Any] | None = None,
    home: str = "/",
    name: str = "Ledestjerne",
    logo: str = "",
    back_url: str = "",
    back_label: str = "",
    title: str = "",
    title_lead: str = "",
    heading: bool = False,
    sky: bool = False,
    line: bool = True,
    leave: str = "",
    help: str = "#help",
    extra: str = "",
    label: str = "",
) -> SafeString:
    """The header. With `back_url` it is the quiet one of lessons and quizzes, otherwise brand and menu.

    `nav`: label, url, icon, current, count. `person`: letter, alias, url. `leave` is the address quick
    exit goes to. `extra` is ready HTML, such as the language switch. `title_lead` is dropped on phones.
    """
    return render_kept(
        "top", nav=nav or (), person=person or None, home=home or "/", name=name, logo=logo, back_url=back_url,
        back_label=back_label, title=title, title_lead=title_lead, heading=heading, sky=sky, line=line, leave=leave,
        help=help, extra=extra, label=label or _("Main menu"), quiet=bool(back_url or leave),
    )  # fmt: skip


@register.simple_tag
def tabs(*, nav: Sequence[Mapping[str, Any]] = ()) -> SafeString:
    """The thumb menu of phones, the same entries as the header (at most five); nothing without entries."""
    return render_kept("tabs", nav=list(nav or ())[:5])


@register.simple_tag
def help_link(*, url: str = "#help", short: bool = False) -> SafeString:
    """ "Help", in the same place on every page. `short` shows the icon alone on phones."""
    return render_kept("help_link", url=url, short=short)


@register.simple_tag
def quick_exit(*, url: str, label: str = "") -> SafeString:
    """Leave at once: blank page, then `url` in place of this one. Shift three times does the same."""
    return render_kept("quick_exit", url=url, label=label or _("Leave quickly"))


@register.simple_tag
def foot(
    *,
    numbers: Iterable[Mapping[str, Any]] = (),
    links: Iterable[Mapping[str, Any]] = (),
    say: str = "",
    kind: str = "shore",
    leave: str = "",
    extra: str = "",
) -> SafeString:
    """The shore, where help is. Kinds: shore, thin (no numbers), mini (one line), spoken (only read aloud).

    `numbers`: name, number, hours. `links`: label, url. `leave` adds the honest words about quick exit.
    """
    one_of(kind, FEET, tag="foot")
    lines = [dict(n, dial="".join(c for c in str(n["number"]) if c in "+0123456789")) for n in numbers or ()]
    whole = render_kept("foot", numbers=lines, links=list(links or ()), say=say, kind=kind, leave=leave, extra=HOLE if extra else "")
    return mark_safe(whole.replace(HOLE, conditional_escape(extra)))  # the extra differs with every page: it holds a form


@register.simple_tag(takes_context=True)
def language_switch(
    context: Context, *, languages: Iterable[tuple[str, str]], current: str, action: str = "", next: str = ""
) -> SafeString:
    """The other languages, each in its own words. `languages`: (code, name). Posts to `action` (set_language)."""
    others = [{"code": code, "name": name} for code, name in languages if code != current]
    return render("language_switch", others=others, action=action, next=next, csrf_token=context.get("csrf_token", ""))


@register.simple_tag
def theme_switch() -> SafeString:
    """Follow the device, light, dark. Kept on this device; hidden when scripts are off."""
    return render("theme_switch")


@register.simple_tag
def pagination(*, page: Page, query: QueryDict | str = "", parameter: str = "page", label: str = "") -> SafeString:
    """Earlier and later pages of a list; nothing when there is only one. `query` keeps the search."""
    kept = query.copy() if isinstance(query, QueryDict) else QueryDict(query or "", mutable=True)
    kept.pop(parameter, None)
    start = f"?{kept.urlencode()}&" if kept else "?"
    return render("pagination", page=page, start=f"{start}{parameter}=", label=label or _("Pages"))
