"""Django's door to `courses`."""

from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "courses"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from courses import receivers  # noqa: F401  (hears of lessons that are published)
        from courses.exchange.own_parts import register_parts
        from courses.outline.stamp import lay_triggers

        register_parts()

        post_migrate.connect(lay_triggers, sender=self)
