"""How far people have come, in one line each: for lists that show people and not requirements."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from certification.credentials.models import Certificate
from certification.decisions.models import SignOff
from certification.programmes.models import Enrolment, ProgrammeVersion
from certification.programmes.rules import SATISFIED, WAITING, requirements

DOABLE = ("open", "in_progress", "not_yet", "expired")


def standings(people: Iterable[int]) -> dict[int, str]:
    """Person id → where their newest way stands, for those who have one. Four queries, however many people."""
    ways = {way.person_id: way for way in _ways(people)}
    ids = [way.pk for way in ways.values()]
    certified = {one.enrolment_id: one for one in Certificate.objects.live().filter(enrolment__in=ids)}
    proposed = set(SignOff.objects.open().filter(enrolment__in=ids).values_list("enrolment_id", flat=True))
    return {person: _line(way, certified.get(way.pk), way.pk in proposed) for person, way in ways.items()}


def _ways(people: Iterable[int]) -> list[Enrolment]:
    ways = Enrolment.objects.filter(person_id__in=list(people)).select_related("version").prefetch_related("fulfilments")
    return list(ways.order_by("began_at", "pk"))


def _line(way: Enrolment, certificate: Certificate | None, proposed: bool) -> str:
    if certificate:
        return _("Certificate: %(state)s") % {"state": certificate.get_state_display()}
    if proposed:
        return _("Proposed. A second person decides")
    if way.ready_since:
        return _("Everything is met. Ready to be proposed")
    return _on_the_way(way, way.version)


def _on_the_way(way: Enrolment, version: ProgrammeVersion) -> str:
    rows = {row.requirement: row for row in way.fulfilments.all()}
    asked = [one for one in requirements(version.rules) if one.mandatory]
    done = sum(one.key in rows and rows[one.key].state in SATISFIED for one in asked)
    names = {r["key"]: r["name"] for stage in version.text()["stages"] for r in stage["requirements"]}
    now = next((one.key for states in (DOABLE, (WAITING,)) for one in asked if one.key in rows and rows[one.key].state in states), None)
    said = _("%(done)d of %(all)d are met") % {"done": done, "all": len(asked)}
    return f"{said}. {_('Now: %(what)s') % {'what': names.get(now, now)}}" if now else said
