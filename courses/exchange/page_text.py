"""Public pages of a package: what the programme says to those who do not know it yet. One folder each, one file for each language.

The blocks are those of a lesson that need no reader's place: text, Markdown, callouts and files. `under` is the key of the page it stands
below, which comes before it. `verify` tells editors what somebody who knows the place must check; a package never brings the date along.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from courses.exchange.folder import Folder
from courses.exchange.lesson_text import Block, front_and_blocks
from courses.exchange.report import Report
from lms.ui.drawings import DRAWINGS

FRONT = ("key", "slug", "title", "intro", "under", "picture", "front", "foot", "joins", "verify")
BLOCKS = frozenset({"markdown", "text", "callout", "image", "video", "audio", "download"})
FRONT_PLACES = ("", "become", "read")
ALIKE = ("key", "slug", "under", "picture", "front", "foot", "joins")
SOURCE = "nb"


@dataclass
class PageText:
    """One public page in one language."""

    file: str
    key: str
    title: str
    intro: str
    slug: str = ""
    under: str = ""
    picture: str = ""
    front: str = ""  # where the front page points to it
    foot: bool = False  # at the foot of every page
    joins: bool = False  # ends with whom to contact
    verify: str = ""
    blocks: list[Block] = field(default_factory=list)

    @property
    def shape(self) -> list[tuple[str, str]]:
        return [(block.kind, block.key) for block in self.blocks]


@dataclass
class PageFiles:
    """A public page in all its languages."""

    slug: str
    texts: dict[str, PageText]

    @property
    def source(self) -> PageText:
        return self.texts[SOURCE]

    @property
    def key(self) -> str:
        return self.source.key

    @property
    def file(self) -> str:
        return self.source.file


def parse_page(text: str, file: str, report: Report) -> PageText:
    """Read a page; everything that is wrong goes into the report."""
    front, blocks = front_and_blocks(text, file, report, allowed=FRONT, what="page")
    page = PageText(
        file=file, key=front.key(), title=front.text("title", most=255), intro=front.text("intro", most=600),
        slug=front.text("slug", most=255, required=False), under=front.text("under", most=60, required=False),
        picture=front.text("picture", required=False), front=front.text("front", required=False), foot=front.flag("foot"),
        joins=front.flag("joins"), verify=front.text("verify", most=3000, required=False), blocks=blocks,
    )  # fmt: skip
    if page.picture and page.picture not in DRAWINGS:
        front.wrong("picture", _("there is no drawing '%(name)s'") % {"name": page.picture})
    if page.front not in FRONT_PLACES:
        front.wrong("front", _("'%(name)s' is one of %(names)s") % {"name": "front", "names": ", ".join(FRONT_PLACES[1:])})
    for block in blocks:
        if block.kind not in BLOCKS:
            report.error(file, block.line, _("a public page has no '%(kind)s'") % {"kind": block.kind})
    return page


def read_pages(folder: Folder, languages: list[str], report: Report) -> list[PageFiles]:
    """Every public page of the package, in the order of the folders' names."""
    pages: list[PageFiles] = []
    for name in sorted({path.split("/")[1] for path in folder.under("pages/")}):
        texts = {}
        for language in languages:
            file = f"pages/{name}/page.{language}.md"
            if file in folder.texts:
                texts[language] = parse_page(folder.texts[file], file, report)
            else:
                report.error(file, 0, _("the page is missing in %(language)s") % {"language": language})
        if SOURCE in texts:
            for file, line, reason in _unlike(texts):
                report.error(file, line, reason)
            pages.append(PageFiles(slug=texts[SOURCE].slug or name[3:], texts=texts))
    _check_places(pages, report)
    return pages


def _unlike(texts: dict[str, PageText]) -> Iterator[tuple[str, int, str]]:
    source: Any = texts[SOURCE]
    for text in texts.values():
        for name in ALIKE:
            if getattr(text, name) != getattr(source, name):
                yield text.file, 1, _("'%(name)s' differs from %(source)s") % {"name": name, "source": SOURCE}
        if text.shape != source.shape:
            yield text.file, 0, _("the blocks are not the same, or not in the same order, as in %(source)s") % {"source": SOURCE}


def _check_places(pages: list[PageFiles], report: Report) -> None:
    seen: set[str] = set()
    for page in pages:
        if page.key in seen:
            report.error(page.file, 0, _("another page has the key '%(key)s'") % {"key": page.key})
        if page.source.under and page.source.under not in seen:
            report.error(page.file, 0, _("no page before this one has the key '%(key)s'") % {"key": page.source.under})
        seen.add(page.key)
