from django.urls import path, re_path
from django.views.generic import RedirectView

from lms.kernel.permissions import public
from lms.people import address_views, applying_views, views

# One door: allauth's password pages would be a second one. Invitations are the only way to an account.
to_the_door = public("everybody comes in by code or passkey")(
    RedirectView.as_view(pattern_name="account_request_login_code", query_string=True)
)

urlpatterns = [
    re_path(r"^account/(?:login|signup|email|reauthenticate|password/.*|signup/.*)/$", to_the_door, name="one_door"),
    path("join/<str:token>/", views.join, name="join"),
    path("join-in/<slug:slug>/", applying_views.apply, name="apply"),
    path("applications/<int:pk>/welcome/", applying_views.application_welcome, name="application_welcome"),
    path("applications/<int:pk>/decline/", applying_views.application_decline, name="application_decline"),
    path("applications/<int:pk>/close/", applying_views.application_close, name="application_close"),
    path("welcome/", views.welcome, name="welcome"),
    path("me/", views.me, name="me"),
    path("me/address/", address_views.new_address, name="new_address"),
    path("people/", views.people, name="people"),
    path("people/<int:organisation>/", views.people, name="people"),
    path("people/<int:organisation>/keys/", views.keys, name="keys"),
    path("keys/<int:pk>/revoke/", views.key_revoke, name="key_revoke"),
    path("roles/<int:pk>/end/", views.role_end, name="role_end"),
    path("roles/<int:pk>/lost-factor/", views.factor_take, name="factor_take"),
    path("invitations/", views.invitations, name="invitations"),
    path("invitations/<int:organisation>/", views.invitations, name="invitations"),
    path("invitations/<int:pk>/again/", views.invitation_again, name="invitation_again"),
    path("invitations/<int:pk>/withdraw/", views.invitation_withdraw, name="invitation_withdraw"),
]
