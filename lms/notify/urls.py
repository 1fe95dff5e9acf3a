from django.urls import path

from lms.notify import views

urlpatterns = [path("notices/", views.notices, name="notices")]
