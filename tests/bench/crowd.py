"""An organisation with so many trainees and one professional, written in bulk: load to measure against, not a story."""

import uuid
from copy import copy as copied
from datetime import timedelta

from django.utils import timezone

from certification.practice.models import Mode, PracticeChat, ScenarioVersion
from certification.practice.states import ChatState
from certification.programmes import engine
from certification.programmes.models import Enrolment, Fulfilment, ProgrammeVersion
from lms.people.models import Cohort, Country, LegalProfile, Organisation, Person, Role, RoleAssignment


def make(count: int) -> Person:
    """The supervisor of a new organisation with `count` trainees; each second one has a practice chat that waits for a rating."""
    organisation = Organisation.objects.create(
        name=f"Bench {count}", slug=f"bench-{count}", country=Country.NO, legal_profile=LegalProfile.NO_MUNICIPALITY
    )
    supervisor, partner = (
        Person.objects.create_user(f"{name}@bench-{count}.example", alias=name, language="nb") for name in ("supervisor", "partner")
    )
    for person, role in ((supervisor, Role.SUPERVISOR), (partner, Role.PARTNER)):
        RoleAssignment.objects.create(person=person, role=role, organisation=organisation)
    people = Person.objects.bulk_create(
        [
            Person(email=f"{number}@bench-{count}.example", alias=f"Fugl {number}", language="nb", password="!", public_id=uuid.uuid4())
            for number in range(count)
        ],
        batch_size=2000,
    )
    RoleAssignment.objects.bulk_create(
        [RoleAssignment(person=one, role=Role.TRAINEE, organisation=organisation) for one in people], batch_size=2000
    )
    cohort = Cohort.objects.create(organisation=organisation, name="Bench", coordinator=supervisor)
    version, scenario = ProgrammeVersion.objects.latest("pk"), ScenarioVersion.objects.latest("pk")
    enrolments = Enrolment.objects.bulk_create(
        [
            Enrolment(person=one, organisation=organisation, version=version, programme=version.slug, cohort=cohort)
            for one in people
        ],
        batch_size=2000,
    )  # fmt: skip
    write_projection(enrolments)
    now = timezone.now()
    PracticeChat.objects.bulk_create(
        [
            PracticeChat(
                organisation=organisation, enrolment=enrolment, partner=partner, supervisor=supervisor, scenario=scenario,
                mode=Mode.FORMATIVE, state=ChatState.AWAITING_RATING, starts_at=ended, began_at=ended, ended_at=ended,
            )
            for enrolment, ended in zip(enrolments[::2], (now - timedelta(hours=n % 200) for n in range(count)), strict=False)
        ],
        batch_size=2000,
    )  # fmt: skip
    return supervisor


def write_projection(enrolments: list[Enrolment]) -> None:
    """What the engine says of the first one, written for all of them; a while ago, each at another hour."""
    first = Enrolment.objects.select_related("version", "person", "organisation").get(pk=enrolments[0].pk)
    engine.recompute(first)
    pattern = list(Fulfilment.objects.filter(enrolment=first))
    now = timezone.now()
    copies = []
    for number, enrolment in enumerate(enrolments[1:], start=1):
        for row in pattern:
            copy = copied(row)
            copy.pk, copy.enrolment, copy.since = None, enrolment, now - timedelta(hours=number % 300)
            copies.append(copy)
    Fulfilment.objects.bulk_create(copies, batch_size=2000)
