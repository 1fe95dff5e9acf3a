"""Columns that matter to editors: in which languages, used where, in which state."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from cms.training.families import InLanguage
from cms.training.uses import Use


class LanguagesColumn(Column):
    """Every language of the site as a small mark that leads to where it is written. Rows carry `languages`; see listing.py."""

    cell_template_name = "cms/admin/languages_cell.html"

    def __init__(self) -> None:
        super().__init__("languages", label=_("Languages"))

    def get_value(self, instance: Any) -> list[InLanguage]:
        return list(getattr(instance, "languages", ()))


class UseColumn(Column):
    """In how many places it is used, with the way to the list. Rows carry `uses`; see listing.py."""

    cell_template_name = "cms/admin/uses_cell.html"

    def __init__(self) -> None:
        super().__init__("uses", label=_("Used"))

    def get_value(self, instance: Any) -> list[Use]:
        return list(getattr(instance, "uses", ()))


class HealthColumn(Column):
    """How many things there are to look at, with the words behind it. Rows carry `health`; see listing.py."""

    cell_template_name = "cms/admin/health_cell.html"

    def __init__(self) -> None:
        super().__init__("health", label=_("Health"))

    def get_value(self, instance: Any) -> list[str]:
        return list(getattr(instance, "health", ()))
