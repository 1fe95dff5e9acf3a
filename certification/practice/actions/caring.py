"""Check-ins, debriefs and talks: what people do for themselves around a chat, and who hears of it."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certification.practice import rules
from certification.practice.care import CARE_AFTER, owed_debriefs
from certification.practice.models import PracticeChat
from certification.practice.states import BOOKED, TALK, TalkState
from certification.practice.wellbeing import CheckIn, Debrief, Face, LettingGo, Talk
from lms.audit.actions import record
from lms.kernel.errors import IllegalTransition, Invalid
from lms.kernel.permissions import demand
from lms.notify.actions import tell
from lms.people.models import Organisation, Person, Role, RoleAssignment

FORGOTTEN_AFTER = timedelta(days=30)
REPEATED_AFTER = timedelta(hours=24)
FIRST_DEBRIEF = _("First a short debrief after your last heavy chat. It takes two minutes, and then you can go on.")


def check_in(chat: PracticeChat, *, face: int, by: Person) -> CheckIn:
    """How one is right now, before or after the chat. Choosing again replaces it. Nobody else ever sees it; no audit line either."""
    demand(by, "practice.check_in", chat)
    if face not in Face.values:
        raise Invalid()
    after = chat.state in CARE_AFTER
    if not after and chat.state not in BOOKED:
        raise IllegalTransition()
    row, _new = CheckIn.objects.update_or_create(chat=chat, person=by, after=after, defaults={"face": face, "at": timezone.now()})
    return row


@transaction.atomic
def debrief(chat: PracticeChat, *, letting_go: str, words: str, by: Person) -> Debrief:
    """Put a chat down. Once for each person; a second time changes the words. Refuses before the end."""
    demand(by, "practice.debrief", chat)
    if letting_go not in LettingGo.values:
        raise Invalid()
    if chat.state not in CARE_AFTER:
        raise IllegalTransition()
    kept = rules.plain_text(words)[: rules.LONGEST]
    row, new = Debrief.objects.update_or_create(chat=chat, person=by, defaults={"letting_go": letting_go, "words": kept})
    if new:
        record("practice.debrief", chat, by=by)
    return row


def demand_debriefed(person: Person) -> None:
    """Refuse the next booking as long as a chat on risk has no debrief."""
    if owed_debriefs(person).exists():
        raise IllegalTransition(FIRST_DEBRIEF, code="debrief")


def ask_talk(organisation: Organisation, *, chat: PracticeChat | None = None, how: str = "", by: Person) -> Talk:
    """Ask for a talk with a professional. Asking twice is asking once; the second time may say how to be reached.

    Supervisors of the place are told at once (coordinators where there is none), and it stands in their inbox until one has taken it.
    """
    demand(by, "practice.ask_talk", organisation)
    how = rules.plain_text(how)[:200]
    try:
        with transaction.atomic():
            talk = Talk.objects.create(person=by, organisation=organisation, chat=chat, how=how)
            record("talk.ask", talk, by=by)
            tell_who_hears(talk)
    except IntegrityError:
        talk = Talk.objects.open().get(person=by, organisation=organisation)
        if how:
            Talk.objects.filter(pk=talk.pk).update(how=how)
            talk.how = how
    return talk


def tell_who_hears(talk: Talk, again: str = "") -> None:
    """That somebody wants a talk; `again` tells a later time from the first one, because nobody is told the same thing twice."""
    for person in _who_hears(talk, Role.SUPERVISOR) or _who_hears(talk, Role.COORDINATOR):
        _tell(talk, person, "talk_wanted", again)


def _who_hears(talk: Talk, role: Role) -> list[Person]:
    held = RoleAssignment.objects.active().filter(role=role, organisation_id=talk.organisation_id)
    return list(Person.objects.filter(pk__in=held.values("person_id"), is_active=True).exclude(pk=talk.person_id).order_by("pk"))


def _tell(talk: Talk, person: Person, kind: str, again: str = "") -> None:
    tell(person, kind, reason=f"{kind}:{talk.pk}{again}", link=f"/practice/talks/{talk.pk}/", alias=talk.person.alias)


@transaction.atomic
def take_talk(talk: Talk, *, by: Person) -> None:
    """“I take it”: the person hears who will get in touch. Two at once: one takes it."""
    demand(by, "practice.take_talk", talk)
    TALK.move(talk, TalkState.TAKEN, by=by, fields={"taken_by": by, "taken_at": timezone.now()})
    tell(talk.person, "talk_taken", reason=f"talk_taken:{talk.pk}:{by.pk}", link="/practice/talk/", name=by.alias)


@transaction.atomic
def hand_back_talk(talk: Talk, *, by: Person) -> None:
    demand(by, "practice.hold_talk", talk)
    TALK.move(talk, TalkState.ASKED, by=by, fields={"taken_by": None, "taken_at": None})


@transaction.atomic
def hold_talk(talk: Talk, *, by: Person) -> None:
    """The talk has taken place. What was said in it is written nowhere."""
    demand(by, "practice.hold_talk", talk)
    TALK.move(talk, TalkState.HELD, by=by, fields={"closed_at": timezone.now()})


@transaction.atomic
def withdraw_talk(talk: Talk, *, by: Person) -> None:
    """Not needed any more; no reason asked."""
    demand(by, "practice.withdraw_talk", talk)
    TALK.move(talk, TalkState.WITHDRAWN, by=by, fields={"closed_at": timezone.now()})


def repeat_talks(*, now: datetime | None = None) -> int:
    """Tell the coordinators too about a talk that nobody has taken for a day; once. Returns how many."""
    now = now or timezone.now()
    late = Talk.objects.filter(state=TalkState.ASKED, repeated_at=None, asked_at__lt=now - REPEATED_AFTER).select_related("person")
    told = 0
    for talk in late:
        with transaction.atomic():
            if Talk.objects.filter(pk=talk.pk, state=TalkState.ASKED, repeated_at=None).update(repeated_at=now):
                told += 1
                for person in _who_hears(talk, Role.COORDINATOR) + _who_hears(talk, Role.SUPERVISOR):
                    _tell(talk, person, "talk_waits")
    return told


def forget_wellbeing(*, now: datetime | None = None) -> int:
    """Delete check-ins, the words of debriefs and ways to be reached when they are thirty days old; returns how many rows it touched."""
    before = (now or timezone.now()) - FORGOTTEN_AFTER
    gone = CheckIn.objects.filter(at__lt=before).delete()[0]
    gone += Debrief.objects.filter(done_at__lt=before).exclude(words="", letting_go="").update(words="", letting_go="")
    return gone + Talk.objects.filter(closed_at__lt=before).exclude(how="").update(how="")
