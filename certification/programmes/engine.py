"""The engine: asks every kind (surveying.py), keeps the projection, and explains it. Only it writes Fulfilment rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation

from certification.programmes import kinds, rules, wording
from certification.programmes.desk import Desk, desk_of, laid_out, on_desk
from certification.programmes.kinds import Requirement
from certification.programmes.models import Enrolment, Fulfilment
from certification.programmes.queries import fresh, projections
from certification.programmes.states import EnrolmentState, FulfilmentState
from certification.programmes.surveying import Survey, survey
from lms.audit.actions import record
from lms.people.models import Person


@dataclass(frozen=True)
class Step:
    """One requirement, as trainee and professional both see it."""

    key: str
    name: str
    why: str
    star_state: str
    state: str
    note: str
    by: str
    at: datetime | None
    waiting_for: str
    url: str
    action: str
    optional: bool
    kind: str = ""
    evidence: dict[str, Any] = field(default_factory=dict)
    expires_at: datetime | None = None
    again: bool = False  # met, and asks for something anew

    @property
    def anchor(self) -> str:
        """Its place on the page, which its star leads to."""
        return f"s-{self.key}"

    @property
    def word(self) -> str:
        return str(FulfilmentState(self.state).label).capitalize() + "."


@dataclass(frozen=True)
class Stage:
    key: str
    name: str
    steps: list[Step]

    @property
    def counted(self) -> list[Step]:
        return [step for step in self.steps if not step.optional]

    @property
    def done(self) -> int:
        return sum(step.star_state == "done" for step in self.counted)

    @property
    def total(self) -> int:
        return len(self.counted)


@dataclass(frozen=True)
class Explanation:
    """The whole way in words. `missing` are the names of what stands between here and a proposal."""

    name: str
    stages: list[Stage]
    missing: list[str]
    ready: bool
    certified: bool

    @property
    def steps(self) -> list[Step]:
        return [step for stage in self.stages for step in stage.steps]

    @property
    def next(self) -> Step | None:
        return next((step for step in self.steps if step.star_state == "next"), None)

    @property
    def done(self) -> int:
        return sum(stage.done for stage in self.stages)

    @property
    def total(self) -> int:
        return sum(stage.total for stage in self.stages)


def recompute(enrolment: Enrolment, *, cause: str = "") -> list[str]:
    """Bring the projection up to date; returns the keys whose state changed. Doing it again changes nothing.

    Concurrent runs queue up behind the enrolment's row, so the last one in sees what the first one wrote. Every change of
    state leaves an audit line with its cause (the name of an event, never text).
    """
    return recompute_many([enrolment], cause=cause)[enrolment.pk]


@transaction.atomic
def recompute_many(ways: Sequence[Enrolment], *, cause: str = "") -> dict[int, list[str]]:
    """The same for some ways at once, by id. Everybody else waits for as long as it takes, so give it few."""
    Enrolment.objects.filter(pk__in=[way.pk for way in ways]).update(state=F("state"))
    desk = Desk(ways)
    return {way.pk: _bring_up_to_date(way, desk, cause) for way in ways}


def _bring_up_to_date(enrolment: Enrolment, desk: Desk, cause: str) -> list[str]:
    seen, rows = survey(enrolment, desk=desk), desk.read(projections).get(enrolment.pk, {})
    changed = [r.key for r in seen.asked if _project(enrolment, r, seen, rows.get(r.key), cause)]
    stale = rows.keys() - {r.key for r in seen.asked}
    if stale:
        Fulfilment.objects.filter(enrolment=enrolment, requirement__in=stale).delete()
    if seen.ready != bool(desk.read(fresh)[enrolment.pk].ready_since):
        Enrolment.objects.filter(pk=enrolment.pk).update(ready_since=timezone.now() if seen.ready else None)
    return changed


def is_up_to_date(enrolment: Enrolment, *, desk: Desk) -> bool:
    """Whether `recompute` would write nothing, by what lies on the desk. Writes nothing itself."""
    seen, rows = survey(enrolment, desk=desk), desk.read(projections).get(enrolment.pk, {})
    if seen.ready != bool(desk.read(fresh)[enrolment.pk].ready_since) or rows.keys() != {r.key for r in seen.asked}:
        return False
    return all(_says(rows[r.key], _row_of(r, seen)) for r in seen.asked)


def _row_of(requirement: Requirement, seen: Survey) -> dict[str, Any]:
    """What the projection should say about one requirement."""
    key = requirement.key
    finding, state = seen.findings[key], seen.states[key]
    holds = state in (FulfilmentState.MET, FulfilmentState.EXPIRED)
    return {
        "kind": requirement.kind,
        "doable": bool(finding.url),
        "state": str(state),
        "waiting_for": finding.waiting_for if state == FulfilmentState.WAITING else "",
        "met_at": finding.at if holds else None,
        "by_id": finding.by if holds else None,
        "evidence": finding.evidence,
        "expires_at": seen.expires[key],
    }


def _says(row: Fulfilment | None, values: dict[str, Any]) -> bool:
    return row is not None and all(getattr(row, name) == value for name, value in values.items())


def _project(enrolment: Enrolment, requirement: Requirement, seen: Survey, row: Fulfilment | None, cause: str) -> bool:
    """Write one row if it says something else than before; True when the state itself changed."""
    key = requirement.key
    finding, state, values = seen.findings[key], seen.states[key], _row_of(requirement, seen)
    if _says(row, values):
        return False
    moved = row is None or row.state != state
    if state == FulfilmentState.WAITING and finding.at:
        values["since"] = finding.at
    elif moved:
        values["since"] = timezone.now()
    if row:
        Fulfilment.objects.filter(pk=row.pk).update(**values)
    else:
        Fulfilment.objects.create(enrolment=enrolment, requirement=key, **values)
    if moved:
        change = {"requirement": key, "from": row.state if row else None, "to": str(state), "cause": cause}
        record("fulfilment.change", enrolment, by=None, fields=change)
    return moved


def explain(enrolment: Enrolment, language: str | None = None, *, seen: Survey | None = None) -> Explanation:
    """The same page for trainee and professional: every requirement with its state, by whom, when, and what it waits for.

    `seen` is a survey taken just now in the same language, to spare its queries.
    """
    with translation.override(language or translation.get_language()), laid_out(desk_of(enrolment)):
        seen = seen or survey(enrolment)
        text = enrolment.version.text(language)
        written = on_desk(projections, enrolment).get(enrolment.pk, {})
        since = {key: row.since for key, row in written.items()}
        known = {row.by_id: row.by_alias for row in written.values() if row.by_id}
        people = _aliases(known, (finding.by for finding in seen.findings.values()))
        doable = [key for key, finding in seen.findings.items() if finding.url]
        stars = rules.star_states(seen.asked, seen.states, doable)
        words = {row["key"]: row for stage in text["stages"] for row in stage["requirements"]}
        steps = {r.key: _step(r, seen, words, stars[r.key], since.get(r.key), people) for r in seen.asked}
        everything = [
            Stage(stage["key"], stage["name"], [steps[row["key"]] for row in stage["requirements"] if row["key"] in steps])
            for stage in text["stages"]
        ]
        stages = [stage for stage in everything if stage.steps]
        certified = enrolment.state == EnrolmentState.CERTIFIED
        return Explanation(text["name"], stages, [steps[key].name for key in seen.missing], seen.ready, certified)


def _aliases(known: dict[int, str], ids: Iterable[int | None]) -> dict[int, str]:
    wanted = {pk for pk in ids if pk} - known.keys()
    return {**known, **dict(Person.objects.filter(pk__in=wanted).values_list("pk", "alias"))} if wanted else known


def _step(requirement: Requirement, seen: Survey, words: dict[str, Any], star: str, since: datetime | None, people: dict[int, str]) -> Step:
    key, finding, state = requirement.key, seen.findings[requirement.key], str(seen.states[requirement.key])
    at = finding.at or (since if state == FulfilmentState.WAITING else None)
    closed = state == FulfilmentState.LOCKED
    return Step(
        key=key,
        name=words[key]["name"],
        why=words[key].get("why") or str(kinds.every()[requirement.kind].why),
        star_state=star,
        state=state,
        note=_note(requirement, seen, words, state, at),
        by=people.get(finding.by or 0, ""),
        at=at,
        waiting_for=finding.waiting_for if state == FulfilmentState.WAITING else "",
        url="" if closed else finding.url,
        action="" if closed else str(finding.action),
        optional=requirement.optional or star == "optional",
        kind=requirement.kind,
        evidence=finding.evidence,
        expires_at=seen.expires[key],
        again=finding.again and not closed,
    )


def _note(requirement: Requirement, seen: Survey, words: dict[str, Any], state: str, at: datetime | None) -> str:
    finding = seen.findings[requirement.key]
    if state == FulfilmentState.LOCKED:
        held = rules.satisfied(seen.asked, seen.states)
        shut = rules.shut_by(requirement, held)
        return wording.opens_after([words[need]["name"] for need in shut if need in words])
    if state == FulfilmentState.WAITING:
        return wording.waiting(finding.waiting_for, at, str(finding.note))
    if state == FulfilmentState.EXPIRED:
        return wording.expired(seen.expires[requirement.key]) or wording.once_more()
    if state == FulfilmentState.WAIVED:
        waiver = seen.waivers[requirement.key]
        return wording.recognised(waiver.source, waiver.on) if waiver.on else ""
    if state == FulfilmentState.MET and not finding.note and at:
        return wording.day(at)
    return str(finding.note)
