"""A second look for which nobody is left: raters leave, lapse or are taken out after it was asked for. A certifier calls it off."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from certification.assessment.models import Assessment, SecondLook
from certification.assessment.second_looks import eligible_raters
from certification.assessment.states import SECOND_LOOK, SecondLookState
from certification.assessment.trials import standing_of
from certification.practice.models import PracticeChat
from certification.practice.states import CHAT, ChatState
from certification.programmes.engine import recompute
from lms.kernel.errors import DomainError, Invalid
from lms.kernel.permissions import demand
from lms.notify.actions import tell
from lms.people.models import Person

LONGEST = 1000


def who_could_look(chat: PracticeChat) -> list[Person]:
    """Everybody who may rate this chat, has not, and may finish an assessed one today."""
    rated = set(Assessment.objects.locked().filter(chat=chat).values_list("rater", flat=True))
    return [person for person in eligible_raters(chat) if person.pk not in rated and standing_of(person).may_finish]


def is_stuck(look: SecondLook | None, chat: PracticeChat) -> bool:
    """Whether the look waits, one rating is in, and nobody can give another."""
    if look is None or look.state != SecondLookState.WAITING or chat.state != ChatState.AWAITING_RATING:
        return False
    return Assessment.objects.locked().filter(chat=chat).exists() and not who_could_look(chat)


@transaction.atomic
def call_off(look: SecondLook, *, words: str, by: Person) -> None:
    """Let the first rating stand alone. `words` say why and stay with the chat; the first rater may give the feedback then.

    Refuses as long as somebody could look, is looking at it, or no rating is in: a second look is called off for want of people only.
    """
    chat = look.chat
    demand(by, "assessment.call_off", chat)
    if not words.strip():
        raise Invalid(_("Write why. It stays with the chat."))
    if len(words) > LONGEST:
        raise Invalid(_("That is too long. Make it shorter, and nothing is lost."))
    if Assessment.objects.drafts().filter(chat=chat).exists():
        raise DomainError(_("Somebody is at it. Free it for others first."), code="claimed")
    if not is_stuck(look, chat):
        raise DomainError(_("Somebody here can still take the second look."), code="somebody")
    SECOND_LOOK.move(look, SecondLookState.CALLED_OFF, by=by, fields={"words": words.replace("\x00", "").strip()}, chat=chat.pk)
    CHAT.move(chat, ChatState.RATED, by=by)
    recompute(chat.enrolment, cause="assessment.call_off")
    for rating in Assessment.objects.locked().filter(chat=chat).select_related("rater").exclude(rater=by):
        tell(
            rating.rater, "assessment_settled", reason=f"assessment.called_off:{look.pk}", link=f"/practice/{chat.pk}/rating/",
            trainee=chat.trainee.alias, scenario=chat.scenario.text(rating.rater.language)["title"],
        )  # fmt: skip
