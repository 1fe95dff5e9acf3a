"""Pages under `admin/training/exchange/`."""

from django.urls import path

from courses.exchange import views
from courses.exchange.arriving import views as arriving

urlpatterns = [
    path("", views.exchange, name="exchange"),
    path("out/<slug:kind>/<slug:name>/", views.exchange_out, name="exchange_out"),
    path("questions/<slug:bank>/<slug:form>/", views.exchange_questions, name="exchange_questions"),
    path("arrivals/<uuid:key>/", arriving.exchange_arrival, name="exchange_arrival"),
    path("arrivals/<uuid:key>/notes/", arriving.exchange_notes, name="exchange_notes"),
    path("in/<str:token>/", views.exchange_in, name="exchange_in"),
]
