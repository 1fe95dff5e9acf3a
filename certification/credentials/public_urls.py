"""Addresses without a language: what stands in QR codes and signed files, and what programs read."""

from django.urls import path, re_path

from certification.credentials import public_views

urlpatterns = [
    path("verify/<str:public_id>/", public_views.verify_plain, name="verify_plain"),
    path("verify/<str:public_id>/credential.jwt", public_views.credential, name="credential"),
    path("verify/<str:public_id>/credential.json", public_views.credential, {"kind": "json"}, name="credential_linked"),
    path("verify/<str:public_id>/badge.svg", public_views.credential, {"kind": "svg"}, name="badge_svg"),
    path("verify/<str:public_id>/badge.png", public_views.credential, {"kind": "png"}, name="badge_png"),
    re_path(r"^credentials/status/(?P<purpose>suspension|revocation)\.jwt$", public_views.status_list, name="status_list"),
    re_path(
        r"^credentials/status/(?P<purpose>suspension|revocation)-(?P<number>[2-9]|[1-9]\d{1,5})\.jwt$",
        public_views.status_list,
        name="status_list_more",
    ),
    path(".well-known/did.json", public_views.did_json, name="did_json"),
    path(".well-known/jwks.json", public_views.jwks_json, name="jwks_json"),
]
