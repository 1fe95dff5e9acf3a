"""One message to one address: it waits, arrives, or is given up after a day."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.kernel.states import Machine


class DeliveryState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    ARRIVED = "arrived", _("arrived")
    GIVEN_UP = "given_up", _("given up after a day")


S = DeliveryState
DELIVERY = Machine(
    "delivery",
    DeliveryState,
    {
        (S.WAITING, S.ARRIVED): "arrive",
        (S.WAITING, S.GIVEN_UP): "give_up",
        (S.ARRIVED, S.WAITING): "replay",
        (S.GIVEN_UP, S.WAITING): "replay",
    },
    start=S.WAITING,
)
