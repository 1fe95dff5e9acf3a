"""What is done around a programme: enrolling, signing agreements, marking, recording a check, setting a requirement aside."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from certification.programmes import company, engine, kinds, profiles, queries, rules
from certification.programmes.models import (
    AgreementSignature,
    AgreementVersion,
    BackgroundCheck,
    Enrolment,
    Mark,
    ProgrammeVersion,
    Waiver,
)
from certification.programmes.predicates import Asked
from certification.programmes.rules import Requirement
from certification.programmes.states import WAIVER, AskAgain, CheckType, FulfilmentState, WaiverGround, WaiverState
from lms.audit.actions import record
from lms.kernel.errors import DomainError, Invalid
from lms.kernel.permissions import demand
from lms.notify.actions import tell
from lms.people.models import Cohort, Organisation, Person


@transaction.atomic
def enrol(
    person: Person, *, version: ProgrammeVersion, organisation: Organisation, by: Person | None, cohort: Cohort | None = None
) -> Enrolment:
    """Begin a way, or give back the one this person already walks there in this programme."""
    enrolment, new = Enrolment.objects.current().get_or_create(
        person=person, organisation=organisation, programme=version.slug, defaults={"version": version, "cohort": cohort}
    )
    if new:
        record("enrolment.begin", enrolment, by=by, fields={"version": version.pk, "organisation": organisation.pk})
    engine.recompute(enrolment, cause="enrolled")
    return enrolment


@transaction.atomic
def sign_agreement(version: AgreementVersion, *, by: Person, method: str = "tick") -> AgreementSignature:
    """Sign the newest version of an agreement. Signing again gives the signature back that counts already; in a renewal that asks for it
    anew, one from before it began stays on record and a new one stands beside it.

    Refuses an older version: then there is a new text to read.
    """
    demand(by, "programmes.sign_agreement", version)
    newest = queries.newest_agreement(version.key)
    if newest is None or newest.pk != version.pk:
        raise DomainError(_("The text has changed since you opened it. Please read the new one before you sign."))
    language = (translation.get_language() or by.language)[:2]
    since, mine = queries.confirmed_since(by, version.key), queries.my_signature(by, version.key)
    anew = since if mine and mine.version_id == version.pk and queries.is_too_old(mine, since) else None
    if mine and mine.version_id == version.pk and anew is None:
        return mine
    signature, new = AgreementSignature.objects.get_or_create(
        person=by, version=version, anew_since=anew, defaults={"digest": version.digest, "language": language, "method": method}
    )
    if new:
        record("agreement.sign", signature, by=by, fields={"version": version.number, "digest": version.digest})
        for enrolment in Enrolment.objects.filter(person=by).current():
            engine.recompute(enrolment, cause="agreement.sign")
    return signature


def requirement_of(enrolment: Enrolment, key: str) -> Requirement | None:
    """The requirement with this key in the version the enrolment is on."""
    return next((r for r in rules.requirements(enrolment.version.rules) if r.key == key), None)


@transaction.atomic
def mark_met(enrolment: Enrolment, *, requirement: str, by: Person, on: date | None = None, second: Person | None = None) -> Mark:
    """Say that a requirement was seen to be met, on a day (today). Refuses what is closed, done or in the future.

    What two do together names the `second`, who must be another professional of the house and far enough from the trainee; they are
    told, and may say that it was not so. Nothing else has a second.
    """
    asked = requirement_of(enrolment, requirement)
    if asked is None:
        raise DomainError()
    demand(by, "programmes.mark", Asked(enrolment, asked))
    kind = kinds.every()[asked.kind]
    if kind.logs or (second and not kind.by_two):
        raise DomainError()
    if kind.by_two and (second is None or not company.who_could_be_second(enrolment, by).filter(pk=second.pk).exists()):
        raise Invalid(_("Say who else was there: another professional of the house, and nobody close to the trainee."))
    day = on or timezone.localdate()
    if day > timezone.localdate():
        raise Invalid(_("Choose today or an earlier day."))
    state = engine.survey(enrolment).states.get(requirement, FulfilmentState.LOCKED)
    if state == FulfilmentState.LOCKED:
        raise DomainError(_("This is not open yet. Something else comes first."))
    if state == FulfilmentState.EXPIRED:  # the old mark steps back: one stands at a time
        Mark.objects.standing().filter(enrolment=enrolment, requirement=requirement).update(undone_at=timezone.now())
    try:
        with transaction.atomic():
            mark = Mark.objects.create(enrolment=enrolment, requirement=requirement, by=by, second=second, on=day)
    except IntegrityError as there_already:
        raise DomainError(_("Somebody has marked this already.")) from there_already
    named = {"second": second.pk} if second else {}
    record("requirement.mark", mark, by=by, fields={"enrolment": enrolment.pk, "requirement": requirement, **named})
    if second:
        _tell_of_mark(mark, second, "mark_names_you", other=by)
    engine.recompute(enrolment, cause="requirement.mark")
    return mark


@transaction.atomic
def undo_mark(mark: Mark, *, by: Person) -> None:
    """Take one's own mark of today back; or, as the second who is named in it, say that one was not there. Then its writer hears of it."""
    demand(by, "programmes.undo_mark", mark)
    if not Mark.objects.filter(pk=mark.pk, undone_at=None).update(undone_at=timezone.now()):
        raise DomainError(_("This was taken back already."))
    record("requirement.unmark", mark, by=by, fields={"enrolment": mark.enrolment_id, "requirement": mark.requirement})
    if by.pk == mark.second_id:
        _tell_of_mark(mark, mark.by, "mark_denied", other=by)
    engine.recompute(mark.enrolment, cause="requirement.unmark")


