"""Filling the seats of a chat: who plays, who reads along, whose time it takes. Called by the verbs, inside their transaction."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certification.practice.models import Opening, PracticeChat, Scenario
from certification.practice.notices import supervisors_who_may_take, told
from certification.practice.states import CHAT, ChatState
from certification.practice.times import rules
from certification.practice.times.claims import claim, release
from certification.practice.times.queries import Roster, roster, themes_of_all
from certification.programmes import engine
from certification.programmes.models import Enrolment
from lms.audit.actions import record
from lms.kernel.errors import IllegalTransition, Invalid
from lms.people.models import Organisation, Person
from lms.people.predicates import are_related


def queue_up(organisation_id: int) -> None:
    """Let bookings of one organisation queue up, so that the last one in sees what the first one wrote. No row lock is relied on."""
    Organisation.objects.filter(pk=organisation_id).update(slug=F("slug"))


def recomputed(chat: PracticeChat, cause: str) -> None:
    """A requirement may say something else now."""
    engine.recompute(Enrolment.objects.select_related("version", "person").get(pk=chat.enrolment_id), cause=cause)


def fit_together(partner: Person, enrolment: Enrolment) -> None:
    """Refuses a partner who is the trainee, or close to the trainee."""
    if partner.pk == enrolment.person_id:
        raise Invalid(_("You cannot practise with yourself. Choose another time."), code="self")
    if are_related(partner, enrolment.person):
        raise Invalid(_("You two know each other too well for this. Choose another time."), code="related")


def take_opening(opening: Opening, still: QuerySet[Opening]) -> bool:
    """Claim a partner's time, if it is among those that still can be had; False when somebody was faster.

    The claim names the row's own fields only: PostgreSQL looks at those again when it has waited for somebody else's claim.
    """
    untaken = Opening.objects.filter(pk=opening.pk, taken_at=None, withdrawn_at=None)
    return bool(still.filter(pk=opening.pk).exists() and untaken.update(taken_at=timezone.now()))


def make_chat(
    enrolment: Enrolment,
    *,
    partner_id: int,
    scenario: Scenario,
    mode: str,
    starts_at: datetime,
    by: Person,
    opening: Opening | None = None,
    matched: str = "",
    at_most: int | None = None,
) -> PracticeChat:
    """The chat on a scenario frozen as it is now, with the claims on the time of both. `at_most` minutes when time is short."""
    version = scenario.freeze()
    chat = PracticeChat.objects.create(
        organisation_id=enrolment.organisation_id, enrolment=enrolment, partner_id=partner_id, scenario=version, opening=opening,
        mode=mode, language=enrolment.person.language, starts_at=starts_at, matched=matched,
        minutes=min(version.minutes, at_most) if at_most else version.minutes,
    )  # fmt: skip
    claim(chat, [enrolment.person_id, partner_id])
    fields = {"opening": opening.pk if opening else None, "partner": partner_id, "scenario": version.pk, "mode": mode}
    record("practice.book", chat, by=by, fields=fields)
    recomputed(chat, "practice.book")
    return chat


def seat_supervisor(chat: PracticeChat, supervisor: Person, *, moved: bool = False) -> None:
    """Somebody who has said that they can reads along; everybody knows that it will happen."""
    CHAT.move(chat, ChatState.SCHEDULED, by=None, fields={"supervisor": supervisor}, supervisor=supervisor.pk)
    claim(chat, [supervisor.pk])
    told(supervisor, "practice_reading", chat, reason=f"practice.reading.{chat.moved}")
    if not moved:
        for person in (chat.trainee, chat.partner):
            told(person, "practice_confirmed", chat, reason=f"practice.confirmed.{chat.moved}", supervisor=supervisor.alias)


def ask_supervisors(chat: PracticeChat, *, without: int | None = None) -> None:
    """Everybody who may read along hears that a chat waits for one of them."""
    for supervisor in supervisors_who_may_take(chat):
        if supervisor.pk != without:
            told(supervisor, "practice_requested", chat, reason=f"practice.requested.{chat.moved}")


def choose(known: Roster, at: datetime, *, themes: set[str], without: int | None = None) -> tuple[rules.Partner | None, str]:
    """Who plays then, and why; where supervisors keep hours only those beside whom one of them can read along."""
    free = [one for one in known.partners_at(at) if one.id != without]
    if known.hours.supervised:
        free = [one for one in free if known.supervisors_at(at, besides=one.id)]
    return rules.chosen(free, language=known.enrolment.person.language, themes=themes)


def fill_again(chat: PracticeChat, *, partner: int | None, starts_at: datetime, without: int | None = None) -> bool:
    """Give a chat that stands (requested or booked) its people anew, at this time; False, and nothing done, when nobody can play.

    `partner` stays if given and free. Who reads along stays if they can. `without` is not asked again. Everybody concerned is told.
    """
    known = roster(chat.enrolment, begins=starts_at, instead_of=chat.pk)
    themes = themes_of_all({chat.scenario.key: chat.scenario.tags})[chat.scenario.key]
    free = {one.id: one for one in known.partners_at(starts_at) if rules.suits(one, language=chat.language, themes=themes)}
    same_time = starts_at == chat.starts_at
    if partner is not None and (same_time or partner in free):
        playing, why = partner, chat.matched
    else:
        best, why = choose(known, starts_at, themes=themes, without=without)
        if best is None:
            return False
        playing = best.id
    can_read = [pk for pk in known.supervisors_at(starts_at, besides=playing) if pk != without]
    _resettle(chat, starts_at, playing, why, can_read, without)
    return True


def _resettle(chat: PracticeChat, starts_at: datetime, playing: int, why: str, can_read: list[int], without: int | None) -> None:
    """Write time and people in one claim on the row, then the claims on their time, then tell them."""
    before = {"partner": chat.partner, "supervisor": chat.supervisor, "starts_at": chat.starts_at, "state": chat.state}
    moved = starts_at != chat.starts_at
    now = timezone.now()
    changes = {
        "starts_at": starts_at,
        "partner_id": playing,
        "matched": why,
        "moved": chat.moved + 1,
        "moved_at": now if moved else chat.moved_at,
    }
    if not PracticeChat.objects.filter(pk=chat.pk, state=chat.state, starts_at=chat.starts_at).update(**changes):
        raise IllegalTransition(code="stale")
    chat.refresh_from_db()
    stays = chat.supervisor_id if chat.supervisor_id and (not moved or chat.supervisor_id in can_read) else None
    if chat.state == ChatState.SCHEDULED and stays is None:
        CHAT.move(chat, ChatState.REQUESTED, by=None, fields={"supervisor": None})
    release(chat)
    claim(chat, {chat.trainee_id, playing} | ({stays} if stays else set()))
    _tell_changes(chat, before, moved)
    if chat.state == ChatState.REQUESTED:
        if can_read:
            seat_supervisor(chat, Person.objects.get(pk=can_read[0]), moved=moved)
        else:
            ask_supervisors(chat, without=without)


def _tell_changes(chat: PracticeChat, before: Mapping[str, object], moved: bool) -> None:
    """The one who leaves hears that it is off, the one who comes that it is on, and those who stay that the time is another."""
    left = [one for one in (before["partner"], before["supervisor"]) if isinstance(one, Person)]
    staying = {chat.trainee_id, chat.partner_id, chat.supervisor_id}
    for person in left:
        if person.pk not in staying and moved:
            told(person, "practice_cancelled", chat, reason=f"practice.left.{chat.moved}", starts_at=before["starts_at"], link="/practice/")
    if chat.partner not in left:
        told(chat.partner, "practice_booked", chat, reason=f"practice.booked.{chat.moved}")
    if moved:
        for person in filter(None, (chat.trainee, chat.partner, chat.supervisor)):
            if person == chat.trainee or person in left:
                told(person, "practice_moved", chat, reason=f"practice.moved.{chat.moved}")
