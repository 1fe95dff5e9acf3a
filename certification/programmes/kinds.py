"""The protocol between the engine and the kinds of requirement.

A kind looks at what a person did and says how far that carries one requirement. It never writes. Each slice has its own
kinds; `certification/kinds.py` lists one instance of each. A new kind is one class and one line.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.module_loading import import_string

from certification.programmes.models import Enrolment
from certification.programmes.rules import Requirement
from certification.programmes.states import FulfilmentState

__all__ = ["Finding", "Kind", "Requirement", "every"]


@dataclass(frozen=True)
class Finding:
    """What a kind found for one requirement and one enrolment.

    `at` is when it came to this (met, or waiting since); `by` is the id of the person who did it; `evidence` holds plain JSON: ids,
    versions, numbers, dates, never anything somebody wrote. `waiting_for` is a Role value. `note` is one short sentence for
    the trainee, `url` and `action` the link that does it. A requirement counts as begun when it has evidence: then it never locks. `again`: it stays met, and there is something to do anew.
    """

    state: FulfilmentState
    at: datetime | None = None
    by: int | None = None
    evidence: dict[str, Any] = field(default_factory=dict)
    waiting_for: str = ""
    note: Any = ""
    url: str = ""
    action: Any = ""
    expires_at: datetime | None = None
    again: bool = False


class Kind:
    """One way of meeting a requirement. Subclasses set `name` and answer `find`.

    `label` is what editors choose it by. `why` says why we ask when an editor has not said it; `logs` are the fields that whoever marks it writes down, and with them it may
    be marked more than once. `find_many` is asked once for all requirements of the kind: override it where one query can answer for all of them.
    `refers` says which details name content, and of what sort ({"module": "module"}): frozen rules hold translation keys for them.
    `by_two` is true for what two professionals do together: whoever marks it names the other one.
    `waivable` is false for what protects others and for what only the person can promise.
    `wrong(params)` names what is missing in an editor's parameters, or "" when they can be used.
    """

    name: str = ""
    label: Any = ""
    why: Any = ""
    logs: tuple[str, ...] = ()
    by_two: bool = False
    waivable: bool = True
    refers: Mapping[str, str] = {}

    def marker(self, requirement: Requirement) -> str:
        """The Role that may mark it met by hand; "" when only evidence can."""
        return ""

    def find(self, requirement: Requirement, enrolment: Enrolment) -> Finding:
        raise NotImplementedError

    def find_many(self, asked: Sequence[Requirement], enrolment: Enrolment) -> dict[str, Finding]:
        return {requirement.key: self.find(requirement, enrolment) for requirement in asked}

    def months(self, requirement: Requirement, enrolment: Enrolment) -> int | None:
        """For how long it holds there once it is met; None: for good."""
        return requirement.valid_months

    def observable(self, requirement: Requirement) -> bool:
        """Whether a supervisor can see anything of how it was met."""
        return True

    def refuses(self, requirement: Requirement) -> Any:
        """Why this requirement cannot be published, in a sentence for editors; "" when it can."""
        return ""

    def rolls(self, requirement: Requirement) -> bool:
        """Whether it looks at a stretch of time that ends today: then a renewal need not ask when it was met."""
        return False

    def wrong(self, params: Mapping[str, Any]) -> str:
        return ""


def every() -> dict[str, Kind]:
    """Every kind of the house by name. The list lives at the package root, which nothing below imports."""
    return {kind.name: kind for kind in import_string("certification.kinds.KINDS")}
