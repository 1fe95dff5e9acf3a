"""The rubric and the gold transcripts, as they stand in a package."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from certification.assessment.goals import goals_of
from certification.assessment.gold import GoldTranscript, names_in
from certification.assessment.package import KINDS
from certification.assessment.sources import Rubric, name_of, structure_of, words_of
from courses.exchange.folder import LANGUAGES
from courses.exchange.outgoing.names import Names, belongs_here, file_name
from courses.exchange.outgoing.parcel import Parcel, found
from courses.exchange.outgoing.yaml_lines import Row
from courses.exchange.parts import Scope, Thing, families


def collect_rubric(scope: Scope) -> Iterable[Thing]:
    """Every published rubric that is not another package's."""
    return _published(Rubric, "rubric", scope)


def collect_gold(scope: Scope) -> Iterable[Thing]:
    """Every published gold transcript that is not another package's."""
    return _published(GoldTranscript, "gold", scope)


def _published(model: Any, kind: str, scope: Scope) -> list[Thing]:
    rows = model.objects.filter(live=True).select_related("locale").order_by("slug", "pk")
    return belongs_here(scope.package, kind, families(rows, kind, languages=LANGUAGES))


def write_rubric(parcel: Parcel, things: list[Thing]) -> None:
    """Put the rubric into the parcel. A package has one: the one that it named itself, otherwise the first; the others are noted."""
    names = Names(parcel.key)
    own = sorted(things, key=lambda one: "slug" in names.of_thing(one))
    for one in own[1:]:
        parcel.notes.append(_("Left out, because a package has one rubric: %(name)s.") % {"name": one.name})
    for one in own[:1]:
        parcel.yaml("rubric.yaml", _Rubric(parcel, one).facts(names))


class _Rubric:
    """One rubric in all languages of a parcel. What it is made of, the source language says."""

    def __init__(self, parcel: Parcel, thing: Thing) -> None:
        self.parcel, self.thing = parcel, thing
        self.words = {code: words_of(thing.rows[code]) for code in parcel.languages}
        self.structure = structure_of(thing.rows["nb"])
        blocks = [block for block in thing.rows["nb"].criteria if block.block_type == "criterion"]
        self.goals = {name_of(one.value, one.id): goals_of(one.value) for one in blocks}

    def text(self, *path: Any) -> dict[str, str]:
        """Words in every language; where a translation lacks them, the source's."""
        return {code: (_at(one, path) or _at(self.words["nb"], path)).strip() for code, one in self.words.items()}

    def line(self, key: str) -> dict[str, Any]:
        return {"key": key, "text": self.text("behaviours", key)}

    def facts(self, names: Names) -> dict[str, Any]:
        levels = [{"level": n + 1, "name": self.text("levels", n, "name"), "rule": self.text("levels", n, "rule")} for n in range(4)]
        partner = [
            {"key": item["key"], **({"reverse": True} if item["reverse"] else {}), "text": self.text("partner", item["key"])}
            for item in self.structure["partner"]
        ]
        return {
            **names.of_thing(self.thing), "title": self.text("title"), "levels": levels,
            "groups": [self.group(group) for group in self.structure["groups"]],
            **found(critical=[self.line(key) for key in self.structure["critical"]]),
            "global": [{"value": n, "text": self.text("judgements", n)} for n in self.structure["judgements"]],
            **found(unhelpful_panel=[self.line(key) for key in self.structure["panel"]], partner_form=partner),
        }  # fmt: skip

    def group(self, group: dict[str, Any]) -> dict[str, Any]:
        criteria = [self.criterion(one) for one in group["criteria"]]
        return {"key": group["key"], "title": self.text("groups", group["key"]), "barrier": group["barrier"], "criteria": criteria}

    def criterion(self, one: dict[str, Any]) -> dict[str, Any]:
        lines = [{"key": key, "kind": kind, "text": self.text("behaviours", key)} for kind in KINDS for key in one[kind]]
        help_text = found(help=self.text("help", one["key"]), own=self.text("own", one["key"]))
        return {
            "key": one["key"], "number": one["number"], "title": self.text("criteria", one["key"]), **found(code=one["code"]),
            **help_text, **found(goals=Row(self.goals.get(one["key"], ()))), "behaviours": lines,
        }  # fmt: skip


def _at(words: Any, path: tuple[Any, ...]) -> str:
    for name in path:
        inside = name < len(words) if isinstance(words, list) else name in words
        if not inside:
            return ""
        words = words[name]
    return str(words or "")


def write_gold(parcel: Parcel, things: list[Thing]) -> None:
    names, taken = Names(parcel.key), set[str]()
    for one in things:
        source = one.rows["nb"]
        lines = {code: [block.value["text"] for block in one.rows[code].lines] for code in parcel.languages}
        reasons = {code: {b.value["criterion"]: b.value["reason"] for b in one.rows[code].reference} for code in parcel.languages}
        reference = [
            {
                "criterion": block.value["criterion"], "ticks": Row(names_in(block.value["ticks"])),
                **found(lines=Row(int(one) for one in names_in(block.value["lines"]))),
                **({"no_opportunity": True} if block.value["no_opportunity"] else {}),
                "reason": {code: (each.get(block.value["criterion"]) or block.value["reason"]).strip() for code, each in reasons.items()},
            }
            for block in source.reference
        ]  # fmt: skip
        facts = {
            **names.of_thing(one), "title": parcel.words(one.rows, "title"), "situation": parcel.words(one.rows, "situation"),
            "young": source.young_name, "host": source.host_name, "risk": source.is_risk, "rubric": source.rubric,
            "judgement": source.judgement,
            "lines": [
                {"who": block.value["who"],
                 "text": {code: (each[n] if n < len(each) else block.value["text"]).strip() for code, each in lines.items()}}
                for n, block in enumerate(source.lines)
            ],
            "reference": reference, **found(critical=Row(names_in(source.critical))),
        }  # fmt: skip
        parcel.yaml(f"gold/{file_name(source.slug, taken)}.yaml", facts)
