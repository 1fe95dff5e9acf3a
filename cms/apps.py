"""Django's door to `cms`, and to Wagtail's own app for people, which we hang ours into."""

from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class CmsConfig(AppConfig):
    name = "cms"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cms import receivers  # noqa: F401  (hears of roles that begin and end)
        from cms.training.exports import make_exports_harmless

        make_exports_harmless()


class PeopleConfig(WagtailUsersAppConfig):
    """Wagtail's users app with our people: no names, no passwords, nobody added or deleted."""

    user_viewset = "cms.accounts.PersonViewSet"

    def ready(self) -> None:
        from django.contrib.auth.models import Group
        from wagtail.permissions import register_permission_policy

        from cms.accounts import PersonPolicy
        from lms.people.models import Person

        register_permission_policy(Person, PersonPolicy(Person))
        register_permission_policy(Group)
