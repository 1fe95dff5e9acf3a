"""An assessment: one rater's rubric on one practice chat. A second look: another's, blind, and what comes of the two."""

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


class SecondLookState(models.TextChoices):
    WAITING = "waiting", _("waiting for a second look")
    AGREED = "agreed", _("two looks agree")
    DISPUTED = "disputed", _("two looks differ")  # a moderator reads both and decides
    SETTLED = "settled", _("decided")
    CALLED_OFF = "called_off", _("called off")  # nobody was left who could look: the first rating stands alone


L = SecondLookState
SECOND_LOOK = Machine(
    "second_look",
    SecondLookState,
    {
        (L.WAITING, L.AGREED): "agree",
        (L.WAITING, L.DISPUTED): "dispute",
        (L.DISPUTED, L.SETTLED): "settle",
        (L.WAITING, L.CALLED_OFF): "call_off",
        (L.AGREED, L.WAITING): "reopen",  # an assessment was taken back before the feedback was out
        (L.DISPUTED, L.WAITING): "reopen",
        (L.SETTLED, L.WAITING): "reopen",
        (L.CALLED_OFF, L.WAITING): "reopen",
    },
    start=L.WAITING,
)
BOTH_IN = (L.AGREED, L.DISPUTED, L.SETTLED)


class RecheckState(models.TextChoices):
    """The trainee asked somebody else to look at a rating that is out."""

    ASKED = "asked", _("somebody else is asked")
    KEPT = "kept", _("the rating stands")
    TAKEN_BACK = "taken_back", _("the rating counts no more")


R = RecheckState
RECHECK = Machine("recheck", RecheckState, {(R.ASKED, R.KEPT): "keep", (R.ASKED, R.TAKEN_BACK): "take_back"}, start=R.ASKED)
