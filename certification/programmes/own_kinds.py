"""The kinds of requirement that programmes know by themselves: marks, papers, lessons and quizzes."""

from collections.abc import Mapping, Sequence
from typing import Any

from certification.programmes.kinds import Finding, Kind
from certification.programmes.models import Enrolment, Mark
from certification.programmes.rules import Requirement
from certification.programmes.states import FulfilmentState as S
from lms.people.models import Role


class Manual(Kind):
    """Something a named role sees with their own eyes and marks: {text, role}."""

    name = "manual"

    def role(self, requirement: Requirement) -> str:
        return requirement.params.get("role") or Role.SUPERVISOR

    def find(self, requirement: Requirement, enrolment: Enrolment) -> Finding:
        return self.find_many([requirement], enrolment)[requirement.key]

    def find_many(self, asked: Sequence[Requirement], enrolment: Enrolment) -> dict[str, Finding]:
        marks = {m.requirement: m for m in Mark.objects.standing().filter(enrolment=enrolment)}
        return {r.key: self._finding(r, marks.get(r.key), enrolment) for r in asked}

    def _finding(self, requirement: Requirement, mark: Mark | None, enrolment: Enrolment) -> Finding:
        if mark is None:
            return Finding(S.WAITING, at=enrolment.began_at, waiting_for=self.role(requirement))
        return Finding(S.MET, at=mark.at, by=mark.by_id, evidence={"mark": mark.pk, "on": mark.on.isoformat()})

    def wrong(self, params: Mapping[str, Any]) -> str:
        return "" if params.get("role", Role.SUPERVISOR) in Role.values else "role"


class SuitabilityTalk(Manual):
    """The first talk; the coordinator marks that it was held, and nothing of what was said."""

    name = "suitability_talk"

    def role(self, requirement: Requirement) -> str:
        return Role.COORDINATOR
