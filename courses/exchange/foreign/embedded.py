"""Files that Moodle XML carries beside a text: `@@PLUGINFILE@@/name` in it, and the content in base64."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote, unquote, urlsplit
from xml.etree import ElementTree as writing

from django.conf import settings
from django.utils.html import escape
from django.utils.text import slugify
from django.utils.translation import gettext as _

from courses.exchange.foreign.items import Picture
from courses.exchange.picture_files import ending_of

PLACE = "@@PLUGINFILE@@"
LONGEST_ALT = 250


class Embedded:
    """The files of one text. `take` keeps the first picture that the house takes; whatever else is offered or lies there is noted."""

    def __init__(self, element: Any, note: Callable[[str], None]) -> None:
        self.note, self._used = note, set[str]()
        self.picture: Picture | None = None
        self._files = {_path(one): one for one in element.findall("file")}

    def take(self, address: str, alt: str) -> bool:
        """Keep a picture of the text; False when it cannot be kept."""
        if not address.startswith(PLACE):
            return False
        path = unquote(urlsplit(address).path.removeprefix(PLACE)).lstrip("/")
        file = self._files.get(path)
        self._used.add(path)
        if file is None:
            return False
        if self.picture is not None:
            self.note(_("a question has one picture here"))
            return False
        try:
            content = _content(file)
            name = f"{slugify(PurePosixPath(path).stem)[:50] or 'picture'}.{ending_of(content)}"
        except ValueError as refused:
            self.note(_("the picture %(name)s is not taken: %(why)s") % {"name": path[:80], "why": refused})
            return False
        if not alt:
            self.note(_("before it can be published: say what the picture %(name)s shows") % {"name": path[:80]})
        if len(alt) > LONGEST_ALT:
            self.note(
                _("what the picture shows is longer than %(most)s characters and was cut: %(words)s")
                % {"most": LONGEST_ALT, "words": alt[:80]}
            )
        self.picture = Picture(name, content, alt[:LONGEST_ALT].strip())
        return True

    def note_the_rest(self) -> None:
        """Files that no picture of the text named."""
        for path in self._files:
            if path not in self._used:
                self.note(_("a file was left out: %(name)s") % {"name": path[:80] or "?"})


def _path(file: Any) -> str:
    return f"{file.get('path') or '/'}{file.get('name') or ''}".lstrip("/")


def _content(file: Any) -> bytes:
    """Raises ValueError for what is no base64, or too large to be looked at."""
    text = file.text or ""
    if (file.get("encoding") or "base64") != "base64":
        raise ValueError(_("not written in base64"))
    if len(text) * 3 // 4 > settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE * 11 // 10:  # with line breaks
        raise ValueError(_("larger than %(mb)s MB") % {"mb": settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE // 1_048_576})
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError) as wrong:
        raise ValueError(_("not written in base64")) from wrong


def embed(text: Any, stem: str, picture: Picture) -> None:
    """Write a stem and its picture into an element as Moodle does: HTML with an image, and the file beside it."""
    words = escape(stem).replace("\n", "<br>")
    image = f'<img src="{PLACE}/{quote(picture.name)}" alt="{escape(picture.alt)}">'
    writing.SubElement(text, "text").text = f"<p>{words}</p><p>{image}</p>"
    file = writing.SubElement(text, "file", name=picture.name, path="/", encoding="base64")
    file.text = base64.b64encode(picture.content).decode()
