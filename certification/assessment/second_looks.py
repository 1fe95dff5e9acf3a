"""Somebody else looks too: who is asked, when, and what becomes of two ratings of one chat."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from certification.assessment import decision, doubling, queries, rules
from certification.assessment.models import RATERS, Assessment, SecondLook
from certification.assessment.moderators import moderators_of
from certification.assessment.states import SECOND_LOOK, SecondLookState
from certification.assessment.trials import NotCalibrated, standing_of
from certification.practice.models import Mode, PracticeChat
from certification.practice.states import CHAT, ChatState
from certification.programmes.engine import recompute
from lms.audit.actions import record
from lms.kernel.errors import DomainError, IllegalTransition, Invalid
from lms.kernel.permissions import demand, may
from lms.notify.actions import tell
from lms.people.models import Person, RoleAssignment


def draw_for(chat: PracticeChat) -> float:
    """The chat's number between 0 and 1: the same at every look, and unknown to whoever does not hold the server's key."""
    digest = salted_hmac("certification.assessment.second_look", str(chat.pk), algorithm="sha256").digest()
    return int.from_bytes(digest[:6]) / 2**48


def eligible_raters(chat: PracticeChat) -> list[Person]:
    """Everybody who may rate this chat."""
    held = RoleAssignment.objects.active().filter(organisation_id=chat.organisation_id, role__in=RATERS, person__is_active=True)
    people = {assignment.person for assignment in held.select_related("person")}
    return sorted((person for person in people if may(person, "assessment.rate", chat)), key=lambda person: person.pk)


def tell_raters(chat: PracticeChat, *, second: bool = False, besides: Iterable[int] = ()) -> None:
    """Tell the supervisor who was there, or everybody who may rate; never those who have rated already.

    The words are the same for a second look, so that it is as blind as the first.
    """
    able = [person for person in eligible_raters(chat) if person.pk not in set(besides)]
    watching = [person for person in able if person.pk == chat.supervisor_id]
    reason = f"assessment.{'second' if second else 'waits'}:{chat.pk}"
    for person in watching or able:
        tell(
            person, "assessment_waits", reason=reason, link=f"/practice/{chat.pk}/rating/",
            trainee=chat.trainee.alias, scenario=chat.scenario.text(person.language)["title"],
            due=rules.due_at(chat.ended_at or timezone.now()).date().isoformat(),
        )  # fmt: skip


@transaction.atomic
def ask_second_rating(chat: PracticeChat, *, by: Person) -> None:
    """Ask another rater to look at an assessed chat, blind, before feedback is given."""
    demand(by, "assessment.release", chat)
    if chat.mode != Mode.ASSESSED:
        raise DomainError(_("A chat for practice needs one assessment."), code="formative")
    if queries.look_at(chat) is not None:
        raise IllegalTransition()
    if not _others(chat):
        raise DomainError(_("There is nobody else here who can assess this chat."), code="nobody")
    _ask(chat, (doubling.ASKED,), by=by)


def _others(chat: PracticeChat) -> list[Person]:
    rated = set(Assessment.objects.locked().filter(chat=chat).values_list("rater", flat=True))
    return [person for person in eligible_raters(chat) if person.pk not in rated]


def _ask(chat: PracticeChat, reasons: tuple[str, ...], *, by: Person) -> None:
    rated = list(Assessment.objects.locked().filter(chat=chat).values_list("rater", flat=True))
    look = SecondLook.objects.create(chat=chat, reasons=list(reasons), asked_by=by if reasons == (doubling.ASKED,) else None)
    record("second_look.ask", look, by=by, fields={"chat": chat.pk, "reasons": list(reasons)})
    CHAT.move(chat, ChatState.AWAITING_RATING, by=by)
    recompute(chat.enrolment, cause="assessment.second")
    tell_raters(chat, second=True, besides=rated)


def after_submission(assessment: Assessment, outcome: rules.Outcome, *, by: Person) -> None:
    """Decide whether a second look is needed after the first, and what becomes of the two after the second.

    Called in the transaction of the submission, with the chat rated. Chats for practice and programmes that ask for no assessed
    chats have one look. Where nobody else may rate, that is written down and the first look is all there is.
    """
    chat = assessment.its_chat
    look = queries.look_at(chat)
    if look is not None:
        if look.state == SecondLookState.WAITING:
            _compare(look, chat, by=by)
        return
    terms = queries.terms_of(chat.enrolment)
    if chat.mode != Mode.ASSESSED or terms is None:
        return
    reasons = _reasons(assessment, outcome, terms)
    if reasons and _others(chat):
        _ask(chat, reasons, by=by)
    elif reasons:
        record("second_look.nobody", chat, by=by, fields={"reasons": list(reasons)})


def _reasons(assessment: Assessment, outcome: rules.Outcome, terms: decision.Terms) -> tuple[str, ...]:
    chat = assessment.its_chat
    before = Assessment.objects.locked().filter(rater=assessment.rater_id, chat__mode=Mode.ASSESSED).exclude(pk=assessment.pk)
    stands = decision.decide([one.sight for one in queries.released(chat.enrolment) if one.mode == Mode.ASSESSED], terms)
    return doubling.reasons(
        outcome, assessment.judgement or 0, draw=draw_for(chat), double=terms.double, earlier=before.count(), first=terms.first,
        ready=terms.ready, borderline=stands.verdict in (decision.BORDERLINE, decision.NOT_YET),
    )  # fmt: skip


def _compare(look: SecondLook, chat: PracticeChat, *, by: Person) -> None:
    """Two ratings are in: they agree, or a moderator is asked."""
    both = list(Assessment.objects.locked().filter(chat=chat).select_related("rubric", "rater").prefetch_related("ratings").order_by("pk"))
    if len(both) < 2:  # the first was taken back meanwhile: this one is the first now
        if _others(chat):
            CHAT.move(chat, ChatState.AWAITING_RATING, by=by)
            tell_raters(chat, second=True, besides=[rating.rater_id for rating in both])
        return
    one, other = ({row.criterion: row.level for row in rating.ratings.all()} for rating in both[:2])
    ticked = (both[0].outcome.get("critical", ()), both[1].outcome.get("critical", ()))
    found = doubling.disputes(one, other, ticked, rules.rubric_from(both[0].rubric.structure))
    if not found:
        SECOND_LOOK.move(look, SecondLookState.AGREED, by=by, fields={"disputes": {}}, chat=chat.pk)
        _tell_raters_of(chat, both, besides=by)
        return
    kept = {"levels": {key: list(pair) for key, pair in found.levels.items()}, "critical": list(found.critical)}
    SECOND_LOOK.move(look, SecondLookState.DISPUTED, by=by, fields={"disputes": kept}, chat=chat.pk)
    for person in moderators_of([chat])[chat.pk]:
        tell(
            person, "assessment_moderation", reason=f"assessment.disputed:{look.pk}:{look.asked_at.isoformat()}",
            link=f"/practice/{chat.pk}/moderation/",
            trainee=chat.trainee.alias, scenario=chat.scenario.text(person.language)["title"],
        )  # fmt: skip


def _tell_raters_of(chat: PracticeChat, ratings: Iterable[Assessment], *, besides: Person) -> None:
    """Both looks are there: the one who still waits hears that the feedback can be given."""
    for rating in ratings:
        if rating.rater != besides:
            tell(
                rating.rater, "assessment_settled", reason=f"assessment.settled:{chat.pk}", link=f"/practice/{chat.pk}/rating/",
                trainee=chat.trainee.alias, scenario=chat.scenario.text(rating.rater.language)["title"],
            )  # fmt: skip


@transaction.atomic
def settle(look: SecondLook, *, levels: Mapping[str, int], critical: Collection[str], words: str, by: Person) -> None:
    """Decide what stands where two ratings differ. Both ratings stay as they are.

    `levels` names one for every disputed criterion, between what the two saw; `critical` are those of the disputed behaviours that
    did happen; `words` say why. Refuses anything else, and whoever may not moderate this chat or is not calibrated.
    """
    demand(by, "assessment.moderate", look)
    if not standing_of(by).may_finish:
        raise NotCalibrated()
    asked: Mapping[str, list[int]] = look.disputes.get("levels", {})
    if set(levels) != set(asked) or not all(min(asked[key]) <= level <= max(asked[key]) for key, level in levels.items()):
        raise Invalid(_("Choose a level for each of them, between what the two saw."))
    if not set(critical) <= set(look.disputes.get("critical", ())):
        raise Invalid()
    if not words.strip():
        raise Invalid(_("Write why. Both assessors learn from it."))
    fields = {
        "levels": dict(levels), "critical": sorted(critical), "words": words.strip(), "settled_by": by, "settled_at": timezone.now(),
    }  # fmt: skip
    SECOND_LOOK.move(look, SecondLookState.SETTLED, by=by, fields=fields, chat=look.chat_id)
    both = Assessment.objects.locked().filter(chat=look.chat).select_related("rater")
    _tell_raters_of(look.chat, both, besides=by)


def reopen(chat: PracticeChat, *, by: Person) -> bool:
    """One of two ratings was taken back before the feedback was out: the second look waits again. False when none was asked for."""
    look = queries.look_at(chat)
    if look is None or look.state == SecondLookState.WAITING:
        return False
    fields: dict[str, Any] = {"disputes": {}, "levels": {}, "critical": [], "words": "", "settled_by": None, "settled_at": None}
    SECOND_LOOK.move(look, SecondLookState.WAITING, by=by, fields=fields, chat=chat.pk)
    return True
