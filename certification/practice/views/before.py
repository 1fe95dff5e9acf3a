"""What the page of a chat that has not begun offers besides the room: moving, handing back, saying who is missing, and why this partner."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from certification.practice.actions.arranging import WAITED
from certification.practice.actions.seats import choose
from certification.practice.models import Absent, PracticeChat, Scenario
from certification.practice.states import OBSERVER, OPEN_ROOM, PARTNER, TRAINEE, ChatState
from certification.practice.times.queries import Roster, themes_of_all
from lms.kernel.permissions import may
from lms.people.models import Language, Person
from lms.people.predicates import are_related


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
        **knowing(person, chat, seat),
        "why_partner": why_partner(chat) if seat != PARTNER else "",
    }


def knowing(person: Person, chat: PracticeChat, seat: str) -> dict[str, Any]:
    """“Not with them”: of whom somebody in this seat can say it, and what becomes of the chat then. Nothing where it was said already."""
    if not seat or not may(person, "practice.join", chat):
        return {}
    whom = chat.partner if seat == TRAINEE else chat.trainee
    if are_related(person, whom):
        return {}
    standing = chat.state in (ChatState.REQUESTED, ChatState.SCHEDULED)
    fate = "again" if standing else "stops" if chat.state in OPEN_ROOM else "over"
    return {"may_know": True, "know_whom": whom.alias, "know_fate": fate}


def why_each(known: Roster, at: datetime, scenarios: list[Scenario]) -> list[tuple[Scenario, str]]:
    """What can be practised then, each with a sentence on who would play it: never who it is, only why.

    What nobody who is free plays is left out, and not shown as refused: what somebody wants to be spared is theirs to know.
    """
    themes = themes_of_all({one.translation_key: one.tags for one in scenarios})
    chosen = ((one, choose(known, at, themes=themes[one.translation_key])[1]) for one in scenarios)
    return [(one, WHY_THEN[why]) for one, why in chosen if why]


WHY_THEN: dict[str, Any] = {
    "new": gettext_lazy("Played by somebody you have not met in practice before."),
    "least": gettext_lazy("Played by the one you have met least of those who can."),
    "only": gettext_lazy("Played by the one who can then. You have met before."),
}


def why_time(known: Roster) -> str:
    """Why a time is offered at all, in one sentence."""
    if known.hours.supervised:
        return _("You are offered this time because a partner who writes your language and a supervisor both have it free.")
    return _("You are offered this time because a partner who writes your language has it free. A supervisor is asked when you book.")


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
