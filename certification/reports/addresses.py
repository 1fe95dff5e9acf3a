"""Addresses of rooms that a house may have or not."""

from typing import Any

from django.urls import NoReverseMatch, reverse


def address(name: str, **kwargs: Any) -> str:
    """Where a page is, or "" in a house without it."""
    try:
        return reverse(name, kwargs=kwargs or None)
    except NoReverseMatch:
        return ""
