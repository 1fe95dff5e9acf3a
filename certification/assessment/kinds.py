"""The two kinds of requirement that practice chats meet. A chat counts when its feedback is out and nobody annulled it."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from certification.assessment.models import SelfRating
from certification.assessment.queries import Released, released
from certification.practice.models import Mode, PracticeChat
from certification.practice.states import ChatState
from certification.programmes.kinds import Finding, Kind, Requirement
from certification.programmes.models import Enrolment
from certification.programmes.states import FulfilmentState
from lms.people.models import Role

BEFORE = (ChatState.REQUESTED, ChatState.SCHEDULED, ChatState.LOBBY, ChatState.LIVE, ChatState.PAUSED)
JUDGING = (ChatState.AWAITING_RATING, ChatState.RATED)


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


class Practice(Kind):
    """What both kinds share: while a chat is on its way the requirement says where it is and who waits for whom."""

    mode: Mode

    def counted(self, enrolment: Enrolment) -> list[Released]:
        return [chat for chat in released(enrolment) if chat.mode == self.mode]

    def under_way(self, requirement: Requirement, enrolment: Enrolment, evidence: dict[str, Any], progress: str) -> Finding:
        """The finding while more is needed: the newest chat on its way decides, else it is time to book."""
        chats = PracticeChat.objects.filter(enrolment=enrolment, mode=self.mode, state__in=(*BEFORE, ChatState.ENDED, *JUDGING))
        chat = chats.order_by("-starts_at", "-pk").first()
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
            return self._views(chat, seen)
        url = reverse("practice_room", args=[chat.pk])
        return Finding(FulfilmentState.IN_PROGRESS, evidence=seen, note=_("Booked"), url=url, action=_("To the practice room"))

    def _views(self, chat: PracticeChat, seen: dict[str, Any]) -> Finding:
        """Just ended: first the trainee says how it went, then the partner."""
        if SelfRating.objects.filter(chat=chat).exists():
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
    """Assessed chats that were passed: {count, raters, tags}.

    At least `count` passed chats, rated by at least `raters` different people, and for each tag one passed chat with that tag.
    A chat is passed when every rating of it says so; nothing is averaged.
    """

    name = "practice_assessed"
    mode = Mode.ASSESSED

    def find(self, requirement: Requirement, enrolment: Enrolment) -> Finding:
        params, chats = requirement.params, self.counted(enrolment)
        passed = [one for one in chats if one.passed]
        raters = sorted({rater for one in passed for rater in one.raters})
        tags = sorted({tag for one in passed for tag in one.tags})
        evidence = {**_evidence(passed), "raters": raters, "tags": tags, "tried": len(chats)} if chats else {}
        lacks_tags = [tag for tag in params.get("tags", []) if tag not in tags]
        if len(passed) >= params["count"] and len(raters) >= params.get("raters", 1) and not lacks_tags:
            return Finding(FulfilmentState.MET, at=passed[-1].released_at, by=passed[-1].ratings[0].rater, evidence=evidence)
        return self.under_way(requirement, enrolment, evidence, self._progress(params, chats, passed, lacks_tags))

    def _progress(self, params: Mapping[str, Any], chats: list[Released], passed: list[Released], lacks_tags: list[str]) -> str:
        """What stands between here and met, in one sentence."""
        if not chats:
            return ""
        if chats[-1] not in passed:
            return _("Not yet. The feedback says what to practise.")
        if len(passed) < params["count"]:
            return _("%(done)s of %(all)s passed") % {"done": len(passed), "all": params["count"]}
        if lacks_tags:
            return _("A chat about something difficult remains")
        return _("A chat seen by another assessor remains")

    def wrong(self, params: Mapping[str, Any]) -> str:
        if fault := super().wrong(params):
            return fault
        if not _is_count(params.get("raters", 1)):
            return "raters"
        tags = params.get("tags", [])
        return "" if isinstance(tags, list) and all(isinstance(tag, str) for tag in tags) else "tags"
