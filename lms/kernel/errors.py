"""What an action says when it will not do the deed.

An action never returns False: it either does the whole deed or raises one of these. The middleware turns them
into an answer in the person's language, so views hold no `try`.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _


class DomainError(Exception):
    """The deed cannot be done; nothing was written.

    `code` is stable and for programs, `message` is for people and translated, `status` is the HTTP answer.
    """

    status = 409
    code = "cannot"
    message: Any = _("That cannot be done right now. Nothing was changed.")

    def __init__(self, message: Any = None, *, code: str | None = None, status: int | None = None) -> None:
        self.message = message or type(self).message
        self.code = code or type(self).code
        self.status = status or type(self).status
        super().__init__(self.code)


class IllegalTransition(DomainError):
    """The thing is not in a state from which this move is allowed, or somebody was faster (`code="stale"`)."""

    code = "not_now"
    message = _("This has moved on since you opened the page. Nothing was changed. Have a look at how it stands now.")


class NotAllowed(DomainError):
    """This person may never do this deed to this thing. Says nothing about what the thing is."""

    status = 403
    code = "not_allowed"
    message = _("You cannot do this. If you think you should be able to, ask your coordinator.")


class Invalid(DomainError):
    """The words or numbers given cannot be used; the message says which and why."""

    status = 422
    code = "invalid"
    message = _("Something is missing or cannot be used. Nothing was lost.")


class Busy(DomainError):
    """The database is held by somebody else for too long; trying again is safe."""

    status = 503
    code = "busy"
    message = _("Many people are here right now. What you wrote is kept. Try again in a moment.")
