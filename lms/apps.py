"""Django's door to the house."""

from django.apps import AppConfig


class LmsConfig(AppConfig):
    name = "lms"
    verbose_name = "Ledestjerne"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from lms.kernel import checks  # noqa: F401  (registers the system checks)
        from lms.privacy import checks as privacy_checks  # noqa: F401
