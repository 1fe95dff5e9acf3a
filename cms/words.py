"""The words of the admin's scripts, with our overlay: Django's own view reads the apps' catalogues only."""

from typing import Any

from django.conf import settings
from django.views.i18n import JavaScriptCatalog


class AdminWords(JavaScriptCatalog):
    packages = ["wagtail.admin", "wagtail_localize"]

    def get_paths(self, packages: list[str]) -> list[Any]:
        """The overlay last: what stands there wins."""
        return [*super().get_paths(packages), settings.ADMIN_LOCALE]
