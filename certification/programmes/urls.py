from django.urls import URLPattern, URLResolver, path

from certification.programmes import log_views, moving_views, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("agreements/<uuid:key>/", views.agreement, name="agreement"),
    path("enrolments/<int:pk>/about-the-check/", views.background_info, name="background_info"),
    path("enrolments/<int:pk>/background-check/", views.background_check, name="background_check"),
    path("enrolments/<int:pk>/background-check/undo/", views.background_check_undo, name="background_check_undo"),
    path("enrolments/<int:pk>/background-check/again/", views.background_check_again, name="background_check_again"),
    path("enrolments/<int:pk>/marks/<slug:requirement>/", views.mark, name="mark"),
    path("marks/<int:mark>/undo/", views.mark_undo, name="mark_undo"),
    path("log/<int:entry>/undo/", log_views.log_undo, name="log_undo"),
    path("programmes/<slug:slug>/newest/", moving_views.movers, name="movers"),
    path("self-care/", log_views.self_care_plan, name="self_care_plan"),
    path("enrolments/<int:pk>/waivers/<slug:requirement>/", views.waiver_propose, name="waiver_propose"),
    path("waivers/<int:pk>/", views.waiver, name="waiver"),
]
