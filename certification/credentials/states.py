"""A certificate: what people did to it (stored), and how it stands today (derived from that and the date)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.kernel.states import Machine


class CertificateState(models.TextChoices):
    """What people did. The calendar writes nothing here."""

    ACTIVE = "active", _("granted")
    SUSPENDED = "suspended", _("paused")
    REVOKED = "revoked", _("withdrawn")
    SUPERSEDED = "superseded", _("replaced")


class Standing(models.TextChoices):
    """How a certificate stands on a day: see rules.standing."""

    ACTIVE = "active", _("valid")
    DUE = "due", _("valid, renewal is near")
    GRACE = "grace", _("renewal is late, it still counts")
    EXPIRED = "expired", _("expired")
    SUSPENDED = "suspended", _("paused")
    REVOKED = "revoked", _("withdrawn")
    SUPERSEDED = "superseded", _("replaced by a newer one")


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


S = CertificateState
LIVE = (S.ACTIVE, S.SUSPENDED)  # one of these per person, programme and organisation
FINAL = (S.REVOKED, S.SUPERSEDED)
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
    },
    start=S.ACTIVE,
)
