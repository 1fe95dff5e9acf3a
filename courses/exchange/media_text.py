"""The blocks of the lesson format that show files, and cards to turn.

::: video file=media/listen.mp4 captions=media/listen.nb.vtt poster=media/listen.jpg title="Two minutes about listening"
what is said in it
:::

::: audio file=media/tells.mp3 title="A chat host tells"       what is said in it
::: download file=media/list.pdf title="Checklist"             one line about it, or nothing
::: image file=media/fjord.jpg alt="A fjord in the evening"    a caption, or nothing; alt="" for a picture that says nothing
::: flip title="What does it mean?"                            one card on each line: - front | back
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

FILE_FIELDS = {"video": {"file": "video", "captions": "captions", "poster": "poster"}, "audio": {"file": "audio"},
               "download": {"file": "file"}, "image": {"file": "image"}}  # fmt: skip
ATTRIBUTES = {
    "video": {"file", "captions", "poster", "title"}, "audio": {"file", "title"}, "download": {"file", "title"},
    "image": {"file", "alt"}, "flip": {"title"},
}  # fmt: skip
_CARD = re.compile(r"^-\s+(?P<front>.+?)\s+\|\s+(?P<back>.+)$")

type Wrong = Callable[[int, str], None]
type Lines = list[tuple[int, str]]


def files_of(kind: str, attributes: dict[str, str], line: int, wrong: Wrong) -> dict[str, str]:
    """The files a block names, by the field of the block they go into."""
    fields = FILE_FIELDS.get(kind, {})
    if fields and not attributes.get("file"):
        wrong(line, _("%(kind)s needs a file, such as file=media/name.mp4") % {"kind": kind})
    return {field: attributes[name] for name, field in fields.items() if attributes.get(name)}


def value_of(kind: str, attributes: dict[str, str], line: int, inside: Lines, wrong: Wrong) -> dict[str, Any]:
    """The words of a block, without its files."""
    text = "\n".join(words for _n, words in inside).strip()
    title = attributes.get("title", "")
    if kind != "image" and (len(title) > 120 or (not title and kind != "flip")):
        wrong(line, _("this block needs a title of at most %(most)s characters") % {"most": 120})
    if kind == "flip":
        return {"title": title, "cards": _cards(line, inside, wrong)}
    if kind == "image":
        if "alt" not in attributes:
            wrong(line, _('a picture needs alt="what one sees"; alt="" when it says nothing'))
        alt = attributes.get("alt", "")
        return {"image": {"alt_text": alt, "decorative": not alt}, "caption": _short(text, line, wrong)}
    if kind == "download":
        return {"title": title, "text": _short(text, line, wrong)}
    return {"title": title, "transcript": text}


def _short(text: str, line: int, wrong: Wrong) -> str:
    if len(text) > 200 or "\n" in text:
        wrong(line, _("one line of at most %(most)s characters") % {"most": 200})
    return text


def _cards(line: int, inside: Lines, wrong: Wrong) -> list[dict[str, str]]:
    cards = []
    for number, words in inside:
        found = _CARD.match(words.strip())
        if found:
            cards.append({"front": found["front"].strip().replace("\\|", "|"), "back": found["back"].strip()})
        elif words.startswith("|") and cards:
            cards[-1]["back"] += f"\n{words[1:].strip()}"
        elif words.strip():
            wrong(number, _("a card is - its front | its back, on one line"))
    if not 1 <= len(cards) <= 8:
        wrong(line, _("one to eight cards"))
    return cards
