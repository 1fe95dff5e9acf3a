"""A new version of a programme: who on an older one lacks what, and what a certifier chooses for them."""

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certification.programmes import engine
from certification.programmes.models import Enrolment, ProgrammeVersion
from certification.programmes.states import EnrolmentState
from lms.audit.actions import record
from lms.kernel.errors import IllegalTransition, Invalid
from lms.kernel.permissions import demand, may
from lms.notify.actions import tell
from lms.people.models import Person, Role


class Choice(StrEnum):
    """What happens to somebody on an older version."""

    BRIDGE = "bridge"  # over to the new one now; what is lacking is asked for now
    GRACE = "grace"  # over to the new one now; what is lacking is asked for from a day on
    NOTHING = "nothing"  # they finish on the one they began


@dataclass(frozen=True)
class Behind:
    """Somebody on an older version, and the requirements of the new one that they would lack and do not lack today."""

    enrolment: Enrolment
    lacks: tuple[str, ...]


def behind(version: ProgrammeVersion) -> list[Enrolment]:
    """Who walks or holds a certificate on an older version, and for whom nobody has chosen yet. Oldest first."""
    rows = Enrolment.objects.exclude(state=EnrolmentState.WITHDRAWN).filter(
        version__slug=version.slug, version__number__lt=version.number, chosen_for__lt=version.number
    )
    return list(rows.select_related("version", "person", "organisation").order_by("began_at", "pk"))


def behind_here(version: ProgrammeVersion, person: Person) -> list[Enrolment]:
    """Those for whom this certifier may choose."""
    places = person.organisations_as(Role.CERTIFIER)
    return [one for one in behind(version) if one.organisation_id in places and may(person, "programmes.move", one)]


def lacking(enrolment: Enrolment, version: ProgrammeVersion) -> tuple[str, ...]:
    """Keys of the new version that would be missing on it, and that are not the same thing missing today. Writes nothing."""
    today = engine.survey(enrolment)
    there = copy.copy(enrolment)
    there.version = version
    would_be = engine.survey(there)
    same = {r.key: (r.kind, r.params) for r in today.asked}
    then = {r.key: (r.kind, r.params) for r in would_be.asked}
    return tuple(key for key in would_be.missing if not (key in today.missing and same.get(key) == then[key]))


def who_lacks(version: ProgrammeVersion, enrolments: Sequence[Enrolment]) -> list[Behind]:
    """For each what they would lack, those who lack most first."""
    rows = [Behind(one, lacking(one, version)) for one in enrolments]
    return sorted(rows, key=lambda row: -len(row.lacks))


def choose(enrolments: Sequence[Enrolment], *, version: ProgrammeVersion, choice: str, by: Person, until: date | None = None) -> int:
    """Choose for these people at once and tell each of them. Returns for how many.

    Refuses a grace without a day to come, a version that is not the newest, and people one may not choose for. What was met stays met.
    """
    if choice not in tuple(Choice):
        raise Invalid(_("Choose one of the three."))
    if choice == Choice.GRACE and (until is None or until <= timezone.localdate()):
        raise Invalid(_("Choose a day after today."))
    for enrolment in enrolments:
        demand(by, "programmes.move", enrolment)
    with transaction.atomic():
        for enrolment in enrolments:
            _choose(enrolment, version, Choice(choice), until if choice == Choice.GRACE else None, by)
    return len(enrolments)


def _choose(enrolment: Enrolment, version: ProgrammeVersion, choice: Choice, until: date | None, by: Person) -> None:
    newest = ProgrammeVersion.objects.filter(slug=version.slug).order_by("-number").first()
    if newest is None or newest.pk != version.pk or enrolment.programme != version.slug:
        raise IllegalTransition(code="stale")
    fields: dict[str, Any] = {"chosen_for": version.number}
    lacks = lacking(enrolment, version) if choice != Choice.NOTHING else ()
    if choice != Choice.NOTHING:
        fields |= {"version": version, "grace_until": until, "grace_keys": list(lacks) if until else []}
    mine = Enrolment.objects.filter(pk=enrolment.pk, version=enrolment.version_id, chosen_for__lt=version.number)
    if not mine.update(**fields):
        raise IllegalTransition(code="stale")
    record(
        "enrolment.move", enrolment, by=by,
        fields={"from": enrolment.version_id, "to": version.pk, "choice": str(choice), "lacks": list(lacks)},
    )  # fmt: skip
    fresh = Enrolment.objects.select_related("version", "person", "organisation").get(pk=enrolment.pk)
    engine.recompute(fresh, cause="enrolment.move")
    words: dict[str, Any] = {"count": len(lacks), "until": until.isoformat() if until else ""}
    tell(enrolment.person, f"programme_{choice}", reason=f"version:{enrolment.pk}:{version.number}", link="/your-way/", **words)
