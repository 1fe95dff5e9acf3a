"""Questions about a person and what a learner wrote."""

from typing import Any

from courses.progress.models import Reflection
from lms.kernel.permissions import predicate


@predicate
def is_readable_reflection(person: Any, obj: Any) -> bool:
    """The row form of `Reflection.objects.visible_to`."""
    return isinstance(obj, Reflection) and Reflection.objects.visible_to(person).filter(pk=obj.pk).exists()


@predicate
def wrote_that_reflection(person: Any, obj: Any) -> bool:
    return isinstance(obj, Reflection) and obj.person_id == person.pk