def _tell_of_mark(mark: Mark, person: Person, kind: str, *, other: Person) -> None:
    link, trainee = f"/enrolments/{mark.enrolment_id}/", mark.enrolment.person.alias
    tell(person, kind, reason=f"{kind}:{mark.pk}", link=link, trainee=trainee, other=other.alias)


@transaction.atomic
def record_background_check(enrolment: Enrolment, *, on: date, by: Person, type: str = CheckType.CHILDREN) -> BackgroundCheck:
    """Write down the fact that a certificate was shown or obtained. The legal profile says which of the two; nothing else fits in.

    Refuses days to come and a second fact beside the first.
    """
    demand(by, "programmes.record_check", enrolment)
    if on > timezone.localdate():
        raise Invalid(_("Choose today or an earlier day."))
    if type not in CheckType.values:
        raise Invalid(_("Choose one of the two types."))
    kind = profiles.check_texts(enrolment.organisation).kind
    try:
        with transaction.atomic():
            check = BackgroundCheck.objects.create(enrolment=enrolment, kind=kind, type=type, on=on, by=by)
    except IntegrityError as there_already:
        raise DomainError(_("This is written down already.")) from there_already
    record("background_check.record", check, by=by, fields={"enrolment": enrolment.pk, "kind": kind, "type": type})
    engine.recompute(enrolment, cause="background_check.record")
    return check


@transaction.atomic
def undo_background_check(check: BackgroundCheck, *, by: Person) -> None:
    """Take back a fact one wrote down by mistake today; the row goes, the audit line stays."""
    demand(by, "programmes.undo_check", check)
    record("background_check.undo", check, by=by, fields={"enrolment": check.enrolment_id})
    enrolment = check.enrolment
    check.delete()
    engine.recompute(enrolment, cause="background_check.undo")


@transaction.atomic
def ask_check_again(check: BackgroundCheck, *, because: str, by: Person) -> None:
    """Ask for a new background check: the fact of the old one goes, and the requirement waits again. The reason stays in the audit
    trail as a word from the list.

    Refuses a regular new check where the law knows none.
    """
    demand(by, "programmes.ask_check_again", check)
    if because not in AskAgain.values:
        raise Invalid(_("Choose one of the reasons."))
    if because == AskAgain.REGULAR and (refusal := profiles.check_texts(check.enrolment.organisation).never_regularly):
        raise Invalid(refusal)
    record("background_check.ask_again", check, by=by, fields={"enrolment": check.enrolment_id, "because": str(because)})
    enrolment = check.enrolment
    check.delete()
    engine.recompute(enrolment, cause="background_check.ask_again")


@transaction.atomic
def propose_waiver(enrolment: Enrolment, *, requirement: str, reason: str, by: Person, source: str = "", on: date | None = None) -> Waiver:
    """Ask that a requirement be set aside for this person, with a written reason; or with `source` and `on`, that what they learned
    elsewhere be recognised. A certifier decides. Refuses what protects others or what only the person can promise.
    """
    demand(by, "programmes.propose_waiver", enrolment)
    asked = requirement_of(enrolment, requirement)
    if asked is None:
        raise DomainError()
    if not kinds.every()[asked.kind].waivable:
        raise DomainError(_("This one is never set aside: it protects those who write to us."))
    ground = _ground(source.strip(), on)
    if not reason.strip():
        raise Invalid(_("Say why. The one who decides needs your reason."))
    if engine.survey(enrolment).states.get(requirement) in rules.SATISFIED:
        raise DomainError(_("This is met already, so nothing needs to be set aside."))
    try:
        with transaction.atomic():
            waiver = Waiver.objects.create(enrolment=enrolment, requirement=requirement, reason=reason.strip(), proposed_by=by, **ground)
    except IntegrityError as open_already:
        raise DomainError(_("Somebody has asked for this already.")) from open_already
    record("waiver.propose", waiver, by=by, fields={"enrolment": enrolment.pk, "requirement": requirement})
    return waiver


def _ground(source: str, on: date | None) -> dict[str, Any]:
    """Either both are named, or neither is."""
    if not source and on is None:
        return {"ground": WaiverGround.SET_ASIDE}
    if not source or on is None:
        raise Invalid(_("Say both where it was learned and when."))
    if on > timezone.localdate():
        raise Invalid(_("Choose today or an earlier day."))
    return {"ground": WaiverGround.RECOGNISED, "source": source, "on": on}


@transaction.atomic
def withdraw_waiver(waiver: Waiver, *, by: Person) -> None:
    """Take one's own wish back while nobody has decided."""
    demand(by, "programmes.withdraw_waiver", waiver)
    WAIVER.move(waiver, WaiverState.WITHDRAWN, by=by, fields={"decided_at": timezone.now()}, requirement=waiver.requirement)


@transaction.atomic
def decide_waiver(waiver: Waiver, *, grant: bool, by: Person) -> None:
    """Set the requirement aside, or not. Never by the one who asked for it."""
    demand(by, "programmes.decide_waiver", waiver)
    target = WaiverState.GRANTED if grant else WaiverState.REFUSED
    WAIVER.move(waiver, target, by=by, fields={"decided_by": by, "decided_at": timezone.now()}, requirement=waiver.requirement)
    engine.recompute(waiver.enrolment, cause="waiver.decide")
