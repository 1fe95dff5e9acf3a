"""Proposing and deciding. Two professionals sign; the system checks everything again at the moment of each signature."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certification.decisions import rules, stepup
from certification.decisions.models import Signature, SignOff
from certification.decisions.queries import case_of, certifiers_for, dossier
from certification.decisions.signals import signoff_granted
from certification.decisions.states import SIGNOFF, Part, SignOffState
from certification.programmes import engine, levels
from certification.programmes.models import Enrolment
from certification.programmes.states import ENROLMENT, EnrolmentState
from cms.versions import digest_of
from lms.audit.actions import record
from lms.kernel.errors import DomainError, Invalid
from lms.kernel.permissions import demand, may
from lms.notify.actions import tell
from lms.people.models import Person

VALID_MONTHS = 24
OBJECTIONS = {
    "not_learning": _("This way is paused or already finished, so nothing can be signed now."),
    "requirements": _("Something is still missing. Every requirement must be met or waived before anyone signs."),
    "raters": _("Two different people must have assessed practice before a first certificate. One more rating is needed."),
    "oneself": _("Nobody signs for themselves."),
    "same_signer": _("Two different people must sign."),
    "unsettled": _("This certificate is paused, or somebody asks to withdraw it. Settle that first."),
    "unsettled_elsewhere": _(
        "They hold a certificate of this programme from another organisation, and something about it has to be settled there first. "
        "They can ask their coordinator there."
    ),
    "proposer": _("The one who proposed this can no longer sign here. Somebody else has to propose it anew."),
}


def propose_signoff(
    enrolment: Enrolment,
    *,
    level: int,
    conditions: str,
    statement: str,
    by: Person,
    code: str,
    valid_months: int | None = None,
    conditions_until: date | None = None,
    varies: SignOff | None = None,
) -> SignOff:
    """Put the first signature under a proposal and freeze the dossier. `varies` is the granted one whose level or conditions change:
    then the end stays as it was, and only a higher level asks for every requirement again.

    Refuses unless every mandatory requirement is met or waived at this moment, two people have rated (for a first certificate),
    the proposer stands far enough away, the second factor `code` is right, and no other proposal is open.
    """
    demand(by, "decisions.propose", enrolment)
    if level not in levels.known(enrolment.version.rules) or not statement.strip():
        raise Invalid(_("Choose a level and say in your own words why you propose it."))
    if conditions_until and (not conditions.strip() or conditions_until <= timezone.localdate()):
        raise Invalid(_("A day after today, and conditions that come back on it."))
    if varies and not _stands(varies, enrolment):
        raise DomainError(_("Only what was granted last can be changed."))
    stepup.confirm(by, code)
    terms = {"level": level, "conditions": conditions.strip(), "statement": statement.strip(), "valid_months": valid_months}
    terms |= {"conditions_until": conditions_until, "varies": varies}
    return _propose(enrolment, terms, by)


@transaction.atomic
def _propose(enrolment: Enrolment, terms: dict[str, Any], by: Person) -> SignOff:
    engine.recompute(enrolment, cause="signoff.propose")
    enrolment, by = _now(enrolment), _today(by)
    demand(by, "decisions.propose", enrolment)
    seen = engine.survey(enrolment)
    _refuse(rules.objections(case_of(enrolment, seen, terms["varies"], terms["level"]), [by.pk]))
    months = terms.pop("valid_months") or enrolment.version.rules.get("decision", {}).get("valid_months") or VALID_MONTHS
    evidence = dossier(enrolment, seen)
    digest = digest_of(evidence)
    try:
        with transaction.atomic():
            signoff = SignOff.objects.create(
                enrolment=enrolment, proposed_by=by, dossier=evidence, digest=digest, valid_months=months, **terms
            )  # fmt: skip
    except IntegrityError as open_already:
        raise DomainError(_("Somebody has proposed this already. It is waiting for the second signature.")) from open_already
    Signature.objects.create(signoff=signoff, person=by, part=Part.PROPOSER, digest=digest)
    record("signoff.propose", signoff, by=by, fields={"enrolment": enrolment.pk, "level": signoff.level, "digest": digest})
    _tell_of_proposal(signoff)
    return signoff


def countersign(
    signoff: SignOff,
    *,
    decision: str,
    by: Person,
    code: str,
    what: str = "",
    until: date | None = None,
    reasons: str = "",
) -> SignOff:
    """Put the second signature: `grant`, `defer` (what and until when) or `decline` (reasons, for the person only).

    Everything is checked again at this moment: the second factor, the role and distance of this signer, and for a grant also every
    requirement, the two raters, and that the proposer could still propose it. Of many at once one succeeds.
    """
    demand(by, "decisions.countersign", signoff)
    words = _words(decision, what.strip(), until, reasons.strip())
    stepup.confirm(by, code)
    decided = _decide(signoff, decision, words, by)
    signoff.refresh_from_db()
    return decided


def _words(decision: str, what: str, until: date | None, reasons: str) -> dict[str, Any]:
    """What goes into the row with a decision; refuses a decision without its words."""
    if decision == "grant":
        return {}
    if decision == "defer":
        if not what or until is None or until <= timezone.localdate():
            raise Invalid(_("Say what is needed, and choose a day after today."))
        return {"deferred_what": what, "deferred_until": until}
    if decision == "decline":
        if not reasons:
            raise Invalid(_("Say why. Only the person themselves and the two who sign can read it."))
        return {"reasons": reasons}
    raise Invalid(_("Choose one of the three: grant, defer or decline."))


TARGETS = {"grant": SignOffState.GRANTED, "defer": SignOffState.DEFERRED, "decline": SignOffState.DECLINED}


@transaction.atomic
def _decide(signoff: SignOff, decision: str, words: dict[str, Any], by: Person) -> SignOff:
    signoff = SignOff.objects.select_related("enrolment__version", "enrolment__person").get(pk=signoff.pk)
    # the claim comes first: whoever is slower finds the row moved on before anything is weighed
    SIGNOFF.move(signoff, TARGETS[decision], by=by, fields={"decided_at": timezone.now(), **words})
    by = _today(by)
    demand(by, "decisions.countersign", signoff)
    if decision == "grant":
        _weigh(signoff, by)
    Signature.objects.create(signoff=signoff, person=by, part=Part.COUNTERSIGNER, digest=signoff.digest)
    if decision == "grant" and not signoff.varies_id:
        ENROLMENT.move(signoff.enrolment, EnrolmentState.CERTIFIED, by=by, signoff=signoff.pk)
    if decision == "grant":
        signoff_granted.send(SignOff, signoff=signoff)
    _tell_of_decision(signoff)
    return signoff


def _weigh(signoff: SignOff, by: Person) -> None:
    """Refuse a grant that would not stand at this moment; the transaction takes the claim back."""
    engine.recompute(signoff.enrolment, cause="signoff.grant")
    proposer = _today(signoff.proposed_by)
    seen = engine.survey(signoff.enrolment)
    case = case_of(signoff.enrolment, seen, signoff.varies, signoff.level, weighed=signoff)
    _refuse(rules.objections(case, [proposer.pk, by.pk]))
    if not may(proposer, "decisions.propose", signoff.enrolment):
        _refuse(("proposer",))


@transaction.atomic
def withdraw_proposal(signoff: SignOff, *, by: Person) -> None:
    """Take one's own proposal back while nobody has decided."""
    demand(by, "decisions.withdraw", signoff)
    SIGNOFF.move(signoff, SignOffState.WITHDRAWN, by=by, fields={"decided_at": timezone.now()})
    tell(signoff.enrolment.person, "signoff_withdrawn", reason=f"signoff.withdrawn:{signoff.pk}", link=f"/signoffs/{signoff.pk}/")


