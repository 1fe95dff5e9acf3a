"""A certificate: what people did to it (stored), and how it stands today (derived from that and the date)."""

from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.kernel.states import Machine


class CertificateState(models.TextChoices):
    """What people did. The calendar writes nothing here."""

    ACTIVE = "active", _("granted")
    SUSPENDED = "suspended", _("paused")
    REVOKED = "revoked", _("withdrawn")
    SUPERSEDED = "superseded", _("replaced")
    ERASED = "erased", _("withdrawn by the holder")


class Standing(models.TextChoices):
    """How a certificate stands on a day: see `standing` below."""

    ACTIVE = "active", _("valid")
    DUE = "due", _("valid, renewal is near")
    GRACE = "grace", _("renewal is late, it still counts")
    EXPIRED = "expired", _("expired")
    SUSPENDED = "suspended", _("paused")
    REVOKED = "revoked", _("withdrawn")
    SUPERSEDED = "superseded", _("replaced by a newer one")
    ERASED = "erased", _("withdrawn by the holder")


class Event(models.TextChoices):
    """What can happen to a certificate. The reasons beside these are never public."""

    ISSUED = "issued", _("issued")
    SUSPENDED = "suspended", _("paused")
    RESUMED = "resumed", _("taken up again")
    REVOCATION_ASKED = "revocation_asked", _("withdrawal asked for")
    REVOCATION_DROPPED = "revocation_dropped", _("withdrawal not carried out")
    REVOKED = "revoked", _("withdrawn")
    SUPERSEDED = "superseded", _("replaced by a newer one")
    NAME_SHOWN = "name_shown", _("name shown")
    NAME_HIDDEN = "name_hidden", _("name hidden")
    ERASED = "erased", _("holder erased")
    REVIEW_ASKED = "review_asked", _("to be looked at: a question behind it was corrected")
    REVIEWED = "reviewed", _("looked at, it stands")
    PAUSE_KEPT = "pause_kept", _("looked at, it stays paused")


S = CertificateState
LIVE = (S.ACTIVE, S.SUSPENDED)  # one of these per person and programme, wherever it was given
FINAL = (S.REVOKED, S.SUPERSEDED, S.ERASED)
CERTIFICATE = Machine(
    "certificate",
    CertificateState,
    {
        (S.ACTIVE, S.SUSPENDED): "suspend",
        (S.SUSPENDED, S.ACTIVE): "resume",
        (S.ACTIVE, S.REVOKED): "revoke",
        (S.SUSPENDED, S.REVOKED): "revoke",
        (S.ACTIVE, S.SUPERSEDED): "supersede",
        (S.SUSPENDED, S.SUPERSEDED): "supersede",
        (S.ACTIVE, S.ERASED): "forget_holder",
        (S.SUSPENDED, S.ERASED): "forget_holder",
    },
    start=S.ACTIVE,
)

DUE = timedelta(days=90)  # renewal opens so long before the end
GRACE = timedelta(days=30)  # and the certificate counts so long after it
ACCEPTED = frozenset({Standing.ACTIVE, Standing.DUE, Standing.GRACE})


def standing(state: str, valid_until: date, today: date) -> Standing:
    """How a certificate stands on a day. The last day counts in full; what is final stays so; nothing paused outlives its dates."""
    if state in FINAL:
        return Standing(state)
    if today > valid_until + GRACE:
        return Standing.EXPIRED
    if state == CertificateState.SUSPENDED:
        return Standing.SUSPENDED
    if today > valid_until:
        return Standing.GRACE
    return Standing.DUE if today >= valid_until - DUE else Standing.ACTIVE


def counts_until(valid_until: date, today: date) -> date:
    """The last day a signed file made today may claim: the end of the certificate, in the days of grace the end of those."""
    return valid_until if today <= valid_until else valid_until + GRACE
