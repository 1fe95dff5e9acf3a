"""Where somebody stands in a programme, and where a requirement stands for them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.kernel.states import Machine


class EnrolmentState(models.TextChoices):
    LEARNING = "learning", _("on the way")
    PAUSED = "paused", _("paused")
    WITHDRAWN = "withdrawn", _("withdrawn")
    CERTIFIED = "certified", _("certified")


class FulfilmentState(models.TextChoices):
    """Derived by the engine; the five shapes of the constellation come from these (see rules.star_state)."""

    LOCKED = "locked", _("not open yet")
    OPEN = "open", _("do this now")
    IN_PROGRESS = "in_progress", _("begun")
    WAITING = "waiting", _("waiting")
    NOT_YET = "not_yet", _("not yet")
    MET = "met", _("met")
    WAIVED = "waived", _("waived")
    EXPIRED = "expired", _("expired")


class WaiverState(models.TextChoices):
    PROPOSED = "proposed", _("proposed")
    GRANTED = "granted", _("granted")
    REFUSED = "refused", _("not granted")
    WITHDRAWN = "withdrawn", _("withdrawn")


class WaiverGround(models.TextChoices):
    """Why somebody need not do it: it does not fit them, or they have done as much elsewhere."""

    SET_ASIDE = "set_aside", _("set aside")
    RECOGNISED = "recognised", _("recognised from before")


class AskAgain(models.TextChoices):
    """Why a new background check is asked for. Where the law knows no regular ones, the last is refused."""

    ROLE_CHANGED = "role_changed", _("the task has changed a lot")
    LONG_AWAY = "long_away", _("they have been away for long")
    REGULAR = "regular", _("a regular new check")


class CheckKind(models.TextChoices):
    """How a background check becomes a fact; the organisation's country decides, not the officer."""

    SHOWN = "shown", _("shown")
    OBTAINED = "obtained", _("obtained")


class CheckType(models.TextChoices):
    CHILDREN = "children", _("police certificate for work with children")
    ORDINARY = "ordinary", _("ordinary police certificate")


class Proof(models.TextChoices):
    """What somebody showed for a course held elsewhere. It is looked at and given back."""

    DIPLOMA = "diploma", _("a diploma or course certificate")
    LETTER = "letter", _("a letter from the organiser")
    REGISTER = "register", _("the organiser's own register")


class NextTime(models.IntegerChoices):
    """How much support a supervisor would give on the next shift: what the shift came to, without a word about the talk."""

    OBSERVES = 1, _("observe once more")
    READ_ALONG = 2, _("chat, with me reading along")
    ON_SHIFT = 3, _("chat, with a professional on shift")


ENROLMENT = Machine(
    "enrolment",
    EnrolmentState,
    {
        (EnrolmentState.LEARNING, EnrolmentState.PAUSED): "pause",
        (EnrolmentState.PAUSED, EnrolmentState.LEARNING): "resume",
        (EnrolmentState.LEARNING, EnrolmentState.WITHDRAWN): "withdraw",
        (EnrolmentState.PAUSED, EnrolmentState.WITHDRAWN): "withdraw",
        (EnrolmentState.LEARNING, EnrolmentState.CERTIFIED): "certify",
        (EnrolmentState.CERTIFIED, EnrolmentState.LEARNING): "renew",
    },
    start=EnrolmentState.LEARNING,
)

WAIVER = Machine(
    "waiver",
    WaiverState,
    {
        (WaiverState.PROPOSED, WaiverState.GRANTED): "grant",
        (WaiverState.PROPOSED, WaiverState.REFUSED): "refuse",
        (WaiverState.PROPOSED, WaiverState.WITHDRAWN): "withdraw",
    },
    start=WaiverState.PROPOSED,
)
