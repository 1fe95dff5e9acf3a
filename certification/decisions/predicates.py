"""Separation of duties: who stands too close to sign. `obj` is an Enrolment or a SignOff."""

from typing import Any

from certification.practice.models import PracticeChat
from certification.programmes.predicates import enrolment_of, is_related_to_the_trainee, is_the_trainee
from lms.kernel.permissions import predicate


@predicate
def played_with_the_trainee(person: Any, obj: Any) -> bool:
    """Was the practice partner in any of the trainee's chats, in whatever state the chat is."""
    enrolment = enrolment_of(obj)
    return enrolment is not None and PracticeChat.objects.filter(enrolment=enrolment, partner_id=person.pk).exists()


@predicate
def was_proposer(person: Any, obj: Any) -> bool:
    return getattr(obj, "proposed_by_id", None) == person.pk


stands_too_close = is_the_trainee | is_related_to_the_trainee | played_with_the_trainee
