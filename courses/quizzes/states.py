"""Where an attempt stands: open until its person hands it in or its time is up, then graded; only a corrected question changes that."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.kernel.states import Machine


class AttemptState(models.TextChoices):
    OPEN = "open", _("begun")
    PASSED = "passed", _("passed")
    NOT_YET = "not_yet", _("not yet")


GRADED = (AttemptState.PASSED, AttemptState.NOT_YET)

ATTEMPT = Machine(
    "quiz",
    AttemptState,
    {
        (AttemptState.OPEN, AttemptState.PASSED): "pass",
        (AttemptState.OPEN, AttemptState.NOT_YET): "not_yet",
        (AttemptState.NOT_YET, AttemptState.PASSED): "regrade_up",  # a question was corrected
        (AttemptState.PASSED, AttemptState.NOT_YET): "regrade_down",
    },
    start=AttemptState.OPEN,
)


class DoubtState(models.TextChoices):
    OPEN = "open", _("waits for an editor")
    CHANGED = "changed", _("the question was changed")
    KEPT = "kept", _("the question stays as it is")


DOUBT = Machine(
    "doubt",
    DoubtState,
    {
        (DoubtState.OPEN, DoubtState.CHANGED): "answer_changed",
        (DoubtState.OPEN, DoubtState.KEPT): "answer_kept",
    },
    start=DoubtState.OPEN,
)


class PanelState(models.TextChoices):
    FIRST = "first", _("first round")
    SECOND = "second", _("second round")
    CLOSED = "closed", _("closed")


PANEL = Machine(
    "angoff",
    PanelState,
    {
        (PanelState.FIRST, PanelState.SECOND): "second_round",
        (PanelState.SECOND, PanelState.CLOSED): "close",
    },
    start=PanelState.FIRST,
)
