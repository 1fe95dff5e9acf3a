"""The kind of requirement that practice meets by itself: having played the other part."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certification.practice.models import PracticeChat
from certification.practice.states import AFTERWARDS, ChatState
from certification.programmes.desk import by, on_desk, people
from certification.programmes.kinds import Finding, Kind, Requirement
from certification.programmes.models import Enrolment
from certification.programmes.states import FulfilmentState as S
from lms.kernel.prepared import Prepared, among

CHATS = Prepared(
    lambda ways, people: PracticeChat.objects.filter(Q(among("enrolment", ways)) | Q(among("partner", people))).order_by("starts_at", "pk")
)


@dataclass(frozen=True)
class Chats:
    """Practice chats in any state, the earliest first: by enrolment, and by the person who played in them."""

    walked: dict[int, list[PracticeChat]]
    played: dict[int, list[PracticeChat]]


def chats_of(ways: Sequence[Enrolment]) -> Chats:
    """All of those who walk these ways, on either side. One query."""
    rows = CHATS.ask([way.pk for way in ways], sorted(people(ways)))
    return Chats(by(lambda chat: chat.enrolment_id, rows), by(lambda chat: chat.partner_id, rows))


def _turns(person_id: int, chats: Chats) -> list[tuple[int, datetime]]:
    """The chats somebody has played in and when each ended, the first one first."""
    played = [chat for chat in chats.played.get(person_id, []) if chat.state in (*AFTERWARDS, ChatState.ARCHIVED)]
    return sorted(((chat.pk, chat.ended_at) for chat in played if chat.ended_at), key=lambda turn: (turn[1], turn[0]))


class PartnerTurns(Kind):
    """Chats in which they were the practice partner: {count}. Nobody is asked to play a theme they opted out of."""

    name = "practice_partner_turns"
    label = gettext_lazy("Turns as a practice partner")
    why = gettext_lazy("Whoever has sat in the other chair knows what it is like to wait for an answer.")

    def find(self, requirement: Requirement, enrolment: Enrolment) -> Finding:
        chats = _turns(enrolment.person_id, on_desk(chats_of, enrolment))
        asked, evidence = requirement.params["count"], {"chats": [pk for pk, _at in chats]} if chats else {}
        note = _("Played %(done)s of %(all)s") % {"done": len(chats), "all": asked}
        if len(chats) >= asked:
            return Finding(S.MET, at=chats[asked - 1][1], evidence=evidence, note=note)
        state = S.IN_PROGRESS if chats else S.OPEN
        return Finding(state, evidence=evidence, note=note if chats else "", url=reverse("practice"), action=_("Find a time to play"))

    def wrong(self, params: Mapping[str, Any]) -> str:
        count = params.get("count")
        return "" if isinstance(count, int) and not isinstance(count, bool) and count > 0 else "count"
