"""Dialogues to practise alone, as they stand in a package: one file each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from courses.dialogues.sources import Dialogue
from courses.exchange.folder import LANGUAGES
from courses.exchange.outgoing import course
from courses.exchange.outgoing.names import Names, belongs_here, file_name
from courses.exchange.outgoing.parcel import Parcel
from courses.exchange.parts import Scope, Thing, families


def collect(scope: Scope) -> Iterable[Thing]:
    """Every published dialogue that is not another package's; for a course alone, those that its lessons show."""
    rows = Dialogue.objects.filter(live=True).select_related("locale").order_by("slug", "pk")
    if not scope.whole:
        return families(rows.filter(slug__in=_shown(scope)), "dialogue", languages=LANGUAGES)
    return belongs_here(scope.package, "dialogue", families(rows, "dialogue", languages=LANGUAGES))


def _shown(scope: Scope) -> set[str]:
    """The short names of dialogues in the lessons of a course."""
    lessons = [row for one in course.collect(scope) if one.kind == "lesson" for row in one.rows.values()]
    return {block.value["dialogue"] for lesson in lessons for block in lesson.body if block.block_type == "dialogue"}


def write(parcel: Parcel, things: list[Thing]) -> None:
    names, taken = Names(parcel.key), set[str]()
    for one in things:
        source = one.rows["nb"]
        content = {code: one.rows[code].content() for code in parcel.languages}
        facts = {
            **names.of_thing(one),
            **{name: parcel.words(one.rows, name) for name in ("title", "theme", "intro")},
            "persona": source.persona, "minutes": source.minutes, **({"safety": True} if source.is_safety else {}),
            "nodes": [_node(content, number) for number in range(len(content["nb"]["nodes"]))],
        }  # fmt: skip
        parcel.yaml(f"dialogues/{file_name(source.slug, taken)}.yaml", facts)


def _node(content: dict[str, Any], number: int) -> dict[str, Any]:
    """One place in every language. A translation with other places was never published: see `Dialogue.problems`."""
    each = {code: one["nodes"][number] for code, one in content.items()}
    node: dict[str, Any] = {"key": each["nb"]["key"], "says": {code: one["says"].strip() for code, one in each.items()}}
    replies = [
        {
            **{name: {code: one["replies"][n][name].strip() for code, one in each.items()} for name in ("text", "feedback")},
            "to": reply["to"],
        }
        for n, reply in enumerate(each["nb"]["replies"])
    ]  # fmt: skip
    if replies:
        node["replies"] = replies
    if each["nb"]["end"]:
        node["end"] = {name: {code: one["end"][name].strip() for code, one in each.items()} for name in ("title", "text")}
    return node
