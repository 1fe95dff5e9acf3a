"""Questions about a person and a letter."""

from typing import Any

from lms.kernel.permissions import predicate
from lms.people.predicates import are_related


@predicate
def is_whose_letter_it_is(person: Any, letter: Any) -> bool:
    return letter is not None and letter.person_id == person.pk


@predicate
def is_close_to_whose_letter_it_is(person: Any, letter: Any) -> bool:
    return letter is not None and are_related(person, letter.person)
