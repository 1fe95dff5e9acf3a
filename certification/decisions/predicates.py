"""Separation of duties: who stands too close to sign. `obj` is an Enrolment or a SignOff."""

from typing import Any

from certification.practice.models import PracticeChat
from certification.programmes.models import Enrolment
from lms.kernel.permissions import predicate
from lms.people.predicates import are_related


def _enrolment(obj: Any) -> Enrolment:
    return obj if isinstance(obj, Enrolment) else obj.enrolment


@predicate
def is_the_trainee(person: Any, obj: Any) -> bool:
    return _enrolment(obj).person_id == person.pk


@predicate
def is_related_to_the_trainee(person: Any, obj: Any) -> bool:
    return are_related(person, _enrolment(obj).person)


@predicate
def played_with_the_trainee(person: Any, obj: Any) -> bool:
    """Was the practice partner in any of the trainee's chats, in whatever state the chat is."""
    return PracticeChat.objects.filter(enrolment=_enrolment(obj), partner_id=person.pk).exists()


@predicate
def was_proposer(person: Any, obj: Any) -> bool:
    return getattr(obj, "proposed_by_id", None) == person.pk


stands_too_close = is_the_trainee | is_related_to_the_trainee | played_with_the_trainee
