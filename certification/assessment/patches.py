"""Reading what the rating screen's script sends: only what changed, checked field by field."""

import json
from dataclasses import dataclass
from typing import Any

from certification.assessment.drafts import Changes
from lms.kernel.errors import Invalid

SAID = {"override": (int, type(None)), "reason": (str,), "no_opportunity": (bool,), "considered": (bool,)}
AT_ONCE = 500


@dataclass(frozen=True)
class Mark:
    seq: int
    start: int
    end: int
    target: str


@dataclass(frozen=True)
class Patch:
    """`lines` are those whose marks may look different now."""

    changes: Changes
    marks: tuple[Mark, ...] = ()
    unmarks: tuple[int, ...] = ()
    lines: frozenset[int] = frozenset()
    open_at: str = ""


def read_patch(body: bytes) -> Patch:
    """The patch in a request body; Invalid (422) for anything that is not one."""
    try:
        sent = json.loads(body)
    except ValueError as broken:
        raise Invalid() from broken
    _must(isinstance(sent, dict))
    ticks, verdicts = sent.get("ticks", {}), sent.get("verdicts", {})
    _must(isinstance(ticks, dict) and all(isinstance(on, bool) for on in ticks.values()))
    _must(isinstance(verdicts, dict) and all(_is_verdict(said) for said in verdicts.values()))
    words = {name: sent.get(name) for name in ("strength", "next_step")}
    _must(all(text is None or isinstance(text, str) for text in words.values()))
    judgement = sent.get("judgement")
    _must(judgement is None or _is_number(judgement))
    marks, unmarks, lines = sent.get("marks", []), sent.get("unmarks", []), sent.get("lines", [])
    _must(all(isinstance(many, list) and len(many) <= AT_ONCE for many in (marks, unmarks, lines)))
    _must(all(_is_number(number) for number in (*unmarks, *lines)))
    read = tuple(_mark(one) for one in marks)
    return Patch(
        changes=Changes(ticks, verdicts, words["strength"], words["next_step"], judgement),
        marks=read,
        unmarks=tuple(unmarks),
        lines=frozenset(lines) | {one.seq for one in read},
        open_at=str(sent.get("open", "")),
    )


def _must(holds: bool) -> None:
    if not holds:
        raise Invalid()


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**31


def _is_verdict(said: Any) -> bool:
    return isinstance(said, dict) and all(name in SAID and type(value) in SAID[name] for name, value in said.items())


def _mark(one: Any) -> Mark:
    _must(isinstance(one, dict) and all(_is_number(one.get(name)) for name in ("seq", "start", "end")))
    _must(isinstance(one.get("target"), str))
    return Mark(one["seq"], one["start"], one["end"], one["target"])
