from django.urls import URLPattern, URLResolver, path

from certification.reports import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("your-way/", views.your_way, name="your_way"),
    path("your-way/<int:pk>/", views.your_way, name="your_way_of"),
    path("inbox/", views.inbox, name="inbox"),
    path("cohort/", views.cohort, name="cohort"),
    path("cohort/<int:pk>/", views.cohort, name="cohort_of"),
    path("enrolments/<int:pk>/", views.enrolment, name="enrolment"),
]
