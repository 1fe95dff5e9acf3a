"""Django's door to `certification`."""

from django.apps import AppConfig


class CertificationConfig(AppConfig):
    name = "certification"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from certification import receivers  # noqa: F401  (hears what happens in courses and people)
        from certification.package import register_parts
        from certification.reports import way_stamp  # noqa: F401  (says what a way is made of)

        register_parts()
