"""Finding a time: what partners offer, what trainees take, who reads along, and calling it off."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certification.practice import rules
from certification.practice.actions.caring import demand_debriefed
from certification.practice.actions.seats import fill_again, fit_together, make_chat, queue_up, recomputed, take_opening
from certification.practice.models import Opening, PracticeChat, Scenario
from certification.practice.notices import supervisors_who_may_take, told
from certification.practice.states import CHAT, ChatState
from certification.practice.times import rules as times
from certification.practice.times.claims import claim, release
from certification.practice.times.onboarding import demand_onboarded
from certification.practice.times.queries import hindered
from certification.programmes.models import Enrolment
from lms.audit.actions import record
from lms.kernel.errors import IllegalTransition, Invalid, NotAllowed
from lms.kernel.permissions import demand
from lms.live.bell import ring
from lms.people.models import Organisation, Person
from lms.people.predicates import are_related

ROOM_FOR_ONE = timedelta(minutes=60)

ENOUGH = _("One chat a day and three a week are enough. Choose another day.")
TAKEN = _("Somebody else has just taken this time. Nothing was booked. Have a look at the other times.")


def offer_opening(organisation: Organisation, *, starts_at: datetime, by: Person) -> Opening:
    """Say that `by` will play at this very time. Refuses the past, the far future and a time within an hour of another one."""
    demand(by, "practice.offer", organisation)
    demand_debriefed(by)
    demand_onboarded(by)
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


@transaction.atomic
def book_practice(opening: Opening, *, enrolment: Enrolment, scenario: Scenario, mode: str, by: Person) -> PracticeChat:
    """Take a time that one partner offered, for a trainee, on a scenario frozen as it is now. A supervisor still has to confirm.

    Refuses: a time that is taken, withdrawn or over; another organisation's partner; a partner who is the trainee or a declared
    close relation; a trainee or partner who has another chat then, or for whom it would become too much (`load`). Two who book at once: one wins, in the database.
    """
    demand(by, "practice.book", enrolment)
    demand_debriefed(enrolment.person)
    if opening.organisation_id != enrolment.organisation_id:
        raise NotAllowed()
    fit_together(opening.partner, enrolment)
    queue_up(enrolment.organisation_id)
    for person in (enrolment.person, opening.partner):
        if hindered(person, opening.starts_at, ZoneInfo(enrolment.organisation.time_zone)) == "load":
            raise IllegalTransition(ENOUGH, code="load")
    if not take_opening(opening, Opening.objects.free()):
        raise IllegalTransition(TAKEN, code="taken")
    chat = make_chat(
        enrolment, partner_id=opening.partner_id, scenario=scenario, mode=mode, starts_at=opening.starts_at, opening=opening, by=by
    )  # fmt: skip
    told(chat.partner, "practice_booked", chat, reason="practice.booked")
    for supervisor in supervisors_who_may_take(chat):
        told(supervisor, "practice_requested", chat, reason="practice.requested")
    return chat


@transaction.atomic
def confirm_practice(chat: PracticeChat, *, by: Person) -> None:
    """A supervisor takes the chat: from now on they read along, and both sides know that it will happen.

    Refuses the trainee, the partner, close relations of the trainee, and a supervisor who has another chat then.
    """
    demand(by, "practice.confirm", chat)
    if are_related(by, chat.trainee):
        raise NotAllowed()
    CHAT.move(chat, ChatState.SCHEDULED, by=by, fields={"supervisor": by})
    claim(chat, [by.pk])
    for person in (chat.trainee, chat.partner):
        told(person, "practice_confirmed", chat, reason=f"practice.confirmed.{chat.moved}", supervisor=by.alias)
    ring(chat.topic)


@transaction.atomic
def hand_back(chat: PracticeChat, *, by: Person) -> None:
    """A supervisor cannot read along after all. Another one who has the time is asked in, else the chat waits for one."""
    demand(by, "practice.hand_back", chat)
    let_go(chat, by=by)


def let_go(chat: PracticeChat, *, by: Person | None) -> None:
    """The same, whoever says so; `by` None: the house, for a supervisor who has left. Inside a transaction."""
    before = chat.supervisor_id
    queue_up(chat.organisation_id)
    CHAT.move(chat, ChatState.REQUESTED, by=by, fields={"supervisor": None})
    if before is not None:
        release(chat, before)
    fill_again(chat, partner=chat.partner_id, starts_at=chat.starts_at, without=before)
    ring(chat.topic)


@transaction.atomic
def cancel_practice(chat: PracticeChat, *, by: Person) -> bool:
    """Call it off before it began. When it is the partner who cannot, somebody else is looked for first; True when somebody plays.

    Everybody's time is free again; a time the partner had offered stays offered unless the partner cannot, or it has passed.
    """
    demand(by, "practice.cancel", chat)
    queue_up(chat.organisation_id)
    if by.pk == chat.partner_id and _stand_in(chat, by=by):
        return True
    call_off(chat, by=by)
    return False


def call_off(chat: PracticeChat, *, by: Person) -> None:
    """Cancel whatever the reason, free everybody's time and tell them; for the verbs, which have asked whether it may be."""
    opening, now = chat.opening, timezone.now()
    CHAT.move(chat, ChatState.CANCELLED, by=by, fields={"opening": None, "called_off_at": now, "called_off_by": by})
    release(chat)
    if opening is not None:
        kept = opening.starts_at > now and opening.closes_at is None and by.pk != chat.partner_id
        fate = {"taken_at": None} if kept else {"withdrawn_at": now}
        Opening.objects.filter(pk=opening.pk).update(**fate)
    for person in filter(None, (chat.trainee, chat.partner, chat.supervisor)):
        if person.pk != by.pk:
            told(person, "practice_cancelled", chat, reason="practice.cancelled")
    recomputed(chat, "practice.cancel")
    ring(chat.topic)


def _stand_in(chat: PracticeChat, *, by: Person) -> bool:
    """Let somebody else play at the same time, where there is still time to tell them."""
    if chat.state not in (ChatState.REQUESTED, ChatState.SCHEDULED) or chat.starts_at < timezone.now() + times.NOTICE:
        return False
    release(chat, by.pk)
    if not fill_again(chat, partner=None, starts_at=chat.starts_at, without=by.pk):
        return False  # the claim is let go below, with all others
    record("practice.stand_in", chat, by=by, fields={"partner": chat.partner_id})
    if chat.opening_id:
        Opening.objects.filter(pk=chat.opening_id).update(withdrawn_at=timezone.now())
        PracticeChat.objects.filter(pk=chat.pk).update(opening=None)
    return True
