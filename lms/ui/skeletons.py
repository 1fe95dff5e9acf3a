"""Pages that many readers get alike to the letter: drawn once from plain values, with holes for what belongs to one request.

Such a page is drawn without the request and without the person: its template gets nothing but what is named, and all of that is
part of the key. So there is nothing of one reader in it that could reach another.
"""

from collections.abc import Collection, Hashable, Iterator, Mapping
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.middleware.csp import get_nonce
from django.middleware.csrf import get_token
from django.template import Context, Engine
from django.utils.translation import get_language

from lms.ui.holes import cut, hole
from lms.ui.register import Unfrozen, frozen

KEPT = 400  # pages of some twenty kilobytes in each process
FRAME = ("languages", "home_url", "help_numbers", "quick_exit_url", "disclaimer")  # what of the house's own context it may show
_drawn: dict[Hashable, list[str]] = {}


NONCE, TOKEN, READER = hole("nonce"), hole("token"), hole("reader")


def drawn(
    template: str,
    request: HttpRequest,
    *,
    of: Hashable,
    shared: Mapping[str, Any],
    shown: Mapping[str, Any],
    own: Mapping[str, str],
    frame: Collection[str] = (),
    anywhere: bool = False,
) -> str | None:
    """A page for somebody signed in, or None when it has to be drawn for them alone: there are messages to show.

    `of` names what `shared` is and changes with it; `shown` are the values that differ between readers, plain ones, all of them in the
    key. The template finds a `request` with `path` and a `user` who is signed in, and no more of either. `own` is the markup that goes
    into the holes which `shown` has put there (`hole(name)`), by name. `frame` names more of what the house shows on every page.
    With `anywhere` the page is the same at every address, and finds none.
    """
    if len(get_messages(request)):
        return None
    shown = {**shown, **{name: value for name, value in _house(request) if name in FRAME or name in frame}}
    try:
        path = "" if anywhere else request.path
        key = (template, get_language(), path, of, frozen(shown))
    except Unfrozen:
        return None
    pieces = _drawn.get(key)
    if pieces is None:
        pieces = _draw(template, path, {**shown, **shared})
        while len(_drawn) >= KEPT:
            _drawn.pop(next(iter(_drawn)), None)
        _drawn[key] = pieces
    fill: dict[str, str] = {NONCE: str(get_nonce(request)), TOKEN: get_token(request), READER: str(request.user.public_id)}  # type: ignore[union-attr]
    fill |= {hole(name): markup for name, markup in own.items()}
    return "".join(fill.get(piece, piece) for piece in pieces)


def _house(request: HttpRequest) -> Iterator[tuple[str, Any]]:
    for processor in Engine.get_default().template_context_processors:
        yield from processor(request).items()


def _draw(template: str, path: str, values: dict[str, Any]) -> list[str]:
    """The page in pieces: text, hole, text, …"""
    reader = {"public_id": READER, "is_authenticated": True}
    frame = {"request": {"path": path, "user": reader, "is_preview": False}, "csp_nonce": NONCE, "csrf_token": TOKEN}
    return cut(Engine.get_default().get_template(template).render(Context({**values, **frame})))
