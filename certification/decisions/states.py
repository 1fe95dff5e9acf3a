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

APPEALABLE = (S.DECLINED, S.DEFERRED)


class AppealState(models.TextChoices):
    LODGED = "lodged", _("waits for somebody who was not part of it")
    TAKEN = "taken", _("somebody looks at everything again")
    UPHELD = "upheld", _("the decision stands")
    CHANGED = "changed", _("the decision stands no more")
    WITHDRAWN = "withdrawn", _("taken back")


A = AppealState
APPEAL = Machine(
    "appeal",
    AppealState,
    {
        (A.LODGED, A.TAKEN): "take",
        (A.TAKEN, A.LODGED): "hand_back",
        (A.TAKEN, A.UPHELD): "uphold",
        (A.TAKEN, A.CHANGED): "change",
        (A.LODGED, A.WITHDRAWN): "withdraw",
        (A.TAKEN, A.WITHDRAWN): "withdraw",
    },
    start=A.LODGED,
)
APPEAL_OPEN = (A.LODGED, A.TAKEN)


class ConcernState(models.TextChoices):
    RAISED = "raised", _("waits for somebody to take it")
    TAKEN = "taken", _("somebody looks into it")
    DECIDED = "decided", _("decided")
    CLOSED = "closed", _("closed")


class Outcome(models.TextChoices):
    """What a concern came to."""

    NOTHING = "nothing", _("nothing to do")
    COACHING = "coaching", _("coaching")
    CONDITIONS = "conditions", _("conditions on the certificate")
    WITHDRAWAL = "withdrawal", _("the certificate is to be withdrawn")


C = ConcernState
CONCERN = Machine(
    "concern",
    ConcernState,
    {
        (C.RAISED, C.TAKEN): "take",
        (C.TAKEN, C.RAISED): "hand_back",
        (C.TAKEN, C.DECIDED): "decide",
        (C.DECIDED, C.RAISED): "hand_back",
        (C.DECIDED, C.CLOSED): "close",
    },
    start=C.RAISED,
)
