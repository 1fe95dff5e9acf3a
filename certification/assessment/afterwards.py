"""What a practice chat still wants of the two who were in it: their own view, and that they read their feedback."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from certification.assessment.models import PartnerForm, SelfRating
from certification.practice.models import PracticeChat
from certification.practice.states import ChatState
from lms.people.models import Person

SAY_STILL = (ChatState.ENDED, ChatState.AWAITING_RATING)  # one's own view is wanted, and may be late
LONG_AGO = timedelta(days=30)  # who has not said it by then is not asked again


@dataclass(frozen=True)
class Wait:
    """One card: which chat, what it wants, and the button that does it."""

    title: str
    what: str
    action: str
    url: str


def may_wait(walked: Iterable[PracticeChat], played: Iterable[PracticeChat]) -> bool:
    """Whether `waits_of` can find anything, by all the chats of somebody on either side."""
    return any(chat.state in (*SAY_STILL, ChatState.RELEASED) for chat in walked) or any(chat.state in SAY_STILL for chat in played)


def waits_of(person: Person) -> list[Wait]:
    """The oldest first. One query however many chats there are."""
    said = Exists(SelfRating.objects.filter(chat=OuterRef("pk")))
    played = Exists(PartnerForm.objects.filter(chat=OuterRef("pk")))
    recent = Q(state__in=SAY_STILL, ended_at__gte=timezone.now() - LONG_AGO)
    mine = Q(enrolment__person=person)
    wanted = (recent & mine & ~said) | (recent & Q(partner=person) & ~played) | (mine & Q(state=ChatState.RELEASED))
    chats = PracticeChat.objects.filter(wanted).select_related("scenario", "enrolment").order_by("ended_at", "pk")
    return [_wait(chat, person) for chat in chats]


def _wait(chat: PracticeChat, person: Person) -> Wait:
    title = _("“%(title)s”") % {"title": chat.scenario.text()["title"]}
    if chat.enrolment.person_id != person.pk:
        persona = chat.scenario.persona_name
        what = _("Say how it was to be %(persona)s. Five questions, two minutes.") % {"persona": persona}
        return Wait(title, what, _("Say how it was"), reverse("partner_form", args=[chat.pk]))
    if chat.state == ChatState.RELEASED:
        return Wait(title, _("Your feedback is here."), _("Read the feedback"), reverse("feedback", args=[chat.pk]))
    return Wait(
        title, _("Say how it went, before anybody else does. Three minutes."), _("Say how it went"), reverse("self_rating", args=[chat.pk])
    )
