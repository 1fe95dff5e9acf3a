"""The kind of requirement that practice meets by itself: having played the other part."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certification.practice.models import PracticeChat
from certification.practice.states import AFTERWARDS, ChatState
from certification.programmes.desk import by, on_desk, people
from certification.programmes.kinds import Finding, Kind, Requirement
from certification.programmes.models import Enrolment
from certification.programmes.states import FulfilmentState as S


def _played(ways: Sequence[Enrolment]) -> dict[int, list[tuple[int, datetime]]]:
    """By person, the chats they have played in and when each ended, the first one first."""
    rows = PracticeChat.objects.filter(partner__in=people(ways), ended_at__isnull=False, state__in=(*AFTERWARDS, ChatState.ARCHIVED))
    played = by(lambda row: row[0], rows.order_by("ended_at", "pk").values_list("partner", "pk", "ended_at"))
    return {person: [(pk, at) for _person, pk, at in chats if at] for person, chats in played.items()}


class PartnerTurns(Kind):
    """Chats in which they were the practice partner: {count}. Nobody is asked to play a theme they opted out of."""

    name = "practice_partner_turns"
    label = gettext_lazy("Turns as a practice partner")
    why = gettext_lazy("Whoever has sat in the other chair knows what it is like to wait for an answer.")

    def find(self, requirement: Requirement, enrolment: Enrolment) -> Finding:
        chats = on_desk(_played, enrolment).get(enrolment.person_id, [])
        asked, evidence = requirement.params["count"], {"chats": [pk for pk, _at in chats]} if chats else {}
        note = _("Played %(done)s of %(all)s") % {"done": len(chats), "all": asked}
        if len(chats) >= asked:
            return Finding(S.MET, at=chats[asked - 1][1], evidence=evidence, note=note)
        state = S.IN_PROGRESS if chats else S.OPEN
        return Finding(state, evidence=evidence, note=note if chats else "", url=reverse("practice"), action=_("Find a time to play"))

    def wrong(self, params: Mapping[str, Any]) -> str:
        count = params.get("count")
        return "" if isinstance(count, int) and not isinstance(count, bool) and count > 0 else "count"