def _stands(granted: SignOff, enrolment: Enrolment) -> bool:
    """Whether this is what was granted last on that enrolment: a certificate that was replaced is not changed any more."""
    last = SignOff.objects.filter(enrolment=enrolment, state=SignOffState.GRANTED).order_by("-decided_at", "-pk").first()
    return last is not None and last.pk == granted.pk


def _refuse(objections: tuple[str, ...]) -> None:
    if objections:
        raise DomainError(OBJECTIONS[objections[0]], code=objections[0])


def _now(enrolment: Enrolment) -> Enrolment:
    return Enrolment.objects.select_related("version", "person").get(pk=enrolment.pk)


def _today(person: Person) -> Person:
    """The person as the database knows them now, without roles remembered from the start of the request."""
    return Person.objects.get(pk=person.pk)


def _tell_of_proposal(signoff: SignOff) -> None:
    name = signoff.enrolment.person.alias
    for certifier in certifiers_for(signoff):
        if may(certifier, "decisions.countersign", signoff):
            link = f"/signoffs/{signoff.pk}/countersign/"
            tell(certifier, "signoff_to_countersign", reason=f"signoff.proposed:{signoff.pk}", link=link, trainee=name)
    link = f"/signoffs/{signoff.pk}/"
    kind = "signoff_change_proposed" if signoff.varies_id else "signoff_proposed"
    tell(signoff.enrolment.person, kind, reason=f"signoff.proposed:{signoff.pk}", link=link)


def _tell_of_decision(signoff: SignOff) -> None:
    """The person hears the outcome; the proposer hears that it was decided. No reasons in mails."""
    link, reason = f"/signoffs/{signoff.pk}/", f"signoff.decided:{signoff.pk}"
    changed = signoff.varies_id and signoff.state == SignOffState.GRANTED
    tell(signoff.enrolment.person, "signoff_changed" if changed else f"signoff_{signoff.state}", reason=reason, link=link)
    tell(signoff.proposed_by, "signoff_decided", reason=reason, link=link, trainee=signoff.enrolment.person.alias, outcome=signoff.state)
