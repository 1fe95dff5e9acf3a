"""Questions about how people are and what they owe themselves before the next chat."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q

from certification.practice.models import PracticeChat
from certification.practice.states import AFTERWARDS, ChatState
from certification.practice.wellbeing import CheckIn, Debrief, Talk
from lms.kernel.permissions import predicate
from lms.people.models import Person, Role

CARE_AFTER = (*AFTERWARDS, ChatState.STOPPED, ChatState.VOID)


def owed_debriefs(person: Person) -> Any:
    """The chats on risk this person took part in and has not debriefed yet, oldest first. Deleted chats owe nothing."""
    done = Debrief.objects.filter(chat=OuterRef("pk"), person=person)
    mine = PracticeChat.objects.filter(Q(enrolment__person=person) | Q(partner=person), state__in=CARE_AFTER)
    return mine.exclude(began_at=None).filter(scenario__tags__icontains='"risk"').filter(~Exists(done)).order_by("ended_at", "pk")


def owes_debrief(chat: PracticeChat, person: Person) -> bool:
    """Whether this chat asks this person for a debrief that is not there yet."""
    if chat.began_at is None or chat.state not in CARE_AFTER or "risk" not in chat.scenario.tags:
        return False
    return person.pk in (chat.trainee_id, chat.partner_id) and not Debrief.objects.filter(chat=chat, person=person).exists()


def face_of(chat: PracticeChat, person: Person, *, after: bool) -> int | None:
    """The face one chose oneself."""
    return CheckIn.objects.visible_to(person).filter(chat=chat, after=after).values_list("face", flat=True).first()  # type: ignore[return-value]


def open_talk(person: Person) -> Talk | None:
    """The talk one has asked for and not had yet."""
    return Talk.objects.open().filter(person=person).select_related("taken_by").order_by("-asked_at").first()


def talks_for(person: Person) -> Any:
    """What waits for this professional: talks nobody has taken, and those they took themselves; longest first."""
    places = person.organisations_as(Role.SUPERVISOR, Role.COORDINATOR)
    waiting = Talk.objects.open().filter(organisation_id__in=places).filter(Q(taken_by=None) | Q(taken_by=person))
    return waiting.exclude(person=person).select_related("person", "chat__scenario").order_by("asked_at", "pk")


@dataclass(frozen=True)
class Care:
    """What the practice page says to one person about themselves."""

    debrief: PracticeChat | None
    talk: Talk | None


def care_for(person: Person) -> Care:
    return Care(owed_debriefs(person).select_related("scenario").first(), open_talk(person))


@predicate
def asked_for_it(person: Any, talk: Talk) -> bool:
    return person.pk == talk.person_id


@predicate
def has_taken_it(person: Any, talk: Talk) -> bool:
    return person.pk == talk.taken_by_id


@predicate
def is_in_need_of_it(person: Any, chat: PracticeChat) -> bool:
    """The two who talked and played: whoever took part is asked, whatever role they hold today."""
    return person.pk in (chat.trainee_id, chat.partner_id)
