"""Django's door to the house."""

from django.apps import AppConfig


class LmsConfig(AppConfig):
    name = "lms"
    verbose_name = "Ledestjerne"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate, pre_migrate

        from lms.kernel import checks  # noqa: F401  (registers the system checks)
        from lms.kernel.stamps import lay, lift
        from lms.privacy import checks as privacy_checks  # noqa: F401

        pre_migrate.connect(lift, sender=self)
        post_migrate.connect(lay, sender=self)
