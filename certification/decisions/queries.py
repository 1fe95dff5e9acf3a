"""The dossier: what the system lays before the signers. It prepares; people decide."""

from typing import Any

from django.utils import timezone

from certification.assessment.queries import released
from certification.decisions import rules
from certification.decisions.held import held
from certification.decisions.models import SignOff
from certification.practice.models import Mode
from certification.programmes import engine
from certification.programmes.engine import Survey
from certification.programmes.models import Enrolment
from certification.programmes.states import EnrolmentState, FulfilmentState
from lms.people.models import Person, Role, RoleAssignment

ASSESSED_KIND = "practice_assessed"


def case_of(
    enrolment: Enrolment, seen: Survey, varies: SignOff | None = None, level: int = 0, *, weighed: SignOff | None = None
) -> rules.Case:
    """The facts that rules ask for, as they are now; `varies` is the granted sign-off whose terms are to change, to this `level`.

    `weighed` is the one being granted at this moment: its row says so already, and it is not what was granted before.
    """
    now = held(enrolment)
    asks = any(r.kind == ASSESSED_KIND and seen.states[r.key] != FulfilmentState.WAIVED for r in seen.asked)
    return rules.Case(
        trainee=enrolment.person_id,
        learning=enrolment.state == (EnrolmentState.CERTIFIED if varies else EnrolmentState.LEARNING),
        varying=varies is not None,
        rises=varies is not None and level > varies.level,
        missing=seen.missing,
        asked=len(seen.asked),
        asks_assessed=asks,
        raters=raters_behind(seen),
        first=not SignOff.objects.granted().filter(enrolment=enrolment).exclude(pk=weighed.pk if weighed else 0).exists(),
        unsettled="" if now is None or now.settled else rules.ELSEWHERE if now.elsewhere else rules.HERE,
    )


def raters_behind(seen: Survey) -> frozenset[int]:
    """Everybody whose rating is part of the evidence (`evidence["raters"]` of the practice kinds)."""
    return frozenset(rater for finding in seen.findings.values() for rater in finding.evidence.get("raters", ()))


def dossier(enrolment: Enrolment, seen: Survey | None = None) -> dict[str, Any]:
    """A snapshot in plain JSON: ids, versions, numbers and dates, and nothing anybody wrote."""
    seen = seen or engine.survey(enrolment)
    version = enrolment.version
    return {
        "taken_at": timezone.now().isoformat(),
        "enrolment": enrolment.pk,
        "trainee": enrolment.person_id,
        "programme": {"slug": version.slug, "key": str(version.key), "number": version.number, "digest": version.digest},
        "requirements": [_line(requirement, seen) for requirement in seen.asked],
        "waivers": list(enrolment.waivers.granted().values("id", "requirement", "ground", "proposed_by", "decided_by")),
        "chats": _chats(enrolment),
        "raters": sorted(raters_behind(seen)),
    }


def _line(requirement: Any, seen: Survey) -> dict[str, Any]:
    finding, expires = seen.findings[requirement.key], seen.expires[requirement.key]
    return {
        "key": requirement.key,
        "kind": requirement.kind,
        "optional": requirement.optional,
        "state": str(seen.states[requirement.key]),
        "at": finding.at.isoformat() if finding.at else None,
        "by": finding.by,
        "evidence": finding.evidence,
        "expires_at": expires.isoformat() if expires else None,
    }


def _chats(enrolment: Enrolment) -> list[dict[str, Any]]:
    """Every chat with feedback out: which scenario and rubric, and what each rater's ratings came to, in numbers."""
    return [
        {
            "chat": one.chat.pk,
            "scenario": one.chat.scenario.slug,
            "scenario_number": one.chat.scenario.number,
            "assessed": one.mode == Mode.ASSESSED,
            "tags": list(one.tags),
            "partner": one.chat.partner_id,
            "released_at": one.released_at.isoformat(),
            "passed": one.passed,
            "levels": one.levels,
            "critical": sorted(one.critical),
            "settled": {"by": one.settled.settled_by_id, "levels": one.settled.levels} if one.settled else None,
            "rubric": {"slug": one.rubric.slug, "number": one.rubric.number, "digest": one.rubric.digest},
            "ratings": [
                {
                    "assessment": rating.assessment,
                    "rater": rating.rater,
                    "judgement": rating.judgement,
                    "levels": rating.levels,
                    "critical": list(rating.critical),
                    "passed": rating.passed,
                }
                for rating in one.ratings
            ],
        }
        for one in released(enrolment)
    ]


def certifiers_for(signoff: SignOff) -> list[Person]:
    """Everybody who holds the certifier's role there today, in a fixed order; who may sign is asked at the signature."""
    held = RoleAssignment.objects.active().filter(role=Role.CERTIFIER, organisation_id=signoff.organisation_id)
    return list(Person.objects.filter(pk__in=held.values("person"), is_active=True).order_by("pk"))
