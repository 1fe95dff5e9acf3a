"""A polite limit on guessing: only codes that nobody holds count, and only for a few minutes."""

import hashlib

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

MISSES, WINDOW = 20, 10 * 60


def _place(request: HttpRequest) -> str:
    """One address as a cache key; the address itself is kept nowhere."""
    address = get_adapter().get_client_ip(request)
    return f"verify-misses:{hashlib.sha256(address.encode()).hexdigest()[:32]}"


def is_tired(request: HttpRequest) -> bool:
    """Whether this address has asked for too many things that do not exist."""
    return cache.get(_place(request), 0) >= MISSES


def count_miss(request: HttpRequest) -> None:
    place = _place(request)
    if not cache.add(place, 1, WINDOW):
        try:
            cache.incr(place)
        except ValueError:  # it ran out between the two lines
            cache.set(place, 1, WINDOW)
