"""The frozen dossier in words: what the signers saw on that day, whatever has changed since. Ids and numbers became names again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from certification.assessment.models import RubricVersion
from certification.decisions.models import SignOff
from certification.practice.models import PracticeChat
from certification.programmes.models import ProgrammeVersion
from certification.programmes.states import FulfilmentState
from lms.people.models import Person


@dataclass(frozen=True)
class Line:
    """One requirement as it stood."""

    name: str
    state: str
    at: datetime | None
    by: str = ""
    second: str = ""  # who was there too, of what two do together


@dataclass(frozen=True)
class FrozenChat:
    """One practice chat as it had been judged; `levels` by the name of the criterion, 0 where there was no opportunity."""

    title: str
    at: datetime | None
    assessed: bool
    passed: bool
    levels: list[tuple[str, int]]
    raters: str


@dataclass(frozen=True)
class Snapshot:
    """`taken_at` is the moment of the first signature; None when the dossier was taken away with its person."""

    taken_at: datetime | None
    lines: list[Line]
    chats: list[FrozenChat]


def snapshot(signoff: SignOff) -> Snapshot:
    """Read a frozen dossier in the language of the page. Five queries at most, whatever is in it."""
    found = signoff.dossier
    rows, chats = found.get("requirements", []), found.get("chats", [])
    people = {pk for row in rows for pk in (row["by"], row["evidence"].get("second")) if pk} | {
        rating["rater"] for chat in chats for rating in chat["ratings"]
    }
    aliases = dict(Person.objects.filter(pk__in=people).values_list("pk", "alias"))
    text = _version(signoff).text()
    names = {r["key"]: r["name"] for stage in text["stages"] for r in stage["requirements"]}
    states = dict(FulfilmentState.choices)
    lines = [
        Line(
            names.get(row["key"], row["key"]), str(states.get(row["state"], row["state"])), _moment(row["at"]),
            aliases.get(row["by"], ""), aliases.get(row["evidence"].get("second"), ""),
        )
        for row in rows
    ]  # fmt: skip
    return Snapshot(_moment(found.get("taken_at")), lines, _chats(chats, aliases))


def _version(signoff: SignOff) -> ProgrammeVersion:
    """The version the signers saw, wherever the way has moved since."""
    now, then = signoff.enrolment.version, signoff.dossier.get("programme", {})
    if then.get("number", now.number) == now.number:
        return now
    return ProgrammeVersion.objects.filter(slug=then["slug"], number=then["number"]).first() or now


def _chats(chats: list[dict[str, Any]], aliases: dict[int, str]) -> list[FrozenChat]:
    played = PracticeChat.objects.select_related("scenario").in_bulk([one["chat"] for one in chats])
    rubrics = {(one["rubric"]["slug"], one["rubric"]["number"]) for one in chats}
    which = Q(pk=None)
    for slug, number in rubrics:
        which |= Q(slug=slug, number=number)
    words = {(one.slug, one.number): one.words()["criteria"] for one in RubricVersion.objects.filter(which)}
    return [_chat(one, played.get(one["chat"]), words, aliases) for one in chats]


def _chat(one: dict[str, Any], played: PracticeChat | None, words: dict[Any, dict[str, str]], aliases: dict[int, str]) -> FrozenChat:
    criteria = words.get((one["rubric"]["slug"], one["rubric"]["number"]), {})
    return FrozenChat(
        title=played.scenario.text()["title"] if played else one["scenario"],
        at=_moment(one["released_at"]),
        assessed=one["assessed"],
        passed=one["passed"],
        levels=[(criteria.get(key, key), level or 0) for key, level in one["levels"].items()],
        raters=", ".join(dict.fromkeys(aliases.get(rating["rater"], "") for rating in one["ratings"])),
    )


def _moment(said: str | None) -> datetime | None:
    at = parse_datetime(said) if said else None
    return timezone.localtime(at) if at else None
