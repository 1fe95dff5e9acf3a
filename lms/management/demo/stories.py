"""What the trainees of the demonstration have lived through, each as a small play of actions."""

from collections.abc import Iterator

from lms.management.demo.director import Story, ago
from lms.management.demo.names import Somebody
from lms.management.demo.places import Place, address_of
from lms.people.actions import accept_invitation, change_profile, invite, person_for
from lms.people.models import Person


def stories_of(place: Place, group: list[Somebody], *, seed: int) -> Iterator[Story]:
    """One story for each trainee of a place."""
    for number, somebody in enumerate(group):
        yield newcomer(place, somebody, days=60 - number % 30)


def join(place: Place, somebody: Somebody) -> Person:
    """Invited by the coordinator, and there: the person with role, alias and enrolment."""
    coordinator = next(iter(place.people.values()))
    invitation = invite(
        place.organisation, email=address_of(somebody, place.organisation), by=coordinator, cohort=place.cohort,
        programme="chatvert", language=somebody.language or place.language,
    )  # fmt: skip
    person = person_for(invitation)
    accept_invitation(invitation, by=person)
    change_profile(person, by=person, alias=somebody.alias, legal_name=somebody.name)
    return person


def newcomer(place: Place, somebody: Somebody, *, days: float) -> Story:
    yield ago(days)
    join(place, somebody)
