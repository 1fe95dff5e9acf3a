"""What the trainee asks for and the system arranges: a time, another time, half an hour now; and what happens when somebody stays away."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certification.practice.actions.booking import ENOUGH, TAKEN, call_off
from certification.practice.actions.caring import demand_debriefed
from certification.practice.actions.seats import (
    ask_supervisors,
    choose,
    fill_again,
    fit_together,
    make_chat,
    queue_up,
    recomputed,
    seat_supervisor,
    take_opening,
)
from certification.practice.models import Absent, Mode, Opening, PracticeChat, Scenario
from certification.practice.notices import coordinators_of, told
from certification.practice.states import CHAT, ChatState
from certification.practice.times import rules
from certification.practice.times.claims import release
from certification.practice.times.onboarding import demand_onboarded
from certification.practice.times.queries import Roster, hindered, now_for, roster, themes_of
from certification.programmes.models import Enrolment
from lms.audit.actions import record
from lms.kernel.errors import IllegalTransition, Invalid
from lms.kernel.permissions import demand
from lms.live.bell import ring
from lms.people.models import Organisation, Person

NOBODY = _("Nobody who is free then plays this. Choose another theme, or another time.")
BUSY_NOW = _("You have a practice chat close to now.")
PLAYED_ENOUGH = _("One chat a day and three a week are enough. Thank you for wanting to do more.")
MISSED_TWICE_IN = timedelta(days=28)
WAITED = timedelta(minutes=10)


@transaction.atomic
def arrange_practice(enrolment: Enrolment, *, starts_at: datetime, scenario: Scenario, mode: str, by: Person) -> PracticeChat:
    """Book a time that the hours of partners and supervisors leave free; the system chooses who plays and who reads along.

    Refuses times that are gone or too near (`taken`), a second chat that day or a fourth that week (`load`), a theme that nobody
    free then plays (`theme`). Where no supervisor keeps hours the chat waits for one. Two who book at once: one wins.
    """
    demand(by, "practice.book", enrolment)
    demand_debriefed(enrolment.person)
    queue_up(enrolment.organisation_id)
    known = roster(enrolment, begins=starts_at)
    _bookable(known, starts_at)
    best, why = choose(known, starts_at, themes=themes_of(scenario))
    if best is None:
        raise Invalid(NOBODY, code="theme") if known.is_free(starts_at) else IllegalTransition(TAKEN, code="taken")
    chat = make_chat(enrolment, partner_id=best.id, scenario=scenario, mode=mode, starts_at=starts_at, matched=why, by=by)
    _find_reader(chat, known)
    return chat


def _bookable(known: Roster, starts_at: datetime) -> None:
    now = timezone.now()
    if not now + rules.NOTICE <= starts_at <= now + rules.AHEAD:
        raise IllegalTransition(TAKEN, code="taken")
    if not known.trainee_can(starts_at):
        raise IllegalTransition(ENOUGH, code="load")


def _find_reader(chat: PracticeChat, known: Roster, *, length: timedelta = rules.SEAT) -> None:
    """Give the chat a supervisor who can, or let it wait for one."""
    told(chat.partner, "practice_booked", chat, reason="practice.booked")
    readers = known.supervisors_at(chat.starts_at, besides=chat.partner_id, length=length)
    if readers:
        seat_supervisor(chat, Person.objects.get(pk=readers[0]))
    else:
        ask_supervisors(chat)


@transaction.atomic
def move_practice(chat: PracticeChat, *, starts_at: datetime, by: Person) -> None:
    """Give a chat that has not begun another time. Partner and supervisor stay if they can, else others are found.

    Refuses what `arrange_practice` refuses; the chat then stays as it was.
    """
    demand(by, "practice.move", chat)
    if chat.state not in (ChatState.REQUESTED, ChatState.SCHEDULED):
        raise IllegalTransition()
    if starts_at == chat.starts_at:
        return
    queue_up(chat.organisation_id)
    _bookable(roster(chat.enrolment, begins=starts_at, instead_of=chat.pk), starts_at)
    if not fill_again(chat, partner=chat.partner_id, starts_at=starts_at):
        raise IllegalTransition(NOBODY, code="theme")
    record("practice.move", chat, by=by, fields={"partner": chat.partner_id, "supervisor": chat.supervisor_id})
    recomputed(chat, "practice.move")
    ring(chat.topic)


def part_ways(chat: PracticeChat, leaving: int, *, by: Person) -> None:
    """Somebody leaves a booked chat because the two must not meet there: another one is found, else it waits or is called off."""
    queue_up(chat.organisation_id)
    if leaving == chat.supervisor_id:
        CHAT.move(chat, ChatState.REQUESTED, by=by, fields={"supervisor": None})
        release(chat, leaving)
        fill_again(chat, partner=chat.partner_id, starts_at=chat.starts_at, without=leaving)
    elif not fill_again(chat, partner=None, starts_at=chat.starts_at, without=leaving):
        call_off(chat, by=by)
    elif leaving != by.pk:
        told(Person.objects.get(pk=leaving), "practice_cancelled", chat, reason=f"practice.left.{chat.moved}", link="/practice/")
    ring(chat.topic)


# half an hour now -----------------------------------------------------------------------------


@transaction.atomic
def invite_now(organisation: Organisation, *, by: Person) -> Opening:
    """Say that `by` has half an hour now. It stands open for a quarter of an hour; the first suited trainee to accept gets it.

    Asking again while it is open gives the same one back. Refuses somebody whom a chat holds, or for whom it would become too much.
    """
    demand(by, "practice.offer", organisation)
    demand_debriefed(by)
    demand_onboarded(by)
    queue_up(organisation.pk)
    standing = Opening.objects.now().filter(partner=by).first()
    if standing:
        return standing
    now = timezone.now()
    if hindrance := hindered(by, now, ZoneInfo(organisation.time_zone)):
        raise IllegalTransition(BUSY_NOW if hindrance == "busy" else PLAYED_ENOUGH, code=hindrance)
    opening = Opening.objects.create(partner=by, organisation=organisation, starts_at=now, closes_at=now + rules.NOW_OPEN)
    record("practice.invite_now", opening, by=by)
    for enrolment in Enrolment.objects.filter(organisation=organisation, state="learning").select_related("person", "organisation"):
        if opening in now_for(enrolment):
            told(enrolment.person, "practice_now", None, reason=f"practice.now:{opening.pk}", by_mail=False, link="/practice/")
    return opening


@transaction.atomic
def accept_now(opening: Opening, *, enrolment: Enrolment, scenario: Scenario, by: Person) -> PracticeChat:
    """Take a partner's half an hour: for practice, never about risk to life, and it begins at once.

    The first one gets it (`taken` for all others). Where no supervisor is there just now it waits for one, who is asked at once.
    """
    demand(by, "practice.book", enrolment)
    demand_debriefed(enrolment.person)
    fit_together(opening.partner, enrolment)
    queue_up(enrolment.organisation_id)
    if scenario.is_risk:
        raise Invalid(_("This one needs time before and after. Choose a time for it instead."), code="heavy")
    if opening not in now_for(enrolment):
        raise IllegalTransition(TAKEN, code="taken")
    now = timezone.now()
    known = roster(enrolment, begins=now)
    if not rules.suits(known.partner(opening.partner_id, now), language=enrolment.person.language, themes=themes_of(scenario)):
        raise Invalid(_("This theme is not on offer just now. Choose another one."), code="theme")
    if not take_opening(opening, Opening.objects.now()):
        raise IllegalTransition(TAKEN, code="taken")
    chat = make_chat(
        enrolment, partner_id=opening.partner_id, scenario=scenario, mode=Mode.FORMATIVE, starts_at=now + rules.NOW_BEGINS,
        opening=opening, matched="now", at_most=rules.NOW_MINUTES, by=by,
    )  # fmt: skip
    _find_reader(chat, known, length=timedelta(minutes=rules.NOW_MINUTES))
    return chat


# who did not come ------------------------------------------------------------------------------


@transaction.atomic
def report_absence(chat: PracticeChat, *, absent: str, by: Person) -> None:
    """Say who did not come, from ten minutes after the time. The seats are free again, and everybody hears it kindly.

    Nobody reports themselves away for another: the two who talk can only say that the other one is missing.
    """
    demand(by, "practice.report_absence", chat)
    if absent not in Absent.values:
        raise Invalid(_("Choose one of these."))
    if by.pk in _seats(chat, absent):
        raise Invalid(_("You are here. Say who is missing."), code="self")
    if timezone.now() < chat.starts_at + WAITED:
        raise IllegalTransition(_("Wait ten minutes first. Some need a moment to find the room."), code="early")
    missed(chat, absent, by=by)


def _seats(chat: PracticeChat, absent: str) -> set[int]:
    """Ids of those who were missing."""
    trainee, partner = {chat.trainee_id}, {chat.partner_id}
    return {Absent.TRAINEE.value: trainee, Absent.PARTNER.value: partner, Absent.BOTH.value: trainee | partner}.get(absent, set())


def missed(chat: PracticeChat, absent: str, *, by: Person | None) -> None:
    """Close a chat that did not take place, free everybody's time, and tell them. `absent` may be empty: nobody knows."""
    CHAT.move(chat, ChatState.NO_SHOW, by=by, fields={"absent": absent}, absent=absent)
    release(chat)
    away = _seats(chat, absent)
    for person in filter(None, (chat.trainee, chat.partner, chat.supervisor)):
        kind = "practice_missed" if person.pk in away else "practice_did_not_happen"
        if by is None or person.pk != by.pk:
            told(person, kind, chat, reason="practice.missed")
    if chat.trainee_id in away:
        _perhaps_a_talk(chat)
    recomputed(chat, "practice.miss")
    ring(chat.topic)


def _perhaps_a_talk(chat: PracticeChat) -> None:
    """Twice in four weeks: the coordinator is asked to call, because something may have come in the way."""
    since = timezone.now() - MISSED_TWICE_IN
    times = PracticeChat.objects.filter(
        enrolment=chat.enrolment_id, state=ChatState.NO_SHOW, absent__in=(Absent.TRAINEE, Absent.BOTH), starts_at__gte=since
    ).count()
    if times > 1:
        for coordinator in coordinators_of(chat.organisation_id):
            link = f"/enrolments/{chat.enrolment_id}/"
            told(coordinator, "practice_missed_twice", chat, reason="practice.missed_twice", link=link, alias=chat.trainee.alias)
