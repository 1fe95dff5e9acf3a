"""A house gets its first organisation: the place itself, the numbers to call in its country, and the coordinator who invites the rest."""

from typing import Any

from django.db import transaction
from django.db.models import Max

from lms.audit.actions import record
from lms.people.models import Country, HelpNumber, Invitation, Language, LegalProfile, Organisation, Role, RoleAssignment

# Nobody has called these for us yet, so `verified_on` stays empty and `doctor` says so.
NUMBERS = {
    Country.NO: [
        ("113", "Medisinsk nødhjelp, fare for liv", "Akut lægehjælp, livsfare", "Medical emergency, danger to life"),
        ("112", "Politi, når noen er i fare nå", "Politi, når nogen er i fare nu", "Police, when somebody is in danger now"),
        ("116 117", "Legevakt", "Lægevagt", "Doctor on call"),
        ("116 123", "Mental Helse, hjelpetelefonen", "Mental Helse, hjælpetelefon", "Mental Helse, helpline"),
        ("116 111", "Alarmtelefonen for barn og unge", "Alarmtelefonen for børn og unge", "Emergency line for children and young people"),
    ],
    Country.DK: [
        ("112", "Alarmcentralen, når noen er i fare nå", "Alarmcentralen, når nogen er i fare nu", "When somebody is in danger now"),
        ("70 201 201", "Livslinien, ved tanker om selvmord", "Livslinien, ved selvmordstanker", "Livslinien, suicide prevention line"),
        ("116 111", "BørneTelefonen", "BørneTelefonen", "Child helpline"),
    ],
}  # fmt: skip
COUNTRIES = {profile: Country(profile.split("_")[0]) for profile in LegalProfile.values}
AT_HOME = {Country.NO: (Language.NB, "Europe/Oslo"), Country.DK: (Language.DA, "Europe/Copenhagen")}


@transaction.atomic
def found(name: str, *, slug: str, profile: str, **more: str) -> Organisation:
    """Make an organisation. Country, language and time zone follow from the legal profile unless said; the country's numbers come along."""
    country = COUNTRIES[profile]
    language, zone = AT_HOME[country]
    said = {"language": language, "time_zone": zone, **{field: value for field, value in more.items() if value}}
    organisation = Organisation(name=name, slug=slug, country=country, legal_profile=profile, **said)
    organisation.full_clean()
    organisation.save()
    record("people.found_organisation", organisation, by=None)
    put_numbers(country)
    return organisation


@transaction.atomic
def change(organisation: Organisation, **said: str) -> None:
    """Write what is said about it; what is not said stays."""
    fields = {field: value for field, value in said.items() if value}
    for field, value in fields.items():
        setattr(organisation, field, value)
    organisation.full_clean()
    organisation.save(update_fields=list(fields))
    record("people.change_organisation", organisation, by=None, fields=dict.fromkeys(fields, "changed"))


def put_numbers(country: str) -> None:
    """The numbers we know of a country, unverified. Nothing where there are some already."""
    if not HelpNumber.objects.filter(country=country).exists():
        for position, (number, nb, da, en) in enumerate(NUMBERS[Country(country)]):
            HelpNumber.objects.create(country=country, number=number, position=position, name={"nb": nb, "da": da, "en": en})


def add_number(country: str, number: str, names: dict[str, str]) -> HelpNumber:
    """A number after the others of its country, unverified."""
    last: dict[str, Any] = HelpNumber.objects.filter(country=country).aggregate(at=Max("position"))
    place = 0 if last["at"] is None else last["at"] + 1
    return HelpNumber.objects.create(country=country, number=number, position=place, name=names)


def without_coordinator() -> list[Organisation]:
    """Places where nobody can invite anybody, and nobody is on the way who could."""
    held = RoleAssignment.objects.active().filter(role=Role.COORDINATOR, person__is_active=True).values("organisation")
    asked = Invitation.objects.open().filter(role=Role.COORDINATOR).values("organisation")
    return list(Organisation.objects.exclude(pk__in=held).exclude(pk__in=asked).order_by("slug"))
