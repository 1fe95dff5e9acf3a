"""Questions about a person and a certificate: separation of duties."""

from typing import Any

from lms.kernel.permissions import predicate
from lms.people.predicates import are_related


@predicate
def is_holder(person: Any, obj: Any) -> bool:
    return obj is not None and obj.person_id == person.pk


@predicate
def is_related_to_holder(person: Any, obj: Any) -> bool:
    return obj is not None and are_related(person, obj.person)


@predicate
def asked_for_the_revocation(person: Any, obj: Any) -> bool:
    return obj is not None and obj.revocation_asked_by_id == person.pk
