"""Appealing: somebody who was not part of the decision looks at everything again and answers."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certification.decisions import stepup
from certification.decisions.cases import Appeal, Seat
from certification.decisions.models import SignOff
from certification.decisions.states import APPEAL, APPEALABLE, AppealState
from lms.audit.actions import record
from lms.kernel.errors import DomainError, IllegalTransition, Invalid
from lms.kernel.permissions import demand, may
from lms.notify.actions import tell
from lms.people.models import Person, Role, RoleAssignment

NOT_FOUND = _(
    "There is no certifier with this address who could take it. They must hold that role somewhere, and not have been part of it."
)


@transaction.atomic
def lodge_appeal(signoff: SignOff, *, words: str, by: Person) -> Appeal:
    """Disagree with a decision about oneself, in one's own words. Everybody who may answer it is put on its list and told.

    Where nobody may, the coordinators are told to find somebody elsewhere. Refuses what was not declined or deferred, and a second
    appeal while one is open.
    """
    demand(by, "decisions.appeal", signoff)
    if signoff.state not in APPEALABLE:
        raise DomainError(_("There is no answer here that you could disagree with."))
    if not words.strip():
        raise Invalid(_("Say what you think we have missed. A sentence is enough."))
    try:
        with transaction.atomic():
            appeal = Appeal.objects.create(signoff=signoff, words=words.strip())
    except IntegrityError as open_already:
        raise DomainError(_("Your appeal is with us already.")) from open_already
    record("appeal.lodge", appeal, by=by, fields={"signoff": signoff.pk})
    invite_reviewers(appeal)
    return appeal


def invite_reviewers(appeal: Appeal) -> int:
    """Put everybody on the list who may answer, and tell them; where there is nobody, tell the coordinators. Returns how many may."""
    able = [person for person in _holding(Role.CERTIFIER, appeal.organisation_id) if may(person, "decisions.could_review", appeal)]
    link = f"/appeals/{appeal.pk}/"
    for person in able:
        seat, _new = Seat.objects.get_or_create(appeal=appeal, person=person, ended_at=None)
        tell(person, "appeal_waits", reason=f"appeal.waits:{seat.pk}", link=link)  # once for each time they are asked
    if not able:
        for person in _holding(Role.COORDINATOR, appeal.organisation_id):
            if may(person, "decisions.name_reviewer", appeal.signoff):
                tell(person, "appeal_needs_reviewer", reason=f"appeal.nobody:{appeal.pk}", link=f"/signoffs/{appeal.signoff_id}/reviewer/")
    return len(able)


@transaction.atomic
def name_reviewer(appeal: Appeal, *, email: str, by: Person) -> Seat:
    """Put a certifier of one's own or of a partner organisation on the list, by address. The coordinator reads nothing of the appeal."""
    demand(by, "decisions.name_reviewer", appeal.signoff)
    if appeal.state != AppealState.LODGED:  # nobody comes to read what one person has taken, or what was answered
        raise IllegalTransition()
    person = Person.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if person is None or not person.has_role(Role.CERTIFIER) or not may(person, "decisions.could_review", appeal):
        raise Invalid(NOT_FOUND)
    seat, new = Seat.objects.get_or_create(appeal=appeal, person=person, ended_at=None, defaults={"given_by": by})
    if new:
        record("appeal.name_reviewer", appeal, by=by, fields={"person": person.pk})
        tell(person, "appeal_waits", reason=f"appeal.waits:{seat.pk}", link=f"/appeals/{appeal.pk}/")
    return seat


@transaction.atomic
def take_appeal(appeal: Appeal, *, by: Person) -> None:
    """Take it on. The others leave the list: from now on only this person and the one who appeals read it."""
    demand(by, "decisions.review_appeal", appeal)
    APPEAL.move(appeal, AppealState.TAKEN, by=by, fields={"taken_by": by})
    appeal.seats.exclude(person=by).end()


@transaction.atomic
def hand_appeal_back(appeal: Appeal, *, by: Person) -> None:
    """Let go of it; everybody who may answer is asked again."""
    demand(by, "decisions.answer_appeal", appeal)
    free(appeal, by=by)


def free(appeal: Appeal, *, by: Person | None) -> None:
    """Nobody has it any more: the list is made anew, and everybody on it is told."""
    APPEAL.move(appeal, AppealState.LODGED, by=by, fields={"taken_by": None})
    appeal.seats.end()
    invite_reviewers(appeal)


def answer_appeal(appeal: Appeal, *, changed: bool, answer: str, by: Person, code: str) -> None:
    """Say whether the decision stands, with the second factor. When it does not, the person may be proposed anew."""
    demand(by, "decisions.answer_appeal", appeal)
    if not answer.strip():
        raise Invalid(_("Write an answer. The one who asked reads it."))
    stepup.confirm(by, code)
    _answer(appeal, changed, answer, by)


@transaction.atomic
def _answer(appeal: Appeal, changed: bool, answer: str, by: Person) -> None:
    by = Person.objects.get(pk=by.pk)  # the roles of this moment, not of the start of the request
    appeal.refresh_from_db()
    demand(by, "decisions.answer_appeal", appeal)
    target = AppealState.CHANGED if changed else AppealState.UPHELD
    APPEAL.move(appeal, target, by=by, fields={"answer": answer.strip(), "decided_at": timezone.now()})
    tell(appeal.signoff.enrolment.person, "appeal_answered", reason=f"appeal.answered:{appeal.pk}", link=f"/appeals/{appeal.pk}/")


@transaction.atomic
def withdraw_appeal(appeal: Appeal, *, by: Person) -> None:
    demand(by, "decisions.appeal", appeal)
    APPEAL.move(appeal, AppealState.WITHDRAWN, by=by, fields={"decided_at": timezone.now()})
    appeal.seats.end()


def _holding(role: Role, organisation: int) -> list[Person]:
    held = RoleAssignment.objects.active().filter(role=role, organisation_id=organisation)
    return list(Person.objects.filter(pk__in=held.values("person"), is_active=True).order_by("pk"))
