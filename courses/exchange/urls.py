"""Pages under `admin/training/exchange/`."""

from django.urls import path

from courses.exchange import views

urlpatterns = [
    path("", views.exchange, name="exchange"),
    path("out/<slug:kind>/<slug:name>/", views.exchange_out, name="exchange_out"),
    path("questions/<slug:bank>/<slug:form>/", views.exchange_questions, name="exchange_questions"),
    path("in/<str:token>/", views.exchange_in, name="exchange_in"),
]
