"""What is looked at before a programme is published: what nobody could meet, what nobody would see, and what may be too much."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from certification.programmes import kinds, levels, rules
from certification.programmes.models import AgreementVersion
from certification.programmes.rules import Requirement
from courses.outline.models import ModulePage
from courses.quizzes.bank import Quiz
from lms.people.models import Role

MARKING = (Role.SUPERVISOR, Role.ASSESSOR, Role.CERTIFIER, Role.COORDINATOR, Role.VETTING)  # who sees somebody else's way
MOST_PRACTICE = 10


def nobody_can_meet(found: Mapping[str, Any]) -> list[str]:
    """Requirements that refer to what is not published, or that a role would have to mark which sees nobody's way."""
    asked, known = rules.requirements(found), kinds.every()
    there = _published(asked)
    wrong = []
    for requirement in asked:
        kind = known.get(requirement.kind)
        if kind is None:
            continue
        for name, sort in kind.refers.items():
            value = requirement.params.get(name)
            if value and str(value) not in there.get(sort, {str(value)}):
                wrong.append(
                    _("%(key)s: nobody can meet it, the %(what)s is not published") % {"key": requirement.key, "what": _sort(sort)}
                )
        role = kind.marker(requirement)
        if role and role not in MARKING:
            wrong.append(
                _("%(key)s: nobody can meet it, %(who)s sees nobody's way")
                % {"key": requirement.key, "who": dict(Role.choices).get(role, role)}
            )
    return wrong


def nobody_would_see(found: Mapping[str, Any]) -> list[str]:
    """Mandatory requirements that leave a supervisor nothing to look at."""
    known = kinds.every()
    blind = [
        r for r in rules.requirements(found)
        if r.mandatory and not r.group and r.kind in known and not known[r.kind].observable(r)
    ]  # fmt: skip
    return [_("%(key)s: everybody must, and nothing of it can be seen by a supervisor") % {"key": r.key} for r in blind]


def warnings(found: Mapping[str, Any]) -> list[str]:
    """What may be published all the same."""
    practice = [r for r in rules.requirements(found) if r.mandatory and r.kind.startswith("practice_")]
    chats = sum(r.params.get("count") or 1 for r in practice)
    if chats > MOST_PRACTICE:
        return [_("Everybody must do %(n)s practice chats here. More than ten make people leave before they are done.") % {"n": chats}]
    return []


def _sort(sort: str) -> str:
    return {"module": _("module"), "quiz": _("quiz"), "agreement": _("agreement")}.get(sort, sort)


def _published(asked: Sequence[Requirement]) -> dict[str, set[str]]:
    """By sort of content, which of the keys somebody refers to are published; three queries at most."""
    named: dict[str, set[str]] = {"module": set(), "quiz": set(), "agreement": set()}
    known = kinds.every()
    for requirement in asked:
        for name, sort in (known[requirement.kind].refers if requirement.kind in known else {}).items():
            if sort in named and (key := _uuid(requirement.params.get(name))):
                named[sort].add(key)
    found = {}
    if named["module"]:
        found["module"] = ModulePage.objects.live().filter(translation_key__in=named["module"]).values_list("translation_key", flat=True)
    if named["quiz"]:
        found["quiz"] = Quiz.objects.filter(live=True, translation_key__in=named["quiz"]).values_list("translation_key", flat=True)
    if named["agreement"]:
        found["agreement"] = AgreementVersion.objects.filter(key__in=named["agreement"]).values_list("key", flat=True)
    return {sort: {str(key) for key in keys} for sort, keys in found.items()}


def _uuid(value: Any) -> str:
    try:
        return str(UUID(str(value)))
    except ValueError:
        return ""


def complaints(found: Mapping[str, Any]) -> list[str]:
    """Why a programme cannot be published, in words an editor can act on; empty when it can."""
    asked, known = rules.requirements(found), kinds.every()
    said = {
        "doubled": _("the key %(key)s is used twice"),
        "unknown": _("%(key)s opens after something that is not there"),
        "few": _("the group %(key)s asks for more than it has"),
        "circle": _("%(key)s can never open, because it waits for itself"),
    }
    wrong = [str(said[word] % {"key": key}) for word, key, *_rest in (line.split(":") for line in rules.impossible(asked))]
    for requirement in asked:
        kind = known.get(requirement.kind)
        complaint = kind.wrong(requirement.params) if kind else "kind"
        if kind and not complaint and (refusal := kind.refuses(requirement)):
            wrong.append(f"{requirement.key}: {refusal}")
        if "?" in requirement.params or complaint:
            wrong.append(str(_("%(key)s: look at the details (%(what)s)") % {"key": requirement.key, "what": complaint or "?"}))
    if word := levels.wrong(found):
        wrong.append(
            str(_("a level stands there twice") if word == "doubled" else _("the level that is proposed is not one of its levels"))
        )
    return wrong or ([] if asked else [str(_("there is no requirement yet"))])
