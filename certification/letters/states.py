"""What becomes of a letter about hours: asked for, signed, or taken back."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.kernel.states import Machine


class LetterState(models.TextChoices):
    ASKED = "asked", _("waits for a signature")
    SIGNED = "signed", _("signed")
    DROPPED = "dropped", _("taken back")


LETTER = Machine(
    "hours_letter",
    LetterState,
    {
        (LetterState.ASKED, LetterState.SIGNED): "sign",
        (LetterState.ASKED, LetterState.DROPPED): "drop",
        (LetterState.SIGNED, LetterState.DROPPED): "withdraw",
    },
    start=LetterState.ASKED,
)
