"""The two organisations, the numbers to call, and everybody who works there."""

import base64
import hashlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.utils import timezone

from lms.management.demo.names import FJORDVIK, SUNDBY, Somebody
from lms.people.actions import give_role
from lms.people.models import Cohort, Country, LegalProfile, Organisation, Person

NAMESPACE = uuid.UUID("b1d7c9b4-0f4e-5a3c-8f54-64d3a1c0de00")


@dataclass(frozen=True)
class Crew:
    """Who does what in the stories, by handle."""

    coordinator: str
    supervisors: tuple[str, str]
    certifier: str
    vetting: str
    partners: tuple[str, str]


CREWS = {
    "fjordvik": Crew("kari", ("siv", "andrea"), "carl", "vera", ("pia", "jonas")),
    "sundby": Crew("hanne", ("nora", "rasmus"), "mikkel", "vibeke", ("emma", "oscar")),
}


@dataclass
class Place:
    """An organisation with its people by handle."""

    organisation: Organisation
    cohort: Cohort
    people: dict[str, Person] = field(default_factory=dict)

    @property
    def crew(self) -> Crew:
        return CREWS[self.organisation.slug]

    @property
    def coordinator(self) -> Person:
        return self.people[self.crew.coordinator]

    @property
    def language(self) -> str:
        return self.organisation.language


def secret_of(address: str, seed: int) -> str:
    """The second factor's secret of a demo professional: the same on every machine for a seed. Worth nothing outside the demo."""
    return base64.b32encode(hashlib.sha256(f"ledestjerne demo {seed} {address}".encode()).digest()[:20]).decode()


def address_of(somebody: Somebody, organisation: Organisation) -> str:
    return address_at(somebody.handle, organisation.slug)


def address_at(handle: str, place: str) -> str:
    return f"{handle}@{place}.example"


def make_person(somebody: Somebody, organisation: Organisation, *, seed: int) -> Person:
    """A person with a proven address and, where the roles ask for it, a second factor."""
    address = address_of(somebody, organisation)
    person = Person.objects.create_user(
        address, alias=somebody.alias, legal_name=somebody.name, language=somebody.language or organisation.language,
        time_zone=organisation.time_zone, public_id=uuid.uuid5(NAMESPACE, f"{seed}/{address}"),
    )  # fmt: skip
    EmailAddress.objects.create(user=person, email=address, primary=True, verified=True)
    for role in somebody.roles:
        give_role(person, role, organisation=organisation, by=None, asked=False)
    if person.needs_second_factor and not Authenticator.objects.filter(user=person).exists():
        TOTP.activate(person, secret_of(address, seed))
    return person


def make_places(seed: int) -> Iterator[Place]:
    """Fjordvik and Sundby with their staff and one cohort each."""
    today = timezone.localdate()
    for name, slug, country, profile, language, zone, cohort, staff in [
        ("Fjordvik kommune", "fjordvik", Country.NO, LegalProfile.NO_MUNICIPALITY, "nb", "Europe/Oslo", "Høstkullet", FJORDVIK),
        ("Sundby Ungenet", "sundby", Country.DK, LegalProfile.DK_NGO, "da", "Europe/Copenhagen", "Efterårsholdet", SUNDBY),
    ]:
        organisation = Organisation.objects.create(
            name=name, slug=slug, country=country, legal_profile=profile, language=language, time_zone=zone,
            contact_email=f"post@{slug}.example",
        )  # fmt: skip
        people = {one.handle: make_person(one, organisation, seed=seed) for one in staff}
        first = people[staff[0].handle]  # the coordinator stands first
        group = Cohort.objects.create(
            organisation=organisation, name=cohort, coordinator=first,
            starts_on=today - timedelta(days=70), ends_on=today + timedelta(days=30),
        )  # fmt: skip
        yield Place(organisation, group, people)
