"""The secret in an invitation link: made from the row and SECRET_KEY, stored nowhere."""

from django.http import Http404
from django.utils.crypto import constant_time_compare, salted_hmac

from lms.people.models import Invitation


def token_of(invitation: Invitation) -> str:
    """`<id>-<32 hex digits>`; a new nonce makes every older link of this invitation worthless."""
    return f"{invitation.pk}-{_mac(invitation)}"


def invitation_of(token: str) -> Invitation:
    """The invitation that a link belongs to. Raises Http404 for anything that we did not make."""
    number, _dash, mac = token.partition("-")
    invitation = Invitation.objects.select_related("organisation").filter(pk=int(number)).first() if number.isdecimal() else None
    if not invitation or not constant_time_compare(mac, _mac(invitation)):
        raise Http404
    return invitation


def _mac(invitation: Invitation) -> str:
    return salted_hmac("lms.people.invitation", f"{invitation.pk}:{invitation.nonce}", algorithm="sha256").hexdigest()[:32]
