"""Reading programmes: which agreements to sign, who may be invited to what, the doors to a person's own papers."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from itertools import chain
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.http import Http404
from django.utils import translation

from certification.programmes import rules
from certification.programmes.models import AgreementSignature, AgreementVersion, Enrolment, Fulfilment, ProgrammeVersion
from certification.programmes.states import EnrolmentState
from courses.exchange.keys import key_of
from courses.outline.stamp import TREE_STAMP
from lms.kernel.prepared import Prepared, among
from lms.people.models import Organisation, Person, Role
from lms.people.programmes import CERTIFIED, LEFT

PACKAGE = "chatvert"


def content_key(kind: str, name: str, package: str = PACKAGE) -> uuid.UUID:
    """The translation key of a thing named by its key in a package (`other/name` in another one), or by the translation key itself."""
    try:
        return uuid.UUID(str(name))
    except ValueError:
        elsewhere, _slash, own = str(name).rpartition("/")
        return key_of(elsewhere or package, kind, own)


PARTNER_AGREEMENT = content_key("agreement", "practice-partner", "samtalepartner")
ASKED_OF = {Role.PARTNER: PARTNER_AGREEMENT}  # agreements that a role asks for, besides those of programmes


def newest_version(slug: str) -> ProgrammeVersion | None:
    """The version that somebody who begins today is enrolled on."""
    return ProgrammeVersion.objects.filter(slug=slug).order_by("-number").first()


def invitable_programmes() -> list[tuple[str, str]]:
    """(slug, name) of every programme, in the language of the page."""
    newest = {version.slug: version for version in ProgrammeVersion.objects.order_by("number")}
    return [(slug, version.text(translation.get_language())["name"]) for slug, version in sorted(newest.items())]


def requirement_words(enrolment: Enrolment, key: str) -> dict[str, str]:
    """Name and reason of a requirement in the language of the page: as the enrolment's version says it, or, when the person has been moved
    to a version that no longer asks for it, as the newest one did that still asked."""
    others = ProgrammeVersion.objects.filter(slug=enrolment.programme).exclude(pk=enrolment.version_id).order_by("-number")
    for version in chain([enrolment.version], others):
        for stage in version.text()["stages"]:
            for row in stage["requirements"]:
                if row["key"] == key:
                    return row
    return {"key": key, "name": key}


PROJECTIONS = Prepared(lambda ways: Fulfilment.objects.filter(among("enrolment", ways)).annotate(by_alias=F("by__alias")))


def with_papers(ways: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    """Each with what there is one of for it: its background check, the person's plan for heavy days, and the stamp of the page tree."""
    return ways.select_related("background_check", "person__self_care_plan").annotate(tree_stamp=RawSQL(TREE_STAMP, ()))


FRESH = Prepared(lambda ways: with_papers(Enrolment.objects.filter(among("pk", ways))))


def projections(ways: Iterable[Enrolment]) -> dict[int, dict[str, Any]]:
    """By enrolment and requirement, what the engine wrote last; each with `by_alias`."""
    found: dict[int, dict[str, Any]] = {}
    for row in PROJECTIONS.ask([way.pk for way in ways]):
        found.setdefault(row.enrolment_id, {})[row.requirement] = row
    return found


def fresh(ways: Iterable[Enrolment]) -> dict[int, Any]:
    """The enrolments as they are now, as `with_papers` gives them. One query."""
    return {row.pk: row for row in FRESH.ask([way.pk for way in ways])}


def places_of_people(people: Iterable[int]) -> dict[int, str]:
    """Who is through and who has gone: CERTIFIED when no way of theirs is open any more and one led to a certificate, LEFT when they
    withdrew from every one. Whoever has a way under way, or none at all, is not in the answer."""
    states: dict[int, set[str]] = defaultdict(set)
    for person, state in Enrolment.objects.filter(person_id__in=list(people)).values_list("person_id", "state"):
        states[person].add(state)
    over = {person: held for person, held in states.items() if held <= {EnrolmentState.CERTIFIED, EnrolmentState.WITHDRAWN}}
    return {person: CERTIFIED if EnrolmentState.CERTIFIED in held else LEFT for person, held in over.items()}


