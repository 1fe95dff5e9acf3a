"""What a certificate says for ever: taken from the sign-off and the programme version at the moment of issue."""

from datetime import date
from typing import Any

from django.conf import settings

from certification.programmes import levels
from certification.programmes.models import Enrolment
from lms.people.models import Language, Role

SIGNED_BY = (Role.SUPERVISOR, Role.CERTIFIER)  # who proposes and who countersigns: roles, never names


def freeze(enrolment: Enrolment, *, level: int, issued_on: date, valid_until: date) -> dict[str, Any]:
    """Plain JSON in all languages of the house; nothing of the person but the language they were given it in."""
    version = enrolment.version
    return {
        "texts": {code: _texts(enrolment, level, code) for code, _name in settings.LANGUAGES},
        "level": level,
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
    """Achievement, criteria and level in one language. Criteria are the requirements nobody may leave out."""
    content = enrolment.version.text(language)
    asked = {row["key"] for row in enrolment.version.rules.get("requirements", []) if row.get("mandatory", True) or row.get("group")}
    names = {row["key"]: row["name"] for stage in content.get("stages", []) for row in stage.get("requirements", [])}
    criteria = [name for key, name in names.items() if key in asked]
    return {"achievement": content["name"], "criteria": criteria, "level": levels.words(enrolment.version, level, language)}
