"""From what an editor wrote to what counts: details of a requirement, names that become keys, words of a translation."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml

from certification.programmes import kinds
from certification.programmes.queries import content_key

SKILL = re.compile(r"(\S.*?)[\s:,]+(https?://\S+)")


def skills(text: str) -> list[dict[str, str]]:
    """Skills of a public list that a programme shows, from lines with a name and a web address: {name, url}."""
    read = (SKILL.fullmatch(line.strip()) for line in text.splitlines())
    return [{"name": one[1], "url": one[2]} for one in read if one]


def wrong_skill(text: str) -> str:
    """The first line that is no name with a web address after it, or ""."""
    return next((line for line in text.splitlines() if line.strip() and not SKILL.fullmatch(line.strip())), "")


def details(text: str) -> dict[str, Any]:
    """The details of a requirement from the lines an editor wrote; unreadable ones are told apart by the key `?`."""
    try:
        read = yaml.safe_load(text or "") or {}
    except yaml.YAMLError:
        return {"?": text}
    return read if isinstance(read, dict) else {"?": text}


def resolved(kind: str, params: Mapping[str, Any], package: str) -> dict[str, Any]:
    """Details with names of content replaced by keys."""
    known = kinds.every().get(kind)
    refers = known.refers if known else {}
    return {name: str(content_key(refers[name], value, package)) if name in refers and value else value for name, value in params.items()}


def with_words_of(source: dict[str, Any], translated: dict[str, Any]) -> dict[str, Any]:
    """The levels and stages of the source with the words of a translation; what is not translated keeps the source's words."""
    stages = {stage["key"]: stage["name"] for stage in translated["stages"]}
    words = {r["key"]: r for stage in translated["stages"] for r in stage["requirements"]}
    said = translated.get("levels", {})
    levels = {level: said.get(level) or own for level, own in source.get("levels", {}).items()}
    return {
        "name": translated["name"] or source["name"],
        **({"levels": levels} if levels else {}),
        "stages": [
            {
                "key": stage["key"],
                "name": stages.get(stage["key"]) or stage["name"],
                "requirements": [words.get(r["key"]) or r for r in stage["requirements"]],
            }
            for stage in source["stages"]
        ],
    }
