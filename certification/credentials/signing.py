"""Withdrawing a certificate for good is signed: each of the two gives the second factor again."""

from certification.credentials import actions
from certification.credentials.models import Certificate
from certification.decisions import stepup
from lms.kernel.permissions import demand
from lms.people.models import Person


def ask_revocation(certificate: Certificate, *, reason: str, by: Person, code: str) -> None:
    """The first of two signatures; Invalid when the code is not theirs. All else as the action."""
    demand(by, "credentials.ask_revocation", certificate)
    stepup.confirm(by, code)
    actions.ask_revocation(certificate, reason=reason, by=by)


def confirm_revocation(certificate: Certificate, *, by: Person, code: str) -> None:
    """The second of two signatures; Invalid when the code is not theirs. All else as the action."""
    demand(by, "credentials.confirm_revocation", certificate)
    stepup.confirm(by, code)
    actions.confirm_revocation(certificate, by=by)
