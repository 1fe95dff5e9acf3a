"""May this person be on duty now, and with which limits? A signed answer that soon runs out, so that nobody keeps it instead of asking."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils import timezone

from certification.credentials import codes, fading, jws, keys
from certification.credentials.models import Certificate
from certification.credentials.queries import with_activity
from certification.credentials.states import LIVE
from certification.programmes.levels import Level
from lms.kernel.prepared import Prepared
from lms.people.models import Organisation

ANSWER_HOLDS = timedelta(minutes=5)
MOST = 200  # people in one question
UNKNOWN = "unknown"  # nobody's, another place's, or never certified: these three look alike
LIMITS: dict[int, str] = {
    Level.LEARNING: "not_live", Level.OBSERVES: "observes_only", Level.READ_ALONG: "supervisor_reads_along",
    Level.ON_SHIFT: "professional_on_shift", Level.MENTOR: "professional_on_shift", Level.LEADS: "professional_reachable",
}  # fmt: skip


@dataclass(frozen=True)
class Duty:
    """`may`: on duty with live chats now. `limit` says how, `conditions` are the words of the decision, `until` the last day.
    `rest` says how long skills have rested: `rested` lets a supervisor read along again, after `rested_long` it is renewed first."""

    ref: str
    may: bool
    status: str
    level: int | None = None
    limit: str | None = None
    conditions: str = ""
    until: date | None = None
    rest: str = ""  # only of those who count

    def facts(self) -> dict[str, Any]:
        return {
            "ref": self.ref, "may": self.may, "status": self.status, "level": self.level, "limit": self.limit,
            "rest": self.rest or None, "conditions": self.conditions or None, "until": self.until.isoformat() if self.until else None,
        }  # fmt: skip


def duty_of(ref: str, certificate: Certificate | None, today: date) -> Duty:
    """What a certificate is worth today. Without one, or with one that does not count, nobody is on duty."""
    if certificate is None:
        return Duty(ref, may=False, status=UNKNOWN)
    standing = certificate.standing_on(today)
    counts = certificate.state in LIVE and certificate.counts
    fades = counts and getattr(certificate, "fades", False)
    rest = fading.rest(getattr(certificate, "last_active", today), today) if fades else fading.FRESH
    level = min(certificate.level, Level.READ_ALONG) if rest != fading.FRESH else certificate.level
    may = counts and level >= Level.READ_ALONG and rest != fading.RESTED_LONG
    return Duty(
        ref, may=may, status=standing.value, level=level, limit=LIMITS[level], rest=rest if counts else "",
        conditions=_conditions(certificate) if counts else "", until=certificate.grace_until if standing.value == "grace" else certificate.valid_until,
    )  # fmt: skip


def _conditions(certificate: Certificate) -> str:
    found: str = certificate.conditions if hasattr(certificate, "conditions") else certificate.signoff.conditions
    return found


def ask(organisation: Organisation, refs: Iterable[str]) -> list[Duty]:
    """An answer for each reference, in their order: the id of a certificate, its code, or the public id of a person.

    Only certificates of this organisation are known. Of a person's several the newest live one counts, else the newest. One query for
    each of these three ways of naming somebody.
    """
    wanted, today = list(refs), timezone.localdate()
    found = _certificates(organisation, wanted)
    return [duty_of(ref, found.get(_canonical(ref)), today) for ref in wanted]


def _canonical(ref: str) -> str:
    text = ref.strip()
    try:
        return str(UUID(text))
    except ValueError:
        return codes.code_in(text)


def _mine(organisation: Any) -> QuerySet[Certificate]:
    """The certificates of a house with what an answer rests on; the rest of a certificate is long."""
    known = Certificate.objects.filter(organisation=organisation).only("public_id", "code", "state", "level", "issued_at", "valid_until")
    return with_activity(known).annotate(conditions=F("signoff__conditions"), holder=F("person__public_id")).order_by("issued_at", "pk")


# Each looks where an index leads: asked for all three at once, a database would read every certificate of the house.
BY_ID = Prepared(lambda organisation, ids: _mine(organisation).filter(public_id__in=ids))
BY_CODE = Prepared(lambda organisation, codes: _mine(organisation).filter(code__in=codes))
BY_HOLDER = Prepared(lambda organisation, ids: _mine(organisation).filter(person__public_id__in=ids))


def _certificates(organisation: Organisation, refs: list[str]) -> dict[str, Certificate]:
    """By canonical reference. A query for the ids and one for the codes among the references, and one for ids that are people's."""
    names = {name for ref in refs if (name := _canonical(ref))}
    ids = [UUID(name) for name in names if "-" in name]
    found: dict[str, Any] = {}
    for asked, words in ((BY_ID, ids), (BY_CODE, [name for name in names if "-" not in name])):
        for one in asked.ask(organisation.pk, words) if words else ():
            found |= {str(one.public_id): one, one.code: one}
    people = [one for one in ids if str(one) not in found]
    held: list[Any] = BY_HOLDER.ask(organisation.pk, people) if people else []
    for one in held:
        before = found.get(str(one.holder))
        if before is None or one.state in LIVE or before.state not in LIVE:
            found[str(one.holder)] = one
    return found


def signed(organisation: Organisation, answers: list[Duty], *, now: datetime | None = None) -> str:
    """The answers as a token of this site's key, good for five minutes, for this organisation only."""
    at = now or timezone.now()
    key = keys.active()
    payload = {
        "iss": keys.issuer(), "aud": organisation.slug, "iat": int(at.timestamp()), "exp": int((at + ANSWER_HOLDS).timestamp()),
        "duty": [one.facts() for one in answers],
    }  # fmt: skip
    return jws.sign(payload, secret=keys.private_half(key), kid=key.kid)
