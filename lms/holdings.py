"""Everything the house holds about people, put together: its own tables, those of `courses`, those of `certification`."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from certification.holdings import HOLDINGS as CERTIFICATION
from courses.holdings import HOLDINGS as COURSES
from lms.management import backups
from lms.notify.models import Notice
from lms.people.applications import forget_applications, forget_applications_of
from lms.people.models import Invitation, Person
from lms.privacy.holdings import Clock, Erasing, Holding, Holdings

ADDRESSES_LAST = timedelta(days=30)
NOTICES_LAST = timedelta(days=365)


def forget_invitations_of(person: Any) -> None:
    """Take the address off every invitation that was ever sent to it."""
    Invitation.objects.filter(email__iexact=person.email).update(email="")


def forget_addresses(now: datetime) -> int:
    """Take the address off invitations that were used, withdrawn or ran out thirty days ago, and with it the account that was made
    for an address but never entered."""
    before = now - ADDRESSES_LAST
    unused = Invitation.objects.filter(accepted_at=None, expires_at__lte=before) | Invitation.objects.filter(withdrawn_at__lte=before)
    addresses = set(unused.exclude(email="").values_list("email", flat=True))
    never = Person.objects.filter(email__in=addresses, roles=None, last_login=None, alias="", is_staff=False)
    gone = never.delete()[0]
    old = unused | Invitation.objects.filter(accepted_at__lte=before)
    return gone + Invitation.objects.filter(pk__in=old.exclude(email="").values("pk")).update(email="")


def forget_notices(now: datetime) -> int:
    """Notices go after a year, read or not."""
    return Notice.objects.filter(created_at__lte=now - NOTICES_LAST).delete()[0]


HOUSE = Holdings(
    rows=(
        Holding("lms.Notice", "person", _("Your notices"), _("One year."), gives=("kind", "params", "created_at", "read_at", "sent_at")),
        Holding(
            "lms.RoleAssignment", "person", _("What you are here as"), _("Until you leave."),
            gives=("role", "organisation__name", "starts_on", "ends_on"),
        ),
        Holding("lms.Relation", "person", _("People you said you are close to"), _("Until you leave."), gives=("other__alias", "declared_at")),
        Holding("lms.Relation", "other", _("People who said they are close to you"), _("Until one of you leaves.")),
        Holding(
            "lms.Invitation", "accepted_by", _("How you were invited"), _("Your address in it: 30 days."),
            gives=("role", "email", "created_at", "accepted_at"), erasing=Erasing.BLANK, blanks={"email": ""},
        ),
        Holding("account.EmailAddress", "user", _("Your e-mail address for signing in"), _("Until you leave."), gives=("email", "verified")),
        Holding("lms.Session", "person", _("Where you are signed in"), _("Two weeks, or until you sign out."), gives=("expire_date",)),
        Holding("mfa.Authenticator", "user", _("Your codes and passkeys"), _("Until you leave."), gives=("type", "created_at", "last_used_at")),
        Holding("socialaccount.SocialAccount", "user", _("Logins elsewhere"), _("Until you leave."), gives=("provider", "date_joined")),
    ),
    numbers={
        "lms.RoleAssignment": ("given_by",), "lms.Relation": ("declared_by",), "lms.Cohort": ("coordinator",), "lms.ApiKey": ("made_by",),
        "lms.Invitation": ("invited_by",), "cms.ApprovalState": ("finished_by",),
    },
    leaving=(forget_invitations_of, forget_applications_of),
    clocks=(
        Clock("invitations", _("30 days"), forget_addresses),
        Clock("applications", _("90 days"), forget_applications),
        Clock("notices", _("one year"), forget_notices),
        Clock("backups", _("30 days"), lambda now: backups.forget_old(30, now=now)),
    ),
)  # fmt: skip

# certificates and sign-offs point to enrolments, and those to people: from the leaves to the root
HOLDINGS = CERTIFICATION + COURSES + HOUSE
