"""Finding a time: a partner offers one, a trainee takes it, a supervisor confirms."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certification.practice import rules
from certification.practice.actions.caring import demand_debriefed
from certification.practice.models import Opening, PracticeChat, Scenario
from certification.practice.notices import supervisors_who_may_take, told
from certification.practice.states import BOOKED, CHAT, ChatState
from certification.programmes.models import Enrolment
from lms.audit.actions import record
from lms.kernel.errors import IllegalTransition, Invalid, NotAllowed
from lms.kernel.permissions import demand
from lms.live.bell import ring
from lms.people.models import Organisation, Person
from lms.people.predicates import are_related

ROOM_FOR_ONE = timedelta(minutes=60)

TAKEN = _("Somebody else has just taken this time. Nothing was booked. Have a look at the other times.")
BUSY_THEN = _("There is already a practice chat at that time. Choose another time.")


def offer_opening(organisation: Organisation, *, starts_at: datetime, by: Person) -> Opening:
    """Say that `by` will play at this time. Refuses the past, the far future and a time within an hour of another one."""
    demand(by, "practice.offer", organisation)
    demand_debriefed(by)
    now = timezone.now()
    if not now < starts_at < now + rules.PLANS_AHEAD:
        raise Invalid(_("Choose a time in the next twelve weeks."), code="when")
    try:
        with transaction.atomic():
            near = Opening.objects.filter(partner=by, withdrawn_at=None, starts_at__gt=starts_at - ROOM_FOR_ONE)
            if near.filter(starts_at__lt=starts_at + ROOM_FOR_ONE).exists():
                raise Invalid(_("You already have a time within the same hour."), code="near")
            opening = Opening.objects.create(partner=by, organisation=organisation, starts_at=starts_at)
            record("practice.offer", opening, by=by)
    except IntegrityError:
        raise Invalid(_("You already have a time within the same hour."), code="near") from None
    return opening


@transaction.atomic
def withdraw_opening(opening: Opening, *, by: Person) -> None:
    """Take a free time back. A time that was booked is not withdrawn but cancelled."""
    demand(by, "practice.withdraw", opening)
    free = Opening.objects.filter(pk=opening.pk, taken_at=None, withdrawn_at=None)
    if not free.update(withdrawn_at=timezone.now()):
        raise IllegalTransition(_("This time has been booked or withdrawn already. You can cancel the chat instead."), code="taken")
    record("practice.withdraw", opening, by=by)


def book_practice(opening: Opening, *, enrolment: Enrolment, scenario: Scenario, mode: str, by: Person) -> PracticeChat:
    """Take a partner's time for a trainee, on a scenario frozen as it is now. A supervisor still has to confirm.

    Refuses: a time that is taken, withdrawn or over; another organisation's partner; a partner who is the trainee or a declared
    close relation; a trainee or partner who has another chat then. Two who book at once: one wins, in the database.
    """
    demand(by, "practice.book", enrolment)
    demand_debriefed(enrolment.person)
    _fit_together(opening, enrolment)
    try:
        with transaction.atomic():
            chat = _book(opening, enrolment, scenario, mode)
            record("practice.book", chat, by=by, fields={"opening": opening.pk, "scenario": chat.scenario_id, "mode": mode})
            told(chat.partner, "practice_booked", chat, reason="practice.booked")
            for supervisor in supervisors_who_may_take(chat):
                told(supervisor, "practice_requested", chat, reason="practice.requested")
    except IntegrityError:
        raise IllegalTransition(BUSY_THEN, code="double") from None
    return chat


def _fit_together(opening: Opening, enrolment: Enrolment) -> None:
    if opening.organisation_id != enrolment.organisation_id:
        raise NotAllowed()
    if opening.partner_id == enrolment.person_id:
        raise Invalid(_("You cannot practise with yourself. Choose another time."), code="self")
    if are_related(opening.partner, enrolment.person):
        raise Invalid(_("You two know each other too well for this. Choose another time."), code="related")


def _book(opening: Opening, enrolment: Enrolment, scenario: Scenario, mode: str) -> PracticeChat:
    """Claim the time, then make the chat; both or nothing."""
    # the claim names the row's own fields only: PostgreSQL looks at those again when it has waited for somebody else's claim
    untaken = Opening.objects.filter(pk=opening.pk, taken_at=None, withdrawn_at=None)
    if not (Opening.objects.free().filter(pk=opening.pk).exists() and untaken.update(taken_at=timezone.now())):
        raise IllegalTransition(TAKEN, code="taken")
    window = (opening.starts_at - ROOM_FOR_ONE, opening.starts_at + ROOM_FOR_ONE)
    near = PracticeChat.objects.filter(state__in=BOOKED, starts_at__gt=window[0], starts_at__lt=window[1])
    if near.filter(enrolment__person=enrolment.person_id).exists() or near.filter(partner=opening.partner_id).exists():
        raise IllegalTransition(BUSY_THEN, code="double")
    version = scenario.freeze()
    return PracticeChat.objects.create(
        organisation_id=opening.organisation_id,
        enrolment=enrolment,
        partner_id=opening.partner_id,
        scenario=version,
        opening=opening,
        mode=mode,
        language=enrolment.person.language,
        starts_at=opening.starts_at,
        minutes=version.minutes,
    )


@transaction.atomic
def confirm_practice(chat: PracticeChat, *, by: Person) -> None:
    """A supervisor takes the chat: from now on they read along, and both sides know that it will happen.

    Refuses the trainee, the partner, and close relations of the trainee.
    """
    demand(by, "practice.confirm", chat)
    if are_related(by, chat.trainee):
        raise NotAllowed()
    CHAT.move(chat, ChatState.SCHEDULED, by=by, fields={"supervisor": by})
    for person in (chat.trainee, chat.partner):
        told(person, "practice_confirmed", chat, reason="practice.confirmed", supervisor=by.alias)
    ring(chat.topic)


@transaction.atomic
def cancel_practice(chat: PracticeChat, *, by: Person) -> None:
    """Call it off before it began. The partner's time is free again, unless it was the partner who cannot, or it has passed."""
    demand(by, "practice.cancel", chat)
    opening = chat.opening
    CHAT.move(chat, ChatState.CANCELLED, by=by, fields={"opening": None})
    if opening is not None:
        kept = opening.starts_at > timezone.now() and by.pk != chat.partner_id
        fate = {"taken_at": None} if kept else {"withdrawn_at": timezone.now()}
        Opening.objects.filter(pk=opening.pk).update(**fate)
    for person in filter(None, (chat.trainee, chat.partner, chat.supervisor)):
        if person.pk != by.pk:
            told(person, "practice_cancelled", chat, reason="practice.cancelled")
    ring(chat.topic)
