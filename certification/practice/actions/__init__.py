"""The verbs of a practice chat: booking it, being in it, watching over it, and letting it go."""

from certification.practice.actions.arranging import accept_now, arrange_practice, invite_now, move_practice, report_absence
from certification.practice.actions.booking import (
    book_practice,
    cancel_practice,
    confirm_practice,
    hand_back,
    offer_opening,
    withdraw_opening,
)
from certification.practice.actions.caring import (
    ask_talk,
    check_in,
    debrief,
    forget_wellbeing,
    hand_back_talk,
    hold_talk,
    repeat_talks,
    take_talk,
    withdraw_talk,
)
from certification.practice.actions.course import (
    accept_end,
    ask_help,
    be_ready,
    begin,
    decline_end,
    end,
    end_if_over,
    enter_lobby,
    offer_end,
    resume,
    stop_practice,
)
from certification.practice.actions.happening import mark_told, raise_alert, take_alert, unmark_moment, unmark_told, write_note
from certification.practice.actions.keeping import archive, close_missed, end_overdue, purge_due
from certification.practice.actions.talk import mark_moment, send_message, tell_step, whisper

__all__ = [
    "accept_end", "accept_now", "archive", "arrange_practice", "ask_help", "ask_talk", "be_ready", "begin", "book_practice",
    "cancel_practice", "check_in", "close_missed", "confirm_practice", "debrief", "decline_end", "end", "end_if_over", "end_overdue",
    "enter_lobby", "forget_wellbeing", "hand_back", "hand_back_talk", "hold_talk", "invite_now", "mark_moment", "mark_told",
    "move_practice", "offer_end", "offer_opening", "purge_due", "raise_alert", "repeat_talks", "report_absence", "resume",
    "send_message", "stop_practice", "take_alert", "take_talk", "tell_step", "unmark_moment", "unmark_told", "whisper",
    "withdraw_opening", "withdraw_talk", "write_note",
]  # fmt: skip
