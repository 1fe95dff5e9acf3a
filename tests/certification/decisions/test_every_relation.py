"""Separation of duties, every combination: whatever else somebody is to a trainee, one thing that stands between is enough."""

from itertools import chain, combinations

import pytest
from django.db import transaction
from django.utils import timezone

from certification.practice.states import ChatState
from certification.programmes.models import Waiver
from lms.kernel.permissions import may
from lms.people.models import Person, Relation, Role, RoleAssignment
from tests.builders import a_certificate, a_chat, a_programme_version, a_signoff, an_enrolment

TALK = {"key": "talk", "kind": "suitability_talk"}
ROLES = {"supervises": Role.SUPERVISOR, "certifies": Role.CERTIFIER}
RELATIONS = (*ROLES, "is the trainee", "is close", "played the partner", "gave the first name", "read along")
# o: one of these is needed; x: any of these refuses; ·: makes no difference
TABLE = """
                                supervises  certifies  is the trainee  is close  played the partner  gave the first name  read along
decisions.propose               o           ·          x               x         x                   ·                    ·
decisions.countersign           ·           o          x               x         x                   x                    ·
programmes.propose_waiver       o           ·          x               x         ·                   ·                    ·
programmes.decide_waiver        ·           o          x               x         ·                   x                    ·
programmes.move                 ·           o          x               x         ·                   ·                    ·
credentials.resume              ·           o          x               x         ·                   ·                    ·
credentials.ask_revocation      ·           o          x               x         ·                   ·                    ·
credentials.confirm_revocation  o           o          x               x         ·                   x                    ·
"""
MARKS = {line.split()[0]: dict(zip(RELATIONS, line.split()[1:], strict=True)) for line in TABLE.strip("\n").splitlines()[1:]}
EVERY = [frozenset(some) for some in chain.from_iterable(combinations(RELATIONS, size) for size in range(len(RELATIONS) + 1))]


def allowed(deed: str, relations: frozenset[str]) -> bool:
    """What the table says."""
    marks = {relation: MARKS[deed][relation] for relation in relations}
    return "o" in marks.values() and "x" not in marks.values()


def about(trainee: Person, cast) -> dict[str, object]:
    """One of each thing that is signed, about this person."""
    way = an_enrolment(person=trainee, organisation=cast.fjordvik, version=a_programme_version(requirements=[TALK]))
    certificate = a_certificate(way, proposed_by=cast.siv)
    certificate.revocation_asked_by, certificate.revocation_asked_at = cast.carl, timezone.now()
    waiver = Waiver.objects.create(enrolment=way, requirement="talk", reason="x", proposed_by=cast.siv)
    return {"way": way, "signoff": a_signoff(way, proposed_by=cast.siv), "waiver": waiver, "certificate": certificate}


def thing_of(deed: str, things: dict[str, object]) -> object:
    slice_, verb = deed.split(".")
    return things["certificate" if slice_ == "credentials" else {"countersign": "signoff", "decide_waiver": "waiver"}.get(verb, "way")]


def become(person: Person, relations: frozenset[str], things: dict[str, object], cast) -> None:
    """Stand in exactly these relations to the trainee of these things."""
    for name, role in ROLES.items():
        if name in relations:
            RoleAssignment.objects.create(person=person, role=role, organisation=cast.fjordvik)
    trainee = things["way"].person
    if "is close" in relations and trainee != person:
        Relation.objects.create(person=person, other=trainee)
    if "played the partner" in relations and trainee != person:
        a_chat(enrolment=things["way"], partner=person, state=ChatState.ARCHIVED)
    if "read along" in relations and trainee != person:
        a_chat(enrolment=things["way"], partner=cast.pia, supervisor=person, state=ChatState.ACKNOWLEDGED)
    if "gave the first name" in relations:
        things["signoff"].proposed_by = things["waiver"].proposed_by = things["certificate"].revocation_asked_by = person


@pytest.mark.parametrize("oneself", [False, True])
def test_every_combination_of_relations_is_answered_as_the_table_says(cast, oneself):
    wrong, asked = [], 0
    for relations in (some for some in EVERY if ("is the trainee" in some) is oneself):
        with transaction.atomic():
            person = Person.objects.get(pk=cast.stein.pk)
            things = about(person if oneself else cast.tuva, cast)
            become(person, relations, things, cast)
            for deed in MARKS:
                asked += 1
                if may(Person.objects.get(pk=person.pk), deed, thing_of(deed, things)) != allowed(deed, relations):
                    wrong.append(f"{deed}: {', '.join(sorted(relations)) or 'nothing'}")
            transaction.set_rollback(True)
    assert wrong == []
    assert asked == len(MARKS) * len(EVERY) // 2
