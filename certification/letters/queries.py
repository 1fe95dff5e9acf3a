"""How much somebody is credited, and what waits for a coordinator."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from certification.letters.models import HoursLetter
from certification.practice import rules
from certification.practice.models import Absent, PracticeChat
from certification.practice.states import ChatState
from lms.people.models import Organisation, Person, Role


@dataclass(frozen=True)
class Credit:
    """What a partner did in one organisation. `turns` are chats they played or came to; `first` and `last` their days."""

    minutes: int
    turns: int
    first: date
    last: date


def credit_of(person: Person, organisation: Organisation) -> Credit | None:
    """As the practice page counts it; None while there is nothing to credit. One query."""
    days, minutes = [], 0
    for chat in PracticeChat.objects.filter(partner=person, organisation=organisation).order_by("starts_at"):
        came = chat.state == ChatState.NO_SHOW and chat.absent == Absent.TRAINEE
        credited = rules.CAME if came else rules.credited_minutes(chat.began_at, chat.ended_at)
        if credited:
            minutes += credited
            days.append(timezone.localdate(chat.starts_at))
    return Credit(minutes, len(days), days[0], days[-1]) if days else None


def credits_of(person: Person) -> list[tuple[Organisation, Credit]]:
    """Every organisation this person played in, with what they are credited there."""
    places = Organisation.objects.filter(pk__in=PracticeChat.objects.filter(partner=person).values("organisation")).order_by("name")
    found = [(place, credit_of(person, place)) for place in places]
    return [(place, credit) for place, credit in found if credit]


def to_sign(person: Person) -> list[HoursLetter]:
    """Letters that wait for this coordinator, the longest first. Never their own."""
    waiting = HoursLetter.objects.waiting().filter(organisation_id__in=person.organisations_as(Role.COORDINATOR))
    return list(waiting.exclude(person=person).select_related("person").order_by("asked_at", "pk"))
