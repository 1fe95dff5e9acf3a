"""Django's door to `courses`."""

from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "courses"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from courses import receivers  # noqa: F401  (hears of lessons that are published)
        from courses.exchange.own_parts import register_parts
        from courses.outline import stamp  # noqa: F401  (says what lessons are made of)

        register_parts()
