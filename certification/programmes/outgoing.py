"""Agreements and a programme, as they stand in a package."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from certification.programmes.queries import content_key
from certification.programmes.reading import details, with_words_of
from certification.programmes.sources import Agreement, Programme
from courses.exchange.folder import LANGUAGES
from courses.exchange.outgoing.names import Names, belongs_here, file_name
from courses.exchange.outgoing.parcel import Parcel, found
from courses.exchange.outgoing.yaml_lines import Row
from courses.exchange.parts import Scope, Thing, families


def collect_agreements(scope: Scope) -> Iterable[Thing]:
    """Every published agreement that is not another package's."""
    rows = Agreement.objects.filter(live=True).select_related("locale").order_by("slug", "pk")
    return belongs_here(scope.package, "agreement", families(rows, "agreement", languages=LANGUAGES))


def write_agreements(parcel: Parcel, things: list[Thing]) -> None:
    """Put the agreements into the parcel. Who checked them, and when, does not go along: the law of another place is another."""
    names, taken = Names(parcel.key), set[str]()
    for one in things:
        source = one.rows["nb"]
        folder = f"agreements/{file_name(source.slug, taken)}"
        facts = {
            "key": names.of("agreement", one.key, source.slug), "title": parcel.words(one.rows, "title"),
            "summary": parcel.words(one.rows, "summary"), **found(verify=parcel.words(one.rows, "to_verify")),
        }  # fmt: skip
        parcel.yaml(f"{folder}/agreement.yaml", facts)
        for code, text in parcel.words(one.rows, "text").items():
            parcel.texts[f"{folder}/text.{code}.md"] = text.replace("\r\n", "\n") + "\n"


def collect_programme(scope: Scope) -> Iterable[Thing]:
    """The programme that is asked for."""
    if not scope.programme:
        return ()
    rows = Programme.objects.filter(live=True, translation_key=scope.programme).select_related("locale").order_by("pk")
    return families(rows, "programme", languages=LANGUAGES)


def write_programme(parcel: Parcel, things: list[Thing]) -> None:
    for one in things:
        source = one.rows["nb"]
        content = {code: with_words_of(source.content(), one.rows[code].content()) for code in parcel.languages}
        facts = {
            "key": Names(parcel.key).of("programme", one.key, source.slug), "slug": source.slug, **found(course=source.course),
            "name": parcel.words(one.rows, "name"), "decision": _decision(source, content),
            **found(skills=[line.strip() for line in source.skills.splitlines() if line.strip()]),
            "stages": [_stage(stage.value, n, content) for n, stage in enumerate(source.stages)],
        }  # fmt: skip
        parcel.yaml("programme.yaml", facts)


def _decision(source: Programme, content: dict[str, Any]) -> dict[str, Any]:
    decided = source.rules()["decision"]
    levels = [{"level": one, **found(words=_words_of(one, content))} for one in decided.pop("levels", [])]
    return {**decided, **found(levels=levels)}


def _words_of(level: int, content: dict[str, Any]) -> dict[str, str]:
    said = {code: one.get("levels", {}).get(str(level), "") for code, one in content.items()}
    return said if any(said.values()) else {}


def _stage(stage: Any, number: int, content: dict[str, Any]) -> dict[str, Any]:
    words = {code: one["stages"][number] for code, one in content.items()}
    return {
        "key": stage["key"],
        "name": {code: one["name"].strip() for code, one in words.items()},
        "requirements": [_requirement(asked, n, words) for n, asked in enumerate(stage["requirements"])],
    }


def _requirement(asked: Any, number: int, stages: dict[str, Any]) -> dict[str, Any]:
    words = {code: one["requirements"][number] for code, one in stages.items()}
    params = {name: Row(value) if isinstance(value, list) else value for name, value in details(asked["params"]).items()}
    needs = [need.strip() for need in (asked["needs"] or "").split(",") if need.strip()]
    return {
        "key": asked["key"], "kind": asked["kind"], **found(params=params, needs=Row(needs)),
        **({} if asked["mandatory"] else {"mandatory": False}),
        **found(group=(asked["group"] or "").strip(), valid_months=asked["valid_months"], least=asked.get("least"), phase=asked.get("phase")),
        "name": {code: one["name"].strip() for code, one in words.items()},
        "why": {code: one["why"].strip() for code, one in words.items()},
    }  # fmt: skip


def programme_scope(slug: str) -> Scope | None:
    """Everything of the programme with this short name: its package, its course, and itself. None when none is published."""
    one = Programme.objects.filter(live=True, slug=slug).order_by("pk").first()
    if one is None:
        return None
    course = content_key("course", one.course, one.package) if one.course else None
    return Scope(package=one.package, course=course, whole=True, programme=one.translation_key)


def published_programmes() -> list[tuple[str, str]]:
    """(short name, name) of every published programme in the source language."""
    rows = Programme.objects.filter(live=True, locale__language_code="nb").order_by("name")
    return list(rows.values_list("slug", "name"))
