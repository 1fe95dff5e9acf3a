"""Separation of duties: who stands too close to sign. `obj` is an Enrolment, a SignOff, an Appeal or a Concern."""

from typing import Any

from certification.decisions.cases import Concern
from certification.practice.models import PracticeChat
from certification.programmes.predicates import enrolment_of, is_related_to_the_trainee, is_the_trainee
from lms.kernel.permissions import predicate
from lms.people.models import Role
from lms.people.predicates import are_related


@predicate
def played_with_the_trainee(person: Any, obj: Any) -> bool:
    """Was the practice partner in any of the trainee's chats, in whatever state the chat is."""
    enrolment = enrolment_of(obj)
    return enrolment is not None and PracticeChat.objects.filter(enrolment=enrolment, partner_id=person.pk).exists()


@predicate
def was_proposer(person: Any, obj: Any) -> bool:
    return getattr(obj, "proposed_by_id", None) == person.pk


stands_too_close = is_the_trainee | is_related_to_the_trainee | played_with_the_trainee


# appeals and concerns


@predicate
def is_certifier_somewhere(person: Any, obj: Any) -> bool:
    """Of whatever organisation: a partner's certifier may answer an appeal."""
    return bool(person.has_role(Role.CERTIFIER))


@predicate
def belongs_there(person: Any, obj: Any) -> bool:
    """Holds some role in that organisation; without one, in any."""
    place = getattr(obj, "organisation_id", None)
    return bool(person.role_pairs) if place is None else any(held == place for _role, held in person.role_pairs)


@predicate
def is_on_its_list(person: Any, obj: Any) -> bool:
    """Stands on the list of this appeal or concern today."""
    seats = getattr(obj, "seats", None)
    return seats is not None and seats.standing().filter(person_id=person.pk).exists()


@predicate
def was_part_of_the_decision(person: Any, obj: Any) -> bool:
    """Signed what the appeal is about, or rated what it rests on; also who handled a concern about the same person."""
    signoff = getattr(obj, "signoff", None)
    if signoff is None:
        return False
    signed = signoff.signatures.filter(person_id=person.pk).exists() or person.pk in signoff.dossier.get("raters", ())
    return signed or Concern.objects.filter(about_id=signoff.enrolment.person_id, taken_by_id=person.pk).exists()


@predicate
def has_taken_it(person: Any, obj: Any) -> bool:
    return getattr(obj, "taken_by_id", None) == person.pk


@predicate
def is_about_oneself_or_somebody_close(person: Any, obj: Any) -> bool:
    about = getattr(obj, "about", None)
    return about is not None and (about.pk == person.pk or are_related(person, about))


@predicate
def signed_that_they_are_not_told(person: Any, obj: Any) -> bool:
    """The second name under that exception; the first is whose hands it is in, and nobody is both."""
    return getattr(obj, "untold_signed_by_id", None) == person.pk


@predicate
def raised_it(person: Any, obj: Any) -> bool:
    return getattr(obj, "raised_by_id", None) == person.pk


@predicate
def is_told_about_oneself(person: Any, obj: Any) -> bool:
    return getattr(obj, "about_id", None) == person.pk and getattr(obj, "told_at", None) is not None
