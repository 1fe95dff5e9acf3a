"""A practice chat, from the first wish to the purged transcript."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.kernel.states import Machine


class ChatState(models.TextChoices):
    REQUESTED = "requested", _("waiting for a supervisor")
    SCHEDULED = "scheduled", _("booked")
    LOBBY = "lobby", _("lobby")
    LIVE = "live", pgettext_lazy("practice chat", "live")  # Wagtail says "live" of a page that is published
    PAUSED = "paused", _("paused")
    ENDED = "ended", _("ended")  # by agreement or by time: both sides now write their own view
    STOPPED = "stopped", _("stopped")
    AWAITING_RATING = "awaiting_rating", _("waiting for assessment")
    RATED = "rated", _("assessed")
    RELEASED = "released", _("feedback given")
    ACKNOWLEDGED = "acknowledged", _("feedback read")
    ARCHIVED = "archived", _("transcript deleted")
    CANCELLED = "cancelled", _("cancelled")
    NO_SHOW = "no_show", _("somebody did not come")
    VOID = "void", _("technical stop")


S = ChatState
CHAT = Machine(
    "practice",
    ChatState,
    {
        (S.REQUESTED, S.SCHEDULED): "confirm",
        (S.REQUESTED, S.CANCELLED): "cancel",
        (S.SCHEDULED, S.REQUESTED): "ask_again",
        (S.SCHEDULED, S.CANCELLED): "cancel",
        (S.SCHEDULED, S.LOBBY): "enter_lobby",
        (S.SCHEDULED, S.NO_SHOW): "miss",
        (S.LOBBY, S.LIVE): "begin",
        (S.LOBBY, S.STOPPED): "stop",
        (S.LOBBY, S.CANCELLED): "cancel",
        (S.LOBBY, S.NO_SHOW): "miss",
        (S.LIVE, S.PAUSED): "pause",
        (S.PAUSED, S.LIVE): "resume",
        (S.LIVE, S.ENDED): "end",
        (S.PAUSED, S.ENDED): "end",
        (S.LIVE, S.STOPPED): "stop",
        (S.PAUSED, S.STOPPED): "stop",
        (S.LIVE, S.VOID): "void",
        (S.PAUSED, S.VOID): "void",
        (S.ENDED, S.AWAITING_RATING): "self_rate",
        (S.AWAITING_RATING, S.RATED): "rate",
        (S.RATED, S.AWAITING_RATING): "ask_second_rating",
        (S.RATED, S.RELEASED): "release",
        (S.RELEASED, S.ACKNOWLEDGED): "acknowledge",
        (S.ACKNOWLEDGED, S.ARCHIVED): "purge",
        (S.RELEASED, S.ARCHIVED): "purge",
        (S.STOPPED, S.ARCHIVED): "purge",
        (S.VOID, S.ARCHIVED): "purge",
        (S.ENDED, S.ARCHIVED): "purge",
        (S.AWAITING_RATING, S.ARCHIVED): "purge",
        (S.RATED, S.ARCHIVED): "purge",
    },
    start=S.REQUESTED,
)

BOOKED = (S.REQUESTED, S.SCHEDULED, S.LOBBY, S.LIVE, S.PAUSED)
OPEN_ROOM = (S.LOBBY, S.LIVE, S.PAUSED)
WRITTEN_IN = (S.LIVE, S.PAUSED)
AFTERWARDS = (S.ENDED, S.AWAITING_RATING, S.RATED, S.RELEASED, S.ACKNOWLEDGED)

# The three seats of a chat: who talks, who plays, who reads along.
TRAINEE, PARTNER, OBSERVER = "trainee", "partner", "supervisor"


class TalkState(models.TextChoices):
    """A talk somebody would like to have with a professional."""

    ASKED = "asked", _("asked for")
    TAKEN = "taken", _("somebody has taken it")
    HELD = "held", _("held")
    WITHDRAWN = "withdrawn", _("not needed any more")


T = TalkState
TALK = Machine(
    "talk",
    TalkState,
    {
        (T.ASKED, T.TAKEN): "take",
        (T.TAKEN, T.ASKED): "hand_back",
        (T.TAKEN, T.HELD): "hold",
        (T.ASKED, T.WITHDRAWN): "withdraw",
        (T.TAKEN, T.WITHDRAWN): "withdraw",
    },
    start=T.ASKED,
)
OPEN_TALKS = (T.ASKED, T.TAKEN)
