"""Words out of HTML that other systems wrote. Sound and film cannot stand in a question here: they are noted. One picture can."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

BREAKS = {"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "ul", "ol", "table", "blockquote"}
SHOWN = {
    "img": gettext_lazy("a picture"),
    "audio": gettext_lazy("a recording"),
    "video": gettext_lazy("a film"),
    "iframe": gettext_lazy("a frame from elsewhere"),
    "object": gettext_lazy("an object"),
}
SILENT = {"script", "style"}
FORMULA = re.compile(r"\\\(|\\\[|\$\$")
RAISED = str.maketrans("0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ")
LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
SHIFTED = {"sup": (RAISED, "^"), "sub": (LOWERED, "_")}


type Take = Callable[[str, str], bool]  # address and words of a picture; True when it is kept


def take_none(_address: str, _alt: str) -> bool:
    return False


class _Words(HTMLParser):
    def __init__(self, note: Callable[[str], None], take: Take) -> None:
        super().__init__(convert_charrefs=True)
        self.note, self.take, self.said, self.silent = note, take, list[str](), 0
        self.shifted, self.link = "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self.silent += 1
        if tag in BREAKS:
            self.said.append("\n")
        if tag in ("td", "th") and self.said and self.said[-1] != "\n":
            self.said.append(" | ")
        if tag == "table":
            self.note(_("a table became lines"))
        if tag in SHIFTED:
            self.shifted = tag
        if tag == "a":
            self.link = dict(attrs).get("href") or ""
        if tag in SHOWN:
            facts = dict(attrs)
            if tag == "img" and self.take(facts.get("src") or "", " ".join((facts.get("alt") or "").split())):
                return
            name = (facts.get("src") or "").rsplit("/", 1)[-1][:80]
            self.note(_("%(what)s was left out: %(name)s") % {"what": SHOWN[tag], "name": name or "?"})
            self.said.append(f" {facts.get('alt') or ''} ")

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT and self.silent:
            self.silent -= 1
        if tag in BREAKS:
            self.said.append("\n")
        if tag in SHIFTED:
            self.shifted = ""
        if tag == "a" and self.link:
            self.note(_("a link became words: %(address)s") % {"address": self.link[:200]})
            self.link = ""

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.said.append(self._shift(re.sub(r"\s+", " ", data)) if self.shifted else re.sub(r"\s+", " ", data))

    def _shift(self, data: str) -> str:
        """Raised and lowered letters stay so where there are such letters: 10⁵ is not 105."""
        letters, sign = SHIFTED[self.shifted]
        return data.translate(letters) if all(ord(one) in letters for one in data) else f"{sign}({data})"


def words_of(text: str, style: str, note: Callable[[str], None], take: Take = take_none) -> str:
    """The words of a text in one of Moodle's formats (html, moodle_auto_format, plain_text, markdown). Pictures are offered to `take`; one
    that is not kept is noted, and its words stand in the text."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if style in ("html", "moodle_auto_format", "moodle", "") and re.search(r"<[a-zA-Z/!]|&[a-zA-Z#]", text):
        reader = _Words(note, take)
        if style != "html":
            text = text.replace("\n", "<br>")
        reader.feed(text)
        reader.close()
        text = "".join(reader.said)
    if FORMULA.search(text):
        note(_("a formula is shown as it is written, not drawn"))
    lines = [re.sub(r"[ \t\xa0]+", " ", line).strip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
