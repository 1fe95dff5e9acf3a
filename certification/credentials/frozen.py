"""What a certificate says for ever: taken from the sign-off and the programme version at the moment of issue."""

from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from certification.programmes import levels, rules
from certification.programmes.models import Enrolment
from certification.programmes.rules import Requirement
from lms.people.models import Language, Role

ASSESSED = "practice_assessed"
SIGNED_BY = (Role.SUPERVISOR, Role.CERTIFIER)  # who proposes and who countersigns: roles, never names


def freeze(enrolment: Enrolment, *, level: int, issued_on: date, valid_until: date) -> dict[str, Any]:
    """Plain JSON in all languages of the house; nothing of the person but the language they were given it in."""
    version = enrolment.version
    return {
        "texts": {code: _texts(enrolment, level, code) for code, _name in settings.LANGUAGES},
        "level": level,
        "practised": any(one.kind == ASSESSED for one in _asked(enrolment)),
        **({"renewal": True} if enrolment.renewing else {}),
        **({"skills": version.rules["skills"]} if version.rules.get("skills") else {}),
        "programme": {"slug": version.slug, "version": version.number, "digest": version.digest},
        "organisation": enrolment.organisation.name,
        "country": enrolment.organisation.country,
        "signed_by": [role.value for role in SIGNED_BY],
        "issued_on": issued_on.isoformat(),
        "valid_until": valid_until.isoformat(),
        "language": enrolment.person.language if enrolment.person.language in Language.values else settings.LANGUAGE_CODE,
    }


def _texts(enrolment: Enrolment, level: int, language: str) -> dict[str, Any]:
    """Achievement, criteria and level in one language."""
    content = enrolment.version.text(language)
    names = {row["key"]: row["name"] for stage in content.get("stages", []) for row in stage.get("requirements", [])}
    with translation.override(language):
        criteria = _criteria(_asked(enrolment), names)
    return {"achievement": content["name"], "criteria": criteria, "level": levels.words(enrolment.version, level, language)}


def _asked(enrolment: Enrolment) -> list[Requirement]:
    """What nobody may leave out on the way to this certificate: never what is asked at a renewal that is still to come, nor what a new
    version asks only later."""
    asked = rules.asked_of(enrolment.version.rules, renewing=False)
    if enrolment.renewing:
        before = {one.key for one in asked}
        asked += tuple(one for one in rules.asked_of(enrolment.version.rules, renewing=True) if one.key not in before)
    if enrolment.grace_until and timezone.localdate() <= enrolment.grace_until:
        asked = rules.spared(asked, enrolment.grace_keys)
    return [one for one in asked if not one.optional]


def _criteria(asked: list[Requirement], names: dict[str, str]) -> list[str]:
    """A line each; a group of which some are enough is one line that says so."""
    least, lines = rules.least_of_groups(asked), dict[str, str]()
    for one in asked:
        if not one.group:
            lines[one.key] = names.get(one.key, one.key)
        elif f"group:{one.group}" not in lines:
            choices = [names.get(other.key, other.key) for other in asked if other.group == one.group]
            lines[f"group:{one.group}"] = _some_of(choices, least[one.group])
    return list(lines.values())


def _some_of(choices: list[str], least: int) -> str:
    """In one sentence: the first as it is written, the others as inside of a sentence."""
    choices = [choices[0], *[one[:1].lower() + one[1:] if one[1:2].islower() else one for one in choices[1:]]]
    if least >= len(choices):
        return get_text_list(choices, _("and"))
    either = get_text_list(choices, _("or"))
    return either if least == 1 else _("%(n)s of these: %(choices)s") % {"n": least, "choices": either}
