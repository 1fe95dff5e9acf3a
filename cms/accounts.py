"""People in Wagtail's admin: shown to superusers so that they can give and take the admin, and nothing else.

Accounts begin with an invitation and end with anonymisation; names, addresses and passwords are nobody's business here.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import AccountView, AvatarSettingsPanel, ChangePasswordPanel, NameEmailSettingsPanel
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.users.forms import UserEditForm
from wagtail.users.views.users import UserViewSet

from lms.people.models import Person

NOT_HERE = (NameEmailSettingsPanel, AvatarSettingsPanel, ChangePasswordPanel)


class PersonPolicy(ModelPermissionPolicy):
    """Superusers see people and change their groups. Nobody adds or deletes a person here."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in {"view", "change"} and user.is_active and user.is_superuser

    def users_with_any_permission(self, actions: Any) -> Any:
        allowed = set(actions) & {"view", "change"}
        return Person.objects.filter(is_active=True, is_superuser=True) if allowed else Person.objects.none()


class PersonForm(UserEditForm):
    """Groups, and whether somebody is a superuser."""

    first_name = last_name = None  # type: ignore[assignment]
    email = forms.EmailField(label=_("E-mail"), disabled=True, required=False)
    password_enabled = False  # one signs in by code or passkey

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        editing_self = kwargs.pop("editing_self", False)
        super().__init__(*args, **kwargs)
        if editing_self:
            del self.fields["is_superuser"]

    class Meta:
        model = Person
        fields = ["email", "is_superuser", "groups"]
        widgets = {"groups": forms.CheckboxSelectMultiple}


class PersonViewSet(UserViewSet):
    """The list of people, and the form above."""

    edit_template_name = "cms/admin/person_edit.html"
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return PersonForm


class OwnAccountView(AccountView):
    """What an editor chooses for the admin: language, time zone, theme, notices. Name and address are chosen in the house itself."""

    def get_panels(self) -> list[Any]:
        return [panel for panel in super().get_panels() if not isinstance(panel, NOT_HERE)]
