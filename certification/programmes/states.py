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


class CheckKind(models.TextChoices):
    """How a background check becomes a fact; the organisation's country decides, not the officer."""

    SHOWN = "shown", _("shown")
    OBTAINED = "obtained", _("obtained")


class CheckType(models.TextChoices):
    CHILDREN = "children", _("police certificate for work with children")
    ORDINARY = "ordinary", _("ordinary police certificate")


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
