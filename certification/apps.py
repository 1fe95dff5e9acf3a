"""Django's door to `certification`."""

from django.apps import AppConfig


class CertificationConfig(AppConfig):
    name = "certification"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from certification import receivers  # noqa: F401  (hears what happens in courses and people)
        from certification.package import register_parts
        from certification.reports.way_stamp import lay_triggers

        register_parts()
        post_migrate.connect(lay_triggers, sender=self)
