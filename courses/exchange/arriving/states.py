"""Where a file with questions stands: it is looked at first, and read in when its bringer says so."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.kernel.states import Machine


class ArrivalState(models.TextChoices):
    LOOKING = "looking", _("being looked at")
    REFUSED = "refused", _("cannot be read")
    LOOKED = "looked", _("waits for your yes")
    READING = "reading", _("being read in")
    DONE = "done", _("read in")


ARRIVAL = Machine(
    "arrival",
    ArrivalState,
    {
        (ArrivalState.LOOKING, ArrivalState.LOOKED): "look",
        (ArrivalState.LOOKING, ArrivalState.REFUSED): "refuse",
        (ArrivalState.LOOKED, ArrivalState.READING): "read",
        (ArrivalState.READING, ArrivalState.DONE): "end",
    },
    start=ArrivalState.LOOKING,
)
