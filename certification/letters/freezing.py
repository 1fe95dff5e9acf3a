"""What a letter holds for ever: counted and put into words in every language of the house at the moment it was asked for."""

from typing import Any

from django.conf import settings
from django.utils import translation

from certification.letters import wording
from certification.letters.models import HoursLetter
from certification.letters.queries import Credit
from lms.people.models import Organisation


def freeze(credit: Credit, organisation: Organisation) -> dict[str, Any]:
    """Plain JSON, and nothing of the person in it."""
    texts = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            texts[code] = {"said": wording.said(credit, organisation.name), "cv": wording.for_a_cv(credit, organisation.name)}
    return {
        "texts": texts, "organisation": organisation.name, "country": organisation.country, "minutes": credit.minutes, "turns": credit.turns,
        "first": credit.first.isoformat(), "last": credit.last.isoformat(),
    }  # fmt: skip


def page_of(letter: HoursLetter, language: str = "") -> str:
    """Where anybody may check it."""
    return f"{settings.BASE_URL}/{language or translation.get_language() or settings.LANGUAGE_CODE}/letters/{letter.public_id}/"


def claims(letter: HoursLetter, issuer: str, signed_on: str) -> dict[str, Any]:
    """What the house signs: the facts and whose page tells how it stands, never a name."""
    facts = {key: letter.frozen[key] for key in ("organisation", "country", "minutes", "turns", "first", "last")}
    return {"iss": issuer, "jti": f"urn:uuid:{letter.public_id}", "type": "hours-letter", "signed_on": signed_on, **facts}
