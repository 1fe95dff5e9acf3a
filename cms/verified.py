"""Facts that somebody has to check before they are used: numbers to call, duties by law. A date says that it was done."""

from typing import Any

from django.utils import formats
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column


class VerifiedColumn(Column):
    """In a list of the admin: the day it was verified, or that it still has to be. Nothing where there is nothing to verify."""

    def __init__(self) -> None:
        super().__init__("verified_on", label=_("Facts"), sort_key="verified_on")

    def get_value(self, instance: Any) -> Any:
        if instance.verified_on:
            return formats.date_format(instance.verified_on, "SHORT_DATE_FORMAT")
        return _("Verify before use") if getattr(instance, "to_verify", True) else ""
