"""The fixed cast: everybody in the tests is one of these.

Fjordvik is a Norwegian municipality, Sundby a Danish organisation. Nora works in Sundby and must never see Fjordvik.
"""

from dataclasses import dataclass

from lms.people.models import Country, LegalProfile, Organisation, Person, Role, RoleAssignment


@dataclass(frozen=True)
class Cast:
    fjordvik: Organisation
    sundby: Organisation
    tuva: Person  # trainee
    pia: Person  # practice partner
    siv: Person  # supervisor
    carl: Person  # certifier
    kari: Person  # coordinator
    vera: Person  # vetting officer
    ed: Person  # editor
    stein: Person  # stranger: signed in, no role at all
    nora: Person  # supervisor in the other organisation


def assemble() -> Cast:
    """Put the whole cast into the database."""
    fjordvik = Organisation.objects.create(
        name="Fjordvik kommune", slug="fjordvik", country=Country.NO, legal_profile=LegalProfile.NO_MUNICIPALITY, language="nb"
    )
    sundby = Organisation.objects.create(
        name="Sundby Ungenet",
        slug="sundby",
        country=Country.DK,
        legal_profile=LegalProfile.DK_NGO,
        language="da",
        time_zone="Europe/Copenhagen",
    )

    def person(alias: str, *roles: str, at: Organisation = fjordvik, name: str = "") -> Person:
        somebody = Person.objects.create_user(
            f"{alias.lower()}@example.org", alias=alias, legal_name=name or f"{alias} Eksempel", language=at.language
        )
        for role in roles:
            RoleAssignment.objects.create(person=somebody, role=role, organisation=at)
        return somebody

    return Cast(
        fjordvik=fjordvik,
        sundby=sundby,
        tuva=person("Tuva", Role.TRAINEE),
        pia=person("Pia", Role.PARTNER),
        siv=person("Siv", Role.SUPERVISOR),
        carl=person("Carl", Role.CERTIFIER),
        kari=person("Kari", Role.COORDINATOR),
        vera=person("Vera", Role.VETTING),
        ed=person("Ed", Role.EDITOR),
        stein=person("Stein"),
        nora=person("Nora", Role.SUPERVISOR, at=sundby),
    )
