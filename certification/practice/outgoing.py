"""Scenarios, as they stand in a package: one file each, with the secret card and the key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from certification.practice.scenarios import Scenario
from courses.exchange.folder import LANGUAGES
from courses.exchange.outgoing.names import Names, belongs_here, file_name
from courses.exchange.outgoing.parcel import Parcel, found
from courses.exchange.outgoing.yaml_lines import Row
from courses.exchange.parts import Scope, Thing, families


def collect(scope: Scope) -> Iterable[Thing]:
    """Every published scenario that is not another package's."""
    rows = Scenario.objects.filter(live=True).select_related("locale").order_by("slug", "pk")
    return belongs_here(scope.package, "scenario", families(rows, "scenario", languages=LANGUAGES))


def write(parcel: Parcel, things: list[Thing]) -> None:
    """Put the scenarios into the parcel. That numbers and duties were checked does not go along: whoever reads them in checks again."""
    names, taken = Names(parcel.key), set[str]()
    for one in things:
        source, words = one.rows["nb"], lambda name, rows=one.rows: parcel.words(rows, name)
        content = {code: one.rows[code].content() for code in parcel.languages}
        facts = {
            **names.of_thing(one), "title": words("title"), "level": source.level, "tags": Row(source.tags), "theme": words("theme"),
            "content_note": words("content_note"), "minutes": source.minutes,
            "persona": {"name": source.persona_name, "age": source.persona_age}, "situation": words("situation"),
            "card": {
                "who": words("who"), "opening": words("opening"),
                "ladder": _pairs(content, ("card", "ladder"), {"title": "title", "say": "say"}),
                **found(ifs=_pairs(content, ("card", "ifs"), {"if": "when", "then": "then"})),
                "stop": words("stop"), **found(partner_note=words("partner_note")),
            },
            "key_points": {
                **found(must=_lines(content, ("key", "must")), must_in=_duties(content), strong=_lines(content, ("key", "strong")),
                        weak=_lines(content, ("key", "weak"))),
                "national": found(no=words("national_no"), dk=words("national_dk")),
            },
            **found(debrief=_lines(content, ("debrief",))),
        }  # fmt: skip
        parcel.yaml(f"scenarios/{file_name(source.slug, taken)}.yaml", facts)


def _each(content: Mapping[str, Any], path: tuple[str, ...]) -> list[dict[str, Any]]:
    """The items of a list, each in every language. Where a translation has fewer, the source's words stand."""
    listed = dict(content)
    for name in path:
        listed = {code: one[name] for code, one in listed.items()}
    return [{code: one[n] if n < len(one) else source for code, one in listed.items()} for n, source in enumerate(listed["nb"])]


def _lines(content: Mapping[str, Any], path: tuple[str, ...]) -> list[dict[str, str]]:
    return [{code: text.strip() for code, text in one.items()} for one in _each(content, path)]


def _pairs(content: Mapping[str, Any], path: tuple[str, ...], fields: Mapping[str, str]) -> list[dict[str, Any]]:
    return [{out: {code: item[name].strip() for code, item in one.items()} for out, name in fields.items()} for one in _each(content, path)]


def _duties(content: Mapping[str, Any]) -> dict[str, list[dict[str, str]]]:
    """What must happen where duties differ, by place in the order in which they first come."""
    found_here: dict[str, list[dict[str, str]]] = {}
    for one in _each(content, ("key", "must_here")):
        found_here.setdefault(one["nb"]["where"], []).append({code: duty["line"].strip() for code, duty in one.items()})
    return found_here
