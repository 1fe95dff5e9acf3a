"""A notice's parameters as people write them, in the active language."""

from collections.abc import Mapping
from typing import Any

from django.utils.formats import date_format

from lms.notify import rules


def worded(params: Mapping[str, Any]) -> dict[str, Any]:
    """With every day in words."""
    return rules.worded(params, lambda day: date_format(day, "DATE_FORMAT"))
