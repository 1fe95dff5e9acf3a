"""A sign-off, from the proposal to the decision of a second professional."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.kernel.states import Machine


class SignOffState(models.TextChoices):
    PROPOSED = "proposed", _("waiting for the second signature")
    GRANTED = "granted", _("granted")
    DEFERRED = "deferred", _("deferred")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Part(models.TextChoices):
    PROPOSER = "proposer", _("proposes")
    COUNTERSIGNER = "countersigner", _("countersigns")


S = SignOffState
SIGNOFF = Machine(
    "signoff",
    SignOffState,
    {
        (S.PROPOSED, S.GRANTED): "grant",
        (S.PROPOSED, S.DEFERRED): "defer",
        (S.PROPOSED, S.DECLINED): "decline",
        (S.PROPOSED, S.WITHDRAWN): "withdraw",
    },
    start=S.PROPOSED,
)
