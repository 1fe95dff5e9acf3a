from typing import Any

from lms.kernel.permissions import predicate


@predicate
def is_whose_it_is(person: Any, earned: Any) -> bool:
    return getattr(earned, "person_id", None) == person.pk
