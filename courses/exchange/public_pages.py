"""Writing a package's public pages, and carrying them out again."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from wagtail.models import Page

from cms.pages import StandardPage
from cms.site import ensure_site
from courses.exchange.folder import LANGUAGES
from courses.exchange.outgoing.course import page_key_of
from courses.exchange.outgoing.lesson_lines import LessonLines
from courses.exchange.outgoing.names import Names, belongs_here, file_name
from courses.exchange.outgoing.parcel import Parcel, found
from courses.exchange.page_text import PageFiles
from courses.exchange.pages import PageWriter, body_of
from courses.exchange.parts import Scope, Thing, families


class PublicPageWriter(PageWriter):
    """Writes what a package says to strangers, as published pages below the front page."""

    def write_pages(self, pages: list[PageFiles]) -> None:
        """Every page in every language, each below the one it names. What editors changed since is left alone."""
        homes = ensure_site()
        below: dict[str, dict[str, Page]] = {"": {language: homes[language] for language in self.package.languages}}
        children: dict[str, list[dict[str, Page]]] = {}
        for page in pages:
            place = self._place(StandardPage, page)
            for text in page.texts.values():
                self._check_blocks(text, place.key, StandardPage)
            fields = {language: self._fields(page, language, place.key) for language in self.package.languages}
            below[page.key] = self._each(place, below[page.source.under], fields)
            children.setdefault(page.source.under, []).append(below[page.key])
        for under, listed in children.items():
            self._order(below[under], listed)
        self._link_later()

    def _fields(self, page: PageFiles, language: str, key: Any) -> dict[str, Any]:
        text, source = page.texts[language], page.source
        return {
            "title": text.title, "intro": text.intro, "picture": source.picture, "front": source.front, "joins": source.joins,
            "show_in_menus": source.foot, "to_verify": text.verify, "verified_on": None, "body": json.dumps(body_of(text, key, self.media)),
        }  # fmt: skip


def collect(scope: Scope) -> Iterable[Thing]:
    """Every published public page that no other package brought, a parent before its children."""
    rows = StandardPage.objects.live().select_related("locale").order_by("depth", "path")
    things = belongs_here(scope.package, "page", families(rows, "page", languages=LANGUAGES))
    parents = {row.path: thing.key for thing in things for row in thing.rows.values()}
    for one in things:
        above = next(iter(one.rows.values())).path[: -Page.steplen]
        yield Thing(one.kind, one.key, one.rows, under=parents.get(above))


def write(parcel: Parcel, things: list[Thing]) -> None:
    """Put public pages into the parcel, one folder each."""
    names, lines = Names(parcel.key), LessonLines(parcel.media_name, page_key_of)
    called = {one.key: names.of("page", one.key, one.rows["nb"].slug) for one in things}
    taken: set[str] = set()
    for number, one in enumerate(things, 1):
        source = one.rows["nb"]
        name = file_name(source.slug, taken)
        for code in parcel.languages:
            page = one.rows[code]
            facts = {
                "key": called[one.key], **found(slug="" if name == source.slug else source.slug),
                "title": page.title.strip(), "intro": page.intro.strip(),
                **found(under=called.get(one.under) if one.under else "", picture=source.picture, front=source.front),
                **{flag: True for flag, on in (("foot", source.show_in_menus), ("joins", source.joins)) if on},
                **found(verify=page.to_verify.strip()),
            }  # fmt: skip
            parcel.texts[f"pages/{number:02}-{name}/page.{code}.md"] = lines.lesson(facts, one.key, page.body.get_prep_value())
