"""An assessment: one rater's rubric on one practice chat."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.kernel.states import Machine


class AssessmentState(models.TextChoices):
    DRAFT = "draft", _("draft")  # claimed; nobody but the rater sees it
    HANDED_BACK = "handed_back", _("handed back")  # the rater let go before submitting; the draft is kept for them alone
    SUBMITTED = "submitted", _("submitted")  # locked, not yet shown to the trainee
    FINAL = "final", _("feedback given")
    ANNULLED = "annulled", _("annulled")


S = AssessmentState
ASSESSMENT = Machine(
    "assessment",
    AssessmentState,
    {
        (S.DRAFT, S.HANDED_BACK): "hand_back",
        (S.HANDED_BACK, S.DRAFT): "claim_again",
        (S.DRAFT, S.SUBMITTED): "submit",
        (S.SUBMITTED, S.FINAL): "release",
        (S.SUBMITTED, S.ANNULLED): "annul",
        (S.FINAL, S.ANNULLED): "annul",
    },
    start=S.DRAFT,
)

LOCKED = (S.SUBMITTED, S.FINAL)  # what a rater has stood by
