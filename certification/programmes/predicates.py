"""Who stands where to an enrolment. `obj` is an Enrolment or something that belongs to one."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from certification.programmes import kinds
from certification.programmes.models import AgreementVersion, Enrolment
from certification.programmes.queries import asked_agreements
from certification.programmes.rules import Requirement
from lms.kernel.permissions import predicate
from lms.people.predicates import are_related


@dataclass(frozen=True)
class Asked:
    """One requirement of one enrolment: what somebody wants to mark or set aside."""

    enrolment: Enrolment
    requirement: Requirement

    @property
    def organisation_id(self) -> int:
        return self.enrolment.organisation_id


def enrolment_of(obj: Any) -> Enrolment | None:
    """The enrolment behind a thing; None when there is none, and then nobody stands in any relation to it."""
    return obj if isinstance(obj, Enrolment) else getattr(obj, "enrolment", None)


@predicate
def is_the_trainee(person: Any, obj: Any) -> bool:
    enrolment = enrolment_of(obj)
    return enrolment is not None and enrolment.person_id == person.pk


@predicate
def is_related_to_the_trainee(person: Any, obj: Any) -> bool:
    enrolment = enrolment_of(obj)
    return enrolment is not None and are_related(person, enrolment.person)


@predicate
def is_the_named_role(person: Any, obj: Any) -> bool:
    """Holds the role there that the requirement names for marking it; never for what only evidence can meet."""
    if not isinstance(obj, Asked):
        return False
    role = kinds.every()[obj.requirement.kind].marker(obj.requirement)
    return bool(role) and person.has_role(role, obj.organisation_id)


@predicate
def was_recorded_today_by(person: Any, obj: Any) -> bool:
    """Wrote this mark or fact themselves, today: a slip of the finger may be taken back."""
    at = getattr(obj, "recorded_at", None) or getattr(obj, "at", None)
    return bool(at) and obj.by_id == person.pk and timezone.localdate(at) == timezone.localdate()


@predicate
def is_named_as_the_second(person: Any, obj: Any) -> bool:
    """Stands in this mark as the one who was there too."""
    return getattr(obj, "second_id", None) == person.pk


@predicate
def was_waiver_proposer(person: Any, obj: Any) -> bool:
    return getattr(obj, "proposed_by_id", None) == person.pk


@predicate
def is_asked_to_sign(person: Any, obj: Any) -> bool:
    """One of their programmes asks for this agreement."""
    return isinstance(obj, AgreementVersion) and obj.key in asked_agreements(person)