def versions_to_sign(keys: Iterable[uuid.UUID]) -> dict[uuid.UUID, AgreementVersion]:
    """By key, the oldest version a signature may be on and still count: the newest major one."""
    rows = AgreementVersion.objects.filter(key__in=list(keys), major=True).order_by("number")
    return {row.key: row for row in rows}


def newest_agreement(key: uuid.UUID) -> AgreementVersion | None:
    """What somebody reads and signs today."""
    return AgreementVersion.objects.filter(key=key).order_by("-number").first()


def asked_agreements(person: Person) -> set[uuid.UUID]:
    """Keys of the agreements that any of the person's programmes or roles asks for."""
    current = Enrolment.objects.filter(person=person).current().select_related("version")
    asked = [r for enrolment in current for r in rules.requirements(enrolment.version.rules) if r.kind == "agreement"]
    by_role = {key for role, key in ASKED_OF.items() if person.has_role(role)}
    return by_role | {content_key("agreement", r.params["agreement"]) for r in asked}


def ways_asking(person: Person, kind: str) -> list[Enrolment]:
    """The ways of a person that ask for a requirement of this kind, the first time or at a renewal."""
    current = Enrolment.objects.filter(person=person).current().select_related("version", "person")
    return [way for way in current if any(r.kind == kind for r in rules.requirements(way.version.rules))]


def find_agreement(person: Person, key: uuid.UUID) -> AgreementVersion:
    """The door to an agreement: for those whose programme or role asks for it, and for those who once signed it. Else 404."""
    version = newest_agreement(key)
    signed = AgreementSignature.objects.filter(person=person, version__key=key)
    if version is None or not (key in asked_agreements(person) or signed.exists()):
        raise Http404
    return version


def places_of(person: Person) -> set[str]:
    """The countries and legal profiles of every house the person belongs to: which parts of a paper hold for them."""
    current = Enrolment.objects.filter(person=person).current()
    houses = Organisation.objects.filter(Q(pk__in=current.values("organisation")) | Q(pk__in=person.organisations_as(*Role)))
    return {place for row in houses.values_list("country", "legal_profile") for place in row}


def my_signature(person: Person, key: uuid.UUID) -> AgreementSignature | None:
    """The person's newest signature on any version."""
    mine = AgreementSignature.objects.filter(person=person, version__key=key).select_related("version")
    return mine.order_by("-version__number", "-signed_at").first()


def is_too_old(signature: AgreementSignature, since: datetime | None) -> bool:
    """Whether a renewal asks for more than this signature."""
    return since is not None and signature.signed_at < since


def confirmed_since(person: Person, key: uuid.UUID) -> datetime | None:
    """The day on which the renewal began for which this person confirms the agreement anew; None when no renewal of theirs asks for it."""
    days = [way.renewal_from for way in _renewing(person) if key in _asked_anew(way.version, "agreement", rules.RENEWAL, rules.BOTH)]
    return days[-1] if days else None


def shown_again_since(person: Person, quiz: uuid.UUID) -> datetime | None:
    """The day on which the renewal began that asks this person for that quiz anew; None when none does."""
    days = [way.renewal_from for way in _renewing(person) if quiz in _asked_anew(way.version, "quiz", rules.RENEWAL)]
    return days[-1] if days else None


def _renewing(person: Person) -> QuerySet[Enrolment]:
    """The ways on which a renewal has begun, the latest beginning last."""
    begun = Enrolment.objects.current().filter(person=person, renewal_from__isnull=False)
    return begun.select_related("version").order_by("renewal_from")


def _asked_anew(version: ProgrammeVersion, kind: str, *phases: str) -> set[uuid.UUID]:
    """Keys of the content that requirements of this kind and these phases name."""
    return {content_key(kind, r.params[kind]) for r in rules.requirements(version.rules) if r.kind == kind and r.phase in phases}
