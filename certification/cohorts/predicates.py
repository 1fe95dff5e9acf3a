"""Questions about a person and a cohort, or a post in it."""

from typing import Any

from certification.cohorts.models import Post, readable_cohorts
from lms.kernel.permissions import predicate


@predicate
def is_in_that_cohort(person: Any, obj: Any) -> bool:
    """One walks in it, or works where it is: the row form of `readable_cohorts`."""
    pk = getattr(obj, "cohort_id", None) or getattr(obj, "pk", None)
    return pk is not None and readable_cohorts(person).filter(pk=pk).exists()


@predicate
def wrote_that_post(person: Any, obj: Any) -> bool:
    return isinstance(obj, Post) and obj.by_id == person.pk
