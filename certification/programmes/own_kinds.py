"""The kinds of requirement that programmes know by themselves: marks by people, and papers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, FilteredRelation, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certification.programmes import profiles, queries
from certification.programmes.desk import by, on_desk, people
from certification.programmes.kinds import Finding, Kind
from certification.programmes.models import AgreementVersion, BackgroundCheck, Enrolment, Mark
from certification.programmes.rules import FIRST, Requirement
from certification.programmes.states import CheckKind
from certification.programmes.states import FulfilmentState as S
from certification.programmes.wording import day
from lms.kernel.prepared import Prepared, among
from lms.people.models import Role

MARKS = Prepared(lambda ways: Mark.objects.standing().filter(among("enrolment", ways)).annotate(second_alias=F("second__alias")))


def marks_of(ways: Sequence[Enrolment]) -> dict[int, dict[str, Any]]:
    """Those that stand, by enrolment and requirement; each with `second_alias`."""
    rows = MARKS.ask([way.pk for way in ways])
    return {way: {mark.requirement: mark for mark in marks} for way, marks in by(lambda mark: mark.enrolment_id, rows).items()}


@dataclass(frozen=True)
class Papers:
    """The newest version of each paper that asks everybody to sign, and by person the newest signature on each; see `_papers`."""

    to_sign: dict[UUID, Any]
    signed: dict[int, dict[UUID, Any]]


def _papers(ways: Sequence[Enrolment]) -> Papers:
    """Both with one query."""
    found = Papers({}, {})
    for row in PAPERS.ask(sorted(people(ways))):
        if row.major:
            found.to_sign[row.key] = row
        if row.signature:
            found.signed.setdefault(row.signer, {})[row.key] = row
    return found


def _with_signatures(people: Any) -> Any:
    """Each version with who of them signed it, the oldest first."""
    mine = FilteredRelation("signatures", condition=Q(among("signatures__person", people)))
    rows = AgreementVersion.objects.alias(mine=mine).filter(Q(major=True) | Q(mine__isnull=False)).order_by("number", "mine__signed_at")
    told = {
        "signature": F("mine__pk"), "signer": F("mine__person"), "read": F("mine__digest"), "way": F("mine__method"),
        "at": F("mine__signed_at"),
    }  # fmt: skip
    return rows.annotate(**told).values_list("key", "number", "major", *told, named=True)


PAPERS = Prepared(_with_signatures)


class Manual(Kind):
    """Something a named role sees with their own eyes and marks: {text, role}."""

    name = "manual"
    label = gettext_lazy("Seen and marked by somebody")
    why = gettext_lazy("Some things have to be seen by somebody, so that you know where you stand.")

    def marker(self, requirement: Requirement) -> str:
        return requirement.params.get("role") or Role.SUPERVISOR

    def find(self, requirement: Requirement, enrolment: Enrolment) -> Finding:
        return self.find_many([requirement], enrolment)[requirement.key]

    def find_many(self, asked: Sequence[Requirement], enrolment: Enrolment) -> dict[str, Finding]:
        marks = on_desk(marks_of, enrolment).get(enrolment.pk, {})
        return {r.key: self._finding(r, marks.get(r.key), enrolment) for r in asked}

    def _finding(self, requirement: Requirement, mark: Any, enrolment: Enrolment) -> Finding:
        if mark is None:
            return Finding(S.WAITING, at=enrolment.began_at, waiting_for=self.marker(requirement))
        evidence, note = {"mark": mark.pk, "on": mark.on.isoformat()}, day(mark.on)
        if mark.second_id:
            evidence |= {"second": mark.second_id}
            note = _("%(day)s, together with %(name)s") % {"day": note, "name": mark.second_alias}
        return Finding(S.MET, at=mark.at, by=mark.by_id, evidence=evidence, note=note)

    def wrong(self, params: Mapping[str, Any]) -> str:
        return "" if params.get("role", Role.SUPERVISOR) in Role.values else "role"


class SuitabilityTalk(Manual):
    """The first talk, held by two; the coordinator marks that it was held and who the other one was, and nothing of what was said."""

    name = "suitability_talk"
    label = gettext_lazy("Suitability talk")
    why = gettext_lazy("We get to know you, and you us. We note that we talked, and nothing of what you said.")
    by_two = True

    def marker(self, requirement: Requirement) -> str:
        return Role.COORDINATOR


class Agreement(Kind):
    """A paper signed on the phone: {agreement}. A newer major version opens it again, and so does a renewal that asks for it."""

    name = "agreement"
    label = gettext_lazy("Agreement to sign")
    why = gettext_lazy("Those who write to us must be able to trust what you promise. You can read it again whenever you like.")
    waivable = False
    refers = {"agreement": "agreement"}

    def find(self, requirement: Requirement, enrolment: Enrolment) -> Finding:
        return self.find_many([requirement], enrolment)[requirement.key]

    def find_many(self, asked: Sequence[Requirement], enrolment: Enrolment) -> dict[str, Finding]:
        keys = {r.key: queries.content_key("agreement", r.params["agreement"]) for r in asked}
        papers = on_desk(_papers, enrolment)
        newest = papers.signed.get(enrolment.person_id, {})
        since = {r.key: enrolment.renewal_from for r in asked if r.phase != FIRST}
        return {key: self._finding(papers.to_sign.get(uuid), newest.get(uuid), since.get(key)) for key, uuid in keys.items()}

    def _finding(self, needed: Any, signature: Any, since: datetime | None) -> Finding:
        """`needed` is the newest major version: a signature on that one or any later counts; in a renewal one from before `since` does not."""
        url = reverse("agreement", kwargs={"key": needed.key}) if needed else ""
        if needed and signature and signature.number >= needed.number and since and signature.at < since:
            return Finding(S.OPEN, note=_("You renew: read it once more and confirm it."), url=url, action=_("Read and confirm"))
        if needed and signature and signature.number >= needed.number:
            evidence = {
                "signature": signature.signature, "version": signature.number, "digest": signature.read, "method": signature.way,
                "signed_at": signature.at.isoformat(),
            }  # fmt: skip
            note = _("Signed %(day)s") % {"day": day(signature.at)}
            return Finding(S.MET, at=signature.at, by=signature.signer, evidence=evidence, note=note, url=url, action=_("Read it"))
        if signature and needed:
            return Finding(S.OPEN, note=_("There is a new version. Please read it and sign again."), url=url, action=_("Read and sign"))
        return Finding(S.OPEN, note=_("About five minutes"), url=url, action=_("Read and sign"))

    def wrong(self, params: Mapping[str, Any]) -> str:
        return "" if params.get("agreement") else "agreement"


class BackgroundCheckFact(Kind):
    """A police certificate as a fact that the vetting officer records: {again_months}.

    `again_months` says for which legal profiles it is asked anew after so many months ({dk_ngo: 24}); elsewhere it holds for good.
    """

    name = "background_check"
    label = gettext_lazy("Background check")
    why = gettext_lazy("Some of those who write are young. One person sees that it is in order, and nothing of it is kept.")
    waivable = False

    def months(self, requirement: Requirement, enrolment: Enrolment) -> int | None:
        organisation = enrolment.organisation
        if profiles.check_texts(organisation).never_regularly:
            return None
        found = (requirement.params.get("again_months") or {}).get(organisation.legal_profile)
        return found if isinstance(found, int) else None

    def refuses(self, requirement: Requirement) -> Any:
        if requirement.valid_months:
            return _("A background check has no months of its own. Write again_months with the legal profiles for which they hold.")
        named = requirement.params.get("again_months") or {}
        return next((profiles.CHECKS[name].never_regularly for name in named if profiles.CHECKS[name].never_regularly), "")

    def wrong(self, params: Mapping[str, Any]) -> str:
        again = params.get("again_months") or {}
        fits = isinstance(again, dict) and all(name in profiles.CHECKS and isinstance(n, int) and n > 0 for name, n in again.items())
        return "" if fits else "again_months"

    def find(self, requirement: Requirement, enrolment: Enrolment) -> Finding:
        check: BackgroundCheck | None = getattr(on_desk(queries.fresh, enrolment)[enrolment.pk], "background_check", None)
        url = reverse("background_info", kwargs={"pk": enrolment.pk})
        if check is None:
            return Finding(
                S.WAITING, at=enrolment.began_at, waiting_for=Role.VETTING, note=self._wish(enrolment), url=url, action=_("How it works")
            )
        words = _("Shown %(day)s") if check.kind == CheckKind.SHOWN else _("Obtained %(day)s")
        evidence = {"kind": check.kind, "type": check.type, "on": check.on.isoformat(), "check": check.pk}
        return Finding(S.MET, at=check.recorded_at, by=check.by_id, evidence=evidence, note=words % {"day": day(check.on)}, url=url)

    def _wish(self, enrolment: Enrolment) -> str:
        shown = profiles.check_texts(enrolment.organisation).kind == CheckKind.SHOWN
        return _("Show it to the vetting officer") if shown else _("The vetting officer obtains it")
