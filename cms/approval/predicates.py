"""Who may read a request for approval, and who may decide."""

from typing import Any

from cms.approval.models import ApprovalState
from lms.kernel.permissions import predicate


@predicate
def wrote_or_asked_for_it(person: Any, request: Any) -> bool:
    """Whether any of what would be published is by this person, or they asked for it themselves."""
    return isinstance(request, ApprovalState) and person.pk in request.authors()
