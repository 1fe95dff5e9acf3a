"""What every page shows of an organisation: its help numbers and its way out. Kept in this process for a minute."""

from typing import NamedTuple

from django.core.cache import caches

from lms.people.models import Country, HelpNumber, Organisation

MINUTE = 60
AWAY = "https://www.yr.no/"  # a page about the weather: nobody wonders why it is open


class Place(NamedTuple):
    """`numbers` as the components take them: name, number, hours in one language."""

    numbers: list[dict[str, str]]
    way_out: str


def place_of(organisation_id: int | None, language: str) -> Place:
    """The place of an organisation, or of strangers, in `language`. A change is seen within a minute."""
    key = f"place:{organisation_id}:{language}"
    found = caches["here"].get(key)
    if found is None:
        found = _read(organisation_id, language)
        caches["here"].set(key, found, MINUTE)
    return found


def _read(organisation_id: int | None, language: str) -> Place:
    organisation = Organisation.objects.filter(pk=organisation_id).first() if organisation_id else None
    country = organisation.country if organisation else _country_of_strangers(language)
    rows = list(HelpNumber.objects.filter(country=country, organisation=None))
    if organisation:
        rows += HelpNumber.objects.filter(organisation=organisation)
    numbers = [
        {"name": row.name.get(language) or row.name.get("nb", ""), "number": row.number, "hours": row.hours.get(language, "")}
        for row in rows
    ]
    return Place(numbers, organisation.quick_exit_url if organisation else AWAY)


def _country_of_strangers(language: str) -> str:
    """The country of every house here, whatever a stranger reads; where there are houses of both, by the language."""
    there = set(Organisation.objects.values_list("country", flat=True))
    return there.pop() if len(there) == 1 else (Country.DK if language == "da" else Country.NO)
