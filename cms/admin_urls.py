"""Addresses under `admin/` that stand before Wagtail's own."""

from django.urls import path
from wagtail.admin.auth import require_admin_access

from cms.accounts import OwnAccountView
from lms.kernel.permissions import requires

urlpatterns = [
    path("account/", requires("people.be_here")(require_admin_access(OwnAccountView.as_view())), name="wagtailadmin_account"),
]
