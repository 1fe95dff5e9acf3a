"""The trainee asks somebody else to look at a rating. A moderator who did not rate it reads everything and says what stands."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certification.assessment.actions import annul_for
from certification.assessment.models import Assessment, Recheck
from certification.assessment.moderators import moderators_of
from certification.assessment.states import RECHECK, AssessmentState, RecheckState
from certification.assessment.trials import NotCalibrated, standing_of
from certification.practice.models import Mode, PracticeChat
from lms.audit.actions import record
from lms.kernel.errors import DomainError, IllegalTransition, Invalid
from lms.kernel.permissions import demand
from lms.notify.actions import tell
from lms.people.models import Person

LONGEST = 1000


@transaction.atomic
def ask_recheck(chat: PracticeChat, *, words: str = "", by: Person) -> Recheck:
    """Ask, once for each chat, with or without words. Refuses a chat for practice (nothing hangs on it), one whose transcript is gone
    (nobody could look), and where nobody is there who did not rate it."""
    demand(by, "assessment.ask_recheck", chat)
    if chat.mode != Mode.ASSESSED:
        raise DomainError(_("A chat for practice decides nothing. Ask about the feedback instead."), code="formative")
    if not chat.messages.exists():
        raise DomainError(_("The transcript is deleted, so nobody can look again."), code="gone")
    if Recheck.objects.filter(chat=chat).exists():
        raise IllegalTransition(_("You have asked already. You hear from us."), code="asked")
    if len(words) > LONGEST:
        raise Invalid(_("That is too long. Make it shorter, and nothing is lost."))
    people = moderators_of([chat])[chat.pk]
    if not people:
        raise DomainError(_("There is nobody else here who could look. Talk with your coordinator."), code="nobody")
    recheck = Recheck.objects.create(chat=chat, words=words.replace("\x00", "").strip())
    record("recheck.ask", recheck, by=by, fields={"chat": chat.pk})
    for person in people:
        _tell(recheck, person, "recheck_asked", "asked")
    return recheck


@transaction.atomic
def decide_recheck(recheck: Recheck, *, keep: bool, words: str, by: Person) -> None:
    """Say what stands. `keep=False` takes every rating of the chat back: it counts no more, and nobody holds it against the trainee.

    `words` are for the trainee and the raters. Refuses whoever may not moderate this chat, or is not calibrated.
    """
    demand(by, "assessment.decide_recheck", recheck)
    if not standing_of(by).may_finish:
        raise NotCalibrated()
    if not words.strip():
        raise Invalid(_("Write why, in a few sentences. The trainee reads it."))
    to = RecheckState.KEPT if keep else RecheckState.TAKEN_BACK
    RECHECK.move(recheck, to, by=by, fields={"answer": words.strip(), "decided_by": by, "decided_at": timezone.now()}, chat=recheck.chat_id)
    finals = list(Assessment.objects.filter(chat=recheck.chat, state=AssessmentState.FINAL).select_related("rater"))
    if not keep:
        for rating in finals:
            annul_for(rating, reason=words.strip(), by=by)
    for person in {recheck.chat.trainee, *(rating.rater for rating in finals)}:
        _tell(recheck, person, "recheck_decided", "decided")


def _tell(recheck: Recheck, person: Person, kind: str, moment: str) -> None:
    chat = recheck.chat
    more: dict[str, Any] = {"trainee": chat.trainee.alias, "scenario": chat.scenario.text(person.language)["title"]}
    tell(person, kind, reason=f"recheck.{moment}:{recheck.pk}", link=f"/practice/{chat.pk}/feedback/#recheck", **more)
