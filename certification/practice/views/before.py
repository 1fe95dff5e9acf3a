"""What the page of a chat that has not begun offers besides the room: moving, handing back, saying who is missing, and why this partner."""

from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from certification.practice.actions.arranging import WAITED
from certification.practice.models import Absent, PracticeChat
from certification.practice.states import OBSERVER, PARTNER, TRAINEE, ChatState
from lms.kernel.permissions import may
from lms.people.models import Language, Person


def offers(person: Person, chat: PracticeChat, seat: str) -> dict[str, Any]:
    """For the template of a booked chat and of the lobby; nothing for one that has begun."""
    if chat.state not in (ChatState.REQUESTED, ChatState.SCHEDULED, ChatState.LOBBY):
        return {}
    standing = chat.state in (ChatState.REQUESTED, ChatState.SCHEDULED)
    waited = chat.state in (ChatState.SCHEDULED, ChatState.LOBBY) and timezone.now() >= chat.starts_at + WAITED
    return {
        "may_confirm": chat.state == ChatState.REQUESTED and may(person, "practice.confirm", chat),
        "may_cancel": may(person, "practice.cancel", chat),
        "may_move": standing and may(person, "practice.move", chat),
        "may_hand_back": chat.state == ChatState.SCHEDULED and may(person, "practice.hand_back", chat),
        "absences": _absences(seat) if waited and may(person, "practice.report_absence", chat) else [],
        "may_know": seat in (PARTNER, OBSERVER) and may(person, "practice.join", chat),
        "why_partner": why_partner(chat) if seat != PARTNER else "",
    }


def _absences(seat: str) -> list[tuple[str, Any]]:
    """What somebody in this seat can say: never that they themselves are missing."""
    own = {TRAINEE: (Absent.PARTNER,), PARTNER: (Absent.TRAINEE,), OBSERVER: tuple(Absent)}
    return [(one.value, one.label) for one in own.get(seat, ())]


def why_partner(chat: PracticeChat) -> str:
    """In one sentence why this partner plays; empty when a person chose."""
    language = str(dict(Language.choices).get(chat.language, chat.language))
    language = language if get_language() == "en" else language.lower()
    words = {
        "new": _("The partner is free then, writes %(language)s, plays this theme, and you have not met in practice before."),
        "least": _("The partner is free then, writes %(language)s, plays this theme, and is the one you have met least."),
        "only": _("The partner is the one who is free then, writes %(language)s and plays this theme."),
        "now": _("The partner had half an hour this minute, writes %(language)s and plays this theme."),
    }
    return words[chat.matched] % {"language": language} if chat.matched in words else ""
