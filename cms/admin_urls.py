"""Addresses under `admin/` that stand before Wagtail's own."""

from django.urls import path
from wagtail.admin.auth import require_admin_access

from cms.accounts import OwnAccountView
from cms.changes.views import change_question
from cms.words import AdminWords
from lms.kernel.permissions import requires

urlpatterns = [
    path(
        "jsi18n/",
        requires("people.be_here", methods=("GET",))(require_admin_access(AdminWords.as_view())),
        name="wagtailadmin_javascript_catalog",
    ),
    path("localize/jsi18n/", requires("people.be_here", methods=("GET",))(require_admin_access(AdminWords.as_view())), name="admin_words"),
    path("training/changes/<int:revision>/", change_question, name="change_question"),
    path("account/", requires("people.be_here")(require_admin_access(OwnAccountView.as_view())), name="wagtailadmin_account"),
]
