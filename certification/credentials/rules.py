"""Sums about certificates: plain values in, plain values out. Words are the values of states.Standing."""

from datetime import date, timedelta

DUE = timedelta(days=90)  # renewal opens so long before the end
GRACE = timedelta(days=30)  # and the certificate counts so long after it
ACCEPTED = frozenset({"active", "due", "grace"})

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: nothing that looks like something else
CODE_LENGTH = 12
_MISREAD = str.maketrans("ILO", "110")


def standing(state: str, valid_until: date, today: date) -> str:
    """How a certificate stands on a day. The last day counts in full; what is final stays so; nothing paused outlives its dates."""
    if state in ("revoked", "superseded"):
        return state
    if today > valid_until + GRACE:
        return "expired"
    if state == "suspended":
        return "suspended"
    if today > valid_until:
        return "grace"
    return "due" if today >= valid_until - DUE else "active"


def counts_until(valid_until: date, today: date) -> date:
    """The last day a signed file made today may claim: the end of the certificate, in the days of grace the end of those."""
    return valid_until if today <= valid_until else valid_until + GRACE


def spaced(code: str) -> str:
    """A code as people read it aloud: `7K2M-Q9TF-3XAB`."""
    return "-".join(code[i : i + 4] for i in range(0, len(code), 4))


def code_in(text: str) -> str:
    """The code somebody typed, whatever spaces, dashes and look-alikes they used; "" when it cannot be one."""
    found = "".join(text.split()).replace("-", "").upper().translate(_MISREAD)
    return found if len(found) == CODE_LENGTH and set(found) <= set(ALPHABET) else ""
