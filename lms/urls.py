"""Where everything is. Who may go there stands in `policy.py`."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from django.views.i18n import set_language
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms.media import file, picture
from courses.serving import page
from lms.api import opened

urlpatterns = [
    path("i18n/setlang/", login_not_required(set_language), name="set_language"),
    path("admin/login/", RedirectView.as_view(pattern_name="account_request_login_code", query_string=True)),
    path("admin/password_reset/", RedirectView.as_view(pattern_name="account_request_login_code")),
    path("admin/", include("cms.admin_urls")),
    path("admin/training/", include("courses.quizzes.admin_urls")),
    path("admin/training/exchange/", include("courses.exchange.urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("media/images/<path:path>", picture, name="picture"),
    path("media/files/<int:pk>/<slug:fingerprint>/<str:name>", file, name="file"),
    path("api/v1/", include((opened(), "api"), namespace="api")),
    path("", include("lms.public_urls")),
    path("", include("courses.offline.public_urls")),
    path("", include("certification.credentials.public_urls")),
]
if settings.DEMO:
    urlpatterns.append(path("demo/", include("lms.people.demo_urls")))

urlpatterns += i18n_patterns(
    path("", include("lms.people.urls")),  # before allauth: closes its password pages
    path("account/", include("allauth.urls")),
    path("", include("lms.notify.urls")),
    path("", include("lms.privacy.urls")),
    path("api/", include("lms.api")),
    path("", include("lms.ui.urls")),
    path("", include("cms.approval.urls")),
    path("", include("courses.outline.urls")),
    path("", include("courses.progress.urls")),
    path("", include("courses.offline.urls")),
    path("", include("courses.quizzes.urls")),
    path("", include("courses.dialogues.urls")),
    path("", include("certification.programmes.urls")),
    path("", include("certification.practice.urls")),
    path("", include("certification.cohorts.urls")),
    path("", include("certification.assessment.urls")),
    path("", include("certification.decisions.urls")),
    path("", include("certification.credentials.urls")),
    path("", include("certification.webhooks.urls")),
    path("", include("certification.elsewhere.urls")),
    path("", include("certification.letters.urls")),
    path("", include("certification.reports.urls")),
    re_path(wagtail_urls.serve_pattern, page, name="wagtail_serve"),
    path("", include(wagtail_urls)),
)

handler403 = "lms.ui.views.refused"
handler404 = "lms.ui.views.not_found"
handler500 = "lms.ui.views.broken"
