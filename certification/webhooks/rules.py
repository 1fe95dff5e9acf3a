"""How a message is signed and how long one waits between tries. Plain values in, plain values out."""

import hashlib
import hmac
import ipaddress
from datetime import timedelta

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 10, 30, 60, 120, 240, 480, 493))  # a day and a minute in all
GIVEN_UP_AFTER = len(WAITS) + 1


def wait_after(tries: int) -> timedelta | None:
    """How long to wait after so many tries that did not arrive; None when that was the last one."""
    return WAITS[tries - 1] if tries <= len(WAITS) else None


def signature(secret: str, at: int, body: bytes) -> str:
    """`t=<seconds>,v1=<HMAC-SHA256 of "seconds.body">`: the time is signed too, so that an old message cannot be sent again."""
    mac = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={mac}"


def is_public(address: str) -> bool:
    """Whether a numeric address is out in the world: not this machine, not a private or a special network."""
    found = ipaddress.ip_address(address)
    mapped = getattr(found, "ipv4_mapped", None)
    return (mapped or found).is_global and not found.is_multicast
