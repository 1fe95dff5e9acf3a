"""Small changes to Wagtail's admin."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.users.views.bulk_actions import AssignRoleBulkAction
from wagtail.users.views.bulk_actions.user_bulk_action import UserBulkAction


@hooks.register("before_bulk_action")
def nobody_ends_here(_request: HttpRequest, _kind: str, _objects: Any, action: Any) -> None:
    """People are not deleted or shut out from the admin, not even by a superuser: Wagtail's bulk actions ask no policy."""
    if isinstance(action, UserBulkAction) and not isinstance(action, AssignRoleBulkAction):
        raise PermissionDenied


@hooks.register("insert_global_admin_css")
def admin_css() -> str:
    """The few things of ours that Wagtail's admin has no look for."""
    return format_html('<link rel="stylesheet" href="{}">', static("cms/admin.css"))


@hooks.register("register_icons")
def icons(there: list[str]) -> list[str]:
    """What Wagtail has no drawing for."""
    return [*there, "cms/icons/sound.svg"]
