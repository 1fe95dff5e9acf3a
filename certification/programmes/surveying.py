"""Where one enrolment stands at one moment: every kind is asked, and what needs what is settled. Reads only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from itertools import groupby

from django.utils import timezone

from certification.programmes import kinds, rules
from certification.programmes.desk import Desk, by, desk_of, laid_out, on_desk
from certification.programmes.kinds import Finding, Requirement
from certification.programmes.models import Enrolment, Waiver
from certification.programmes.states import FulfilmentState
from lms.kernel.prepared import Prepared, among

WAIVERS = Prepared(lambda ways: Waiver.objects.granted().filter(among("enrolment", ways)))


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


def survey(enrolment: Enrolment, *, desk: Desk | None = None) -> Survey:
    """Look at the evidence now. Writes nothing; as many queries as there are sorts of evidence, however many requirements, chats and
    entries. On a `desk` where the evidence of many lies, none."""
    with laid_out(desk or desk_of(enrolment)):
        return _survey(enrolment)


def _survey(enrolment: Enrolment) -> Survey:
    asked = rules.asked_of(enrolment.version.rules, renewing=enrolment.renewing)
    if enrolment.grace_until and timezone.localdate() <= enrolment.grace_until:
        asked = rules.spared(asked, enrolment.grace_keys)
    found = _ask(asked, enrolment)
    now = timezone.now()
    known = kinds.every()
    months = {r.key: known[r.kind].months(r, enrolment) for r in asked}
    waivers = on_desk(waivers_of, enrolment).get(enrolment.pk, {})
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


def waivers_of(ways: Sequence[Enrolment]) -> dict[int, dict[str, Waiver]]:
    """Granted ones, by enrolment and requirement."""
    rows = by(lambda waiver: waiver.enrolment_id, WAIVERS.ask([way.pk for way in ways]))
    return {way: {waiver.requirement: waiver for waiver in same} for way, same in rows.items()}


def _ends(waiver: Waiver, months: int | None) -> datetime | None:
    """When something recognised stops counting, as if it had been done here on that day; what was set aside does not."""
    return rules.expiry(months, timezone.make_aware(datetime.combine(waiver.on, time())), None) if waiver.on else None


def _ask(asked: Iterable[Requirement], enrolment: Enrolment) -> dict[str, Finding]:
    known, found = kinds.every(), {}
    for name, same in groupby(sorted(asked, key=lambda r: r.kind), key=lambda r: r.kind):
        found.update(known[name].find_many(list(same), enrolment))
    return found
