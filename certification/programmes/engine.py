"""The engine: asks every kind, settles what needs what, and keeps the projection. Only `recompute` writes Fulfilment rows."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time
from itertools import groupby
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation

from certification.programmes import kinds, rules, wording
from certification.programmes.kinds import Finding, Requirement
from certification.programmes.models import Enrolment, Fulfilment, Waiver
from certification.programmes.states import EnrolmentState, FulfilmentState
from lms.audit.actions import record
from lms.people.models import Person


@dataclass(frozen=True)
class Survey:
    """Where one enrolment stands at one moment."""

    asked: tuple[Requirement, ...]
    findings: dict[str, Finding]
    states: dict[str, str]
    expires: dict[str, datetime | None]
    missing: tuple[str, ...]
    waivers: dict[str, Waiver] = field(default_factory=dict)  # granted ones by requirement

    @property
    def ready(self) -> bool:
        """Whether every mandatory requirement is met or waived, and there are any."""
        return bool(self.asked) and not self.missing


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


def survey(enrolment: Enrolment) -> Survey:
    """Look at the evidence now. Writes nothing; as many queries as there are kinds, however many requirements."""
    asked = rules.asked_of(enrolment.version.rules, renewing=enrolment.renewing)
    if enrolment.grace_until and timezone.localdate() <= enrolment.grace_until:
        asked = rules.spared(asked, enrolment.grace_keys)
    found = _ask(asked, enrolment)
    now = timezone.now()
    known = kinds.every()
    months = {r.key: known[r.kind].months(r, enrolment) for r in asked}
    waivers = {w.requirement: w for w in enrolment.waivers.granted()}
    expires = {r.key: rules.expiry(months[r.key], found[r.key].at, found[r.key].expires_at) for r in asked}
    ends = {key: _ends(waiver, months.get(key)) for key, waiver in waivers.items()}
    waived = {key for key, end in ends.items() if end is None or end > now}
    aged = {r.key: rules.aged(found[r.key].state, expires[r.key], now) for r in asked}
    for r in asked:
        if r.phase == rules.RENEWAL and not known[r.kind].rolls(r):
            aged[r.key] = rules.fresh(aged[r.key], found[r.key].at, enrolment.renewal_from)
    begun = {key for key, finding in found.items() if finding.evidence}
    states = rules.settle(asked, aged, begun=begun, waived=waived)
    expires |= {key: ends[key] for key in waived if states.get(key) == FulfilmentState.WAIVED}
    return Survey(asked, found, states, expires, rules.missing(asked, states), waivers)


def _ends(waiver: Waiver, months: int | None) -> datetime | None:
    """When something recognised stops counting, as if it had been done here on that day; what was set aside does not."""
    return rules.expiry(months, timezone.make_aware(datetime.combine(waiver.on, time())), None) if waiver.on else None


def _ask(asked: Iterable[Requirement], enrolment: Enrolment) -> dict[str, Finding]:
    known, found = kinds.every(), {}
    for name, same in groupby(sorted(asked, key=lambda r: r.kind), key=lambda r: r.kind):
        found.update(known[name].find_many(list(same), enrolment))
    return found


@transaction.atomic
def recompute(enrolment: Enrolment, *, cause: str = "") -> list[str]:
    """Bring the projection up to date; returns the keys whose state changed. Doing it again changes nothing.

    Concurrent runs queue up behind the enrolment's row, so the last one in sees what the first one wrote. Every change of
    state leaves an audit line with its cause (the name of an event, never text).
    """
    Enrolment.objects.filter(pk=enrolment.pk).update(state=F("state"))
    seen = survey(enrolment)
    rows = {row.requirement: row for row in Fulfilment.objects.filter(enrolment=enrolment)}
    changed = [r.key for r in seen.asked if _project(enrolment, r, seen, rows.get(r.key), cause)]
    stale = rows.keys() - {r.key for r in seen.asked}
    if stale:
        Fulfilment.objects.filter(enrolment=enrolment, requirement__in=stale).delete()
    _note_readiness(enrolment, seen.ready)
    return changed


def _note_readiness(enrolment: Enrolment, ready: bool) -> None:
    """Since when the way has been ready; what is so already is left alone."""
    mine = Enrolment.objects.filter(pk=enrolment.pk, ready_since__isnull=ready)
    mine.update(ready_since=timezone.now() if ready else None)


def _project(enrolment: Enrolment, requirement: Requirement, seen: Survey, row: Fulfilment | None, cause: str) -> bool:
    """Write one row if it says something else than before; True when the state itself changed."""
    key = requirement.key
    finding, state = seen.findings[key], seen.states[key]
    holds = state in (FulfilmentState.MET, FulfilmentState.EXPIRED)
    values = {
        "kind": requirement.kind,
        "doable": bool(finding.url),
        "state": str(state),
        "waiting_for": finding.waiting_for if state == FulfilmentState.WAITING else "",
        "met_at": finding.at if holds else None,
        "by_id": finding.by if holds else None,
        "evidence": finding.evidence,
        "expires_at": seen.expires[key],
    }
    if row and all(getattr(row, name) == value for name, value in values.items()):
        return False
    moved = row is None or row.state != state
    if state == FulfilmentState.WAITING and finding.at:
        values["since"] = finding.at
    elif moved:
        values["since"] = timezone.now()
    Fulfilment.objects.update_or_create(enrolment=enrolment, requirement=key, defaults=values)
    if moved:
        change = {"requirement": key, "from": row.state if row else None, "to": str(state), "cause": cause}
        record("fulfilment.change", enrolment, by=None, fields=change)
    return moved


def explain(enrolment: Enrolment, language: str | None = None, *, seen: Survey | None = None) -> Explanation:
    """The same page for trainee and professional: every requirement with its state, by whom, when, and what it waits for.

    `seen` is a survey taken just now in the same language, to spare its queries.
    """
    with translation.override(language or translation.get_language()):
        seen = seen or survey(enrolment)
        text = enrolment.version.text(language)
        since = dict(enrolment.fulfilments.values_list("requirement", "since"))
        people = _aliases(finding.by for finding in seen.findings.values())
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


def _aliases(ids: Iterable[int | None]) -> dict[int, str]:
    wanted = {pk for pk in ids if pk}
    return dict(Person.objects.filter(pk__in=wanted).values_list("pk", "alias")) if wanted else {}


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
