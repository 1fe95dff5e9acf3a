"""The public page of a certificate as strangers get it, kept in this process while nothing that it says has changed.

A certificate is read from the database for every answer; what is spared is making the same page of it again. A page is kept with the
whole row it was made of and the day it was made on, so that a pause, a withdrawal, a name shown or hidden and a date that has passed
show at once, in every process. Only strangers get it: whoever has a session sees their own menu around it.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone, translation

from certification.credentials.models import Certificate
from lms.ui.holes import cut, hole

AT_MOST = 200  # certificates; a page of one is about 15 kB
HOLES = {name: hole(name) for name in ("csp_nonce", "csrf_token", "checked")}  # what differs from one answer to the next
NAMES: dict[str, str] = {mark: name for name, mark in HOLES.items()}


@dataclass
class _Kept:
    made_of: Mapping[str, Any]
    on: tuple[date, str]
    pages: dict[str | None, list[str]] = field(default_factory=dict)  # by language, in pieces


class _Shelf:
    """The certificates looked at last."""

    def __init__(self) -> None:
        self.kept: OrderedDict[int, _Kept] = OrderedDict()
        self.lock = threading.Lock()

    def of(self, certificate: Certificate) -> _Kept:
        """What is kept of a certificate as it stands in this row, today; empty when that is another than before."""
        row = {name: value for name, value in vars(certificate).items() if name != "_state"}
        on = (timezone.localdate(), settings.BASE_URL)
        with self.lock:
            found = self.kept.get(certificate.pk)
            if found is None or found.on != on or found.made_of != row:
                found = self.kept[certificate.pk] = _Kept(row, on)
            self.kept.move_to_end(certificate.pk)
            while len(self.kept) > AT_MOST:
                self.kept.popitem(last=False)
        return found


_shelf = _Shelf()


def is_stranger(request: HttpRequest) -> bool:
    """Whether nothing about the visitor can stand on the page: no session, and so no account, no messages."""
    return settings.SESSION_COOKIE_NAME not in request.COOKIES


def filled(certificate: Certificate, fill: Mapping[str, Callable[[], str]], make: Callable[[Mapping[str, str]], str]) -> str:
    """The page of a certificate in the active language. `make` makes it with these words in its holes when it is not kept;
    `fill` says by name what goes into each hole now, and is asked only for those the page has."""
    kept, language = _shelf.of(certificate), translation.get_language()
    pieces = kept.pages.get(language)
    if pieces is None:
        pieces = kept.pages[language] = cut(make(HOLES))
    return "".join(fill[NAMES[piece]]() if piece in NAMES else piece for piece in pieces)
