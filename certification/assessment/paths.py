"""One trainee's own path: the level of each criterion from chat to chat, with what the decision rule makes of it."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format

from certification.assessment import decision, pictures, queries, rules
from certification.assessment.decision_words import concern, lack, sentence
from certification.assessment.models import SelfRating
from certification.assessment.pictures import Path
from certification.practice.models import Mode
from certification.programmes.models import Enrolment
from lms.people.models import Person


@dataclass(frozen=True)
class Turn:
    """One chat with feedback."""

    pk: int
    number: int
    title: str
    day: str
    assessed: bool


@dataclass(frozen=True)
class CriterionPath:
    number: int
    title: str
    barrier: bool
    levels: list[int]  # 0 where there was no opportunity
    words: list[str]
    picture: Path


@dataclass(frozen=True)
class Paths:
    """`said` is the decision rule's sentence, `reasons` everything behind it; both empty when the programme asks for no assessed chats."""

    turns: list[Turn]
    groups: list[tuple[str, list[CriterionPath]]]
    said: str
    reasons: list[str]


def paths_of(enrolment: Enrolment, viewer: Person) -> Paths:
    """Every chat whose feedback is out, oldest first. A trainee sees those they have looked back at themselves; nobody one they played."""
    chats = [one for one in queries.released(enrolment) if one.chat.partner_id != viewer.pk]
    if viewer.pk == enrolment.person_id:
        own = set(SelfRating.objects.filter(chat__enrolment=enrolment).values_list("chat", flat=True))
        chats = [one for one in chats if one.chat.pk in own]
    if not chats:
        return Paths([], [], "", [])
    newest = chats[-1].rubric
    words, rubric = newest.words(), rules.rubric_from(newest.structure)
    turns = [
        Turn(one.chat.pk, n, one.title, date_format(timezone.localdate(one.chat.starts_at), "MONTH_DAY_FORMAT"), one.mode == Mode.ASSESSED)
        for n, one in enumerate(chats, 1)
    ]
    each = [one.levels for one in chats]
    groups: dict[str, list[CriterionPath]] = {}
    for criterion in rubric.criteria:
        levels = [one.get(criterion.key) for one in each]
        names = [words["levels"][level - 1]["name"] if level else "" for level in levels]
        row = CriterionPath(
            criterion.number,
            words["criteria"][criterion.key],
            criterion.barrier,
            [level or 0 for level in levels],
            names,
            pictures.path(levels),
        )
        groups.setdefault(criterion.group, []).append(row)
    said, reasons = _decided(enrolment, [one for one in chats if one.mode == Mode.ASSESSED], words["criteria"])
    return Paths(turns, [(words["groups"].get(key, ""), rows) for key, rows in groups.items()], said, reasons)


def _decided(enrolment: Enrolment, assessed: list[queries.Released], names: dict[str, str]) -> tuple[str, list[str]]:
    terms = queries.terms_of(enrolment)
    if terms is None or not assessed:
        return "", []
    found = decision.decide([one.sight for one in assessed], terms)
    lacks = [lack(one, names) for one in found.lacks if one.code != "chats"]
    return sentence(found, terms, names), [*(concern(one, names) for one in found.concerns), *lacks]
