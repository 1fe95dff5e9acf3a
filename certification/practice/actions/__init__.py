"""The verbs of a practice chat: booking it, being in it, watching over it, and letting it go."""

from certification.practice.actions.booking import book_practice, cancel_practice, confirm_practice, offer_opening, withdraw_opening
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
    "accept_end", "archive", "ask_help", "be_ready", "begin", "book_practice", "cancel_practice", "close_missed", "confirm_practice",
    "decline_end", "end", "end_if_over", "end_overdue", "enter_lobby", "mark_moment", "mark_told", "offer_end", "offer_opening",
    "purge_due", "raise_alert", "resume", "send_message", "stop_practice", "take_alert", "tell_step", "unmark_moment", "unmark_told",
    "whisper", "withdraw_opening", "write_note",
]  # fmt: skip
