"""The two kinds of requirement that practice chats meet. A chat counts when its feedback is out and nobody annulled it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certification.assessment import decision
from certification.assessment.calibration import LASTS
from certification.assessment.decision_words import rest_is_over, sentence
from certification.assessment.models import SelfRating
from certification.assessment.queries import Released, released_of
from certification.assessment.trials import standing_of
from certification.practice.kinds import chats_of
from certification.practice.models import Mode, PracticeChat
from certification.practice.states import ChatState
from certification.programmes.desk import on_desk
from certification.programmes.kinds import Finding, Kind, Requirement
from certification.programmes.models import Enrolment
from certification.programmes.rules import RENEWAL
from certification.programmes.states import FulfilmentState
from lms.people.models import Role

BEFORE = (ChatState.REQUESTED, ChatState.SCHEDULED, ChatState.LOBBY, ChatState.LIVE, ChatState.PAUSED)
JUDGING = (ChatState.AWAITING_RATING, ChatState.RATED)


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _feedback_out(ways: Sequence[Enrolment]) -> dict[int, list[Released]]:
    ended = {pk for pk, chats in on_desk(chats_of, ways[0]).walked.items() if any(chat.ended_at for chat in chats)}
    return released_of([way for way in ways if way.pk in ended], quoted=False)


def _on_its_way(enrolment: Enrolment, mode: Mode) -> PracticeChat | None:
    """The newest chat whose feedback is not out."""
    chats = on_desk(chats_of, enrolment).walked.get(enrolment.pk, [])
    return next((chat for chat in reversed(chats) if chat.mode == mode and chat.state in (*BEFORE, ChatState.ENDED, *JUDGING)), None)


def _rated_themselves(ways: Sequence[Enrolment]) -> set[int]:
    """The chats that have just ended and of which the trainee has said how it went."""
    own = SelfRating.objects.filter(chat__enrolment__in=[way.pk for way in ways], chat__state=ChatState.ENDED)
    return set(own.values_list("chat", flat=True))


class Practice(Kind):
    """What both kinds share: while a chat is on its way the requirement says where it is and who waits for whom."""

    mode: Mode

    def counted(self, enrolment: Enrolment) -> list[Released]:
        return [chat for chat in on_desk(_feedback_out, enrolment).get(enrolment.pk, []) if chat.mode == self.mode]

    def under_way(self, requirement: Requirement, enrolment: Enrolment, evidence: dict[str, Any], progress: str) -> Finding:
        """The finding while more is needed: the newest chat on its way decides, else it is time to book."""
        chat = _on_its_way(enrolment, self.mode)
        if chat is None:
            return Finding(
                FulfilmentState.OPEN, evidence=evidence, note=progress, url=reverse("practice"), action=_("Find a time to practise")
            )
        seen = {**evidence, "under_way": chat.pk}
        if chat.state in JUDGING:
            note = _("Feedback comes within five days")
            return Finding(
                FulfilmentState.WAITING, at=chat.ended_at, evidence=seen, waiting_for=Role.SUPERVISOR, note=note, url=_after(chat)
            )
        if chat.state == ChatState.ENDED:
            return self._views(chat, seen, enrolment)
        url = reverse("practice_room", args=[chat.pk])
        return Finding(FulfilmentState.IN_PROGRESS, evidence=seen, note=_("Booked"), url=url, action=_("To the practice room"))

    def _views(self, chat: PracticeChat, seen: dict[str, Any], enrolment: Enrolment) -> Finding:
        """Just ended: first the trainee says how it went, then the partner."""
        if chat.pk in on_desk(_rated_themselves, enrolment):
            return Finding(FulfilmentState.WAITING, at=chat.ended_at, evidence=seen, waiting_for=Role.PARTNER, url=_after(chat))
        url = reverse("self_rating", args=[chat.pk])
        return Finding(FulfilmentState.IN_PROGRESS, evidence=seen, note=_("Three minutes left to do"), url=url, action=_("Say how it went"))

    def wrong(self, params: Mapping[str, Any]) -> str:
        return "" if _is_count(params.get("count")) else "count"


def _after(chat: PracticeChat) -> str:
    return reverse("practice_after", args=[chat.pk])


def _evidence(chats: list[Released]) -> dict[str, Any]:
    return {
        "chats": [one.chat.pk for one in chats],
        "assessments": [rating.assessment for one in chats for rating in one.ratings],
        "rubric": sorted({f"{one.rubric.slug} v{one.rubric.number}" for one in chats}),
    }


class PracticeFormative(Practice):
    """Chats for practice with feedback given: {count}. What the feedback says does not matter, having had it does."""

    name = "practice_formative"
    label = gettext_lazy("Practice chats")
    why = gettext_lazy("Another young person plays the one who writes, and somebody reads along. Here you may try, stop and ask.")
    mode = Mode.FORMATIVE

    def find(self, requirement: Requirement, enrolment: Enrolment) -> Finding:
        asked, chats = requirement.params["count"], self.counted(enrolment)
        evidence = _evidence(chats) if chats else {}
        if len(chats) >= asked:
            last = chats[asked - 1]
            return Finding(FulfilmentState.MET, at=last.released_at, by=last.ratings[0].rater, evidence=evidence)
        progress = _("%(done)s of %(all)s with feedback") % {"done": len(chats), "all": asked} if chats else ""
        return self.under_way(requirement, enrolment, evidence, progress)


class PracticeAssessed(Practice):
    """Assessed chats until it is clear: {count, most, window, solid, calm, scenarios, raters, tags, ready, rest_days}.

    Met when the decision rule says clear (decision.py); `count` alone is enough, the rest follows from it in proportion. Nothing is
    averaged. Met means that the evidence is there: a person decides at the sign-off.
    """

    name = "practice_assessed"
    label = gettext_lazy("Assessed practice chats")
    why = gettext_lazy("Two people see how you meet somebody. You hear what you did well, and what comes next.")
    mode = Mode.ASSESSED

    def find(self, requirement: Requirement, enrolment: Enrolment) -> Finding:
        terms, chats = decision.terms_from(requirement.params), self.counted(enrolment)
        if requirement.phase == RENEWAL and enrolment.renewal_from:  # what carried the first certificate does not carry the next one
            chats = [one for one in chats if one.released_at >= enrolment.renewal_from]
        found = decision.decide([one.sight for one in chats], terms)
        evidence = {**_evidence(chats), **_decided(found, chats)} if chats else {}
        said = sentence(found, terms, chats[-1].rubric.words()["criteria"] if chats else {})
        if found.verdict == decision.CLEAR:
            return Finding(FulfilmentState.MET, at=chats[-1].released_at, by=chats[-1].ratings[0].rater, evidence=evidence, note=said)
        finding = self.under_way(requirement, enrolment, evidence, said)
        if found.verdict == decision.NOT_YET and finding.state == FulfilmentState.OPEN:
            rested = rest_is_over(found, timezone.localdate())
            url, action = (finding.url, finding.action) if rested else ("", "")
            return replace(finding, state=FulfilmentState.NOT_YET, url=url, action=action)
        return finding

    def wrong(self, params: Mapping[str, Any]) -> str:
        return super().wrong(params) or decision.wrong_in(params)


def _decided(found: decision.Decision, chats: list[Released]) -> dict[str, Any]:
    """The verdict and what it rests on, in codes and numbers."""
    return {
        "verdict": found.verdict,
        "concerns": [[one.code, one.what, one.n] for one in found.concerns],
        "lacks": [[one.code, one.what, one.n] for one in found.lacks],
        "raters": sorted({rater for one in chats for rater in one.raters}),
        "tags": sorted({tag for one in chats if one.passed for tag in one.tags}),
        "tried": len(chats),
    }


class Calibrated(Kind):
    """Sees in the calibration library what the reference sees: {}. It ends when the calibration does; then it is done again."""

    name = "calibrated"
    label = gettext_lazy("Calibrated as a rater")
    why = gettext_lazy("Whoever rates others should see what others see. That is why you first rate chats that have been rated already.")

    def find(self, requirement: Requirement, enrolment: Enrolment) -> Finding:
        standing, url = standing_of(enrolment.person), reverse("calibration")
        evidence = {"done": standing.done, "needed": standing.needed} if standing.done else {}
        if standing.may_finish and standing.needed:
            ends = timezone.make_aware(datetime.combine(standing.until, time())) if standing.until else None
            return Finding(FulfilmentState.MET, at=began(ends), evidence=evidence, url=url, expires_at=ends)
        note = _("%(done)s of %(all)s transcripts rated") % {"done": standing.done, "all": standing.needed} if standing.done else ""
        state = FulfilmentState.IN_PROGRESS if standing.done else FulfilmentState.OPEN
        return Finding(state, evidence=evidence, note=note, url=url, action=_("To the transcripts"))

    def rolls(self, requirement: Requirement) -> bool:
        return True


def began(ends: datetime | None) -> datetime | None:
    """When a calibration that holds until then was reached."""
    return ends - LASTS if ends else None
