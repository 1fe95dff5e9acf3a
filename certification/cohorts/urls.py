from django.urls import URLPattern, URLResolver, path

from certification.cohorts import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("cohort/new/", views.cohort_new, name="cohort_new"),
    path("cohort/<int:pk>/talk/", views.room, name="cohort_room"),
    path("cohort/<int:pk>/keep/", views.cohort_keep, name="cohort_keep"),
    path("cohort/<int:pk>/write/", views.post_write, name="cohort_write"),
    path("cohort/<int:pk>/announce/", views.announcement_write, name="cohort_announce"),
    path("announcements/<int:pk>/drop/", views.announcement_drop, name="announcement_drop"),
    path("dates/<int:pk>/drop/", views.date_drop, name="date_drop"),
    path("posts/<int:pk>/take-back/", views.post_take_back, name="post_take_back"),
    path("posts/<int:pk>/report/", views.post_report, name="post_report"),
    path("posts/<int:pk>/hide/", views.post_hide, name="post_hide"),
    path("posts/<int:pk>/let-stand/", views.post_let_stand, name="post_let_stand"),
]
