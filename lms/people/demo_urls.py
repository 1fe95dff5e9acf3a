from django.urls import path

from lms.people import demo_views

urlpatterns = [
    path("", demo_views.people, name="demo"),
    path("as/<slug:persona>/", demo_views.as_persona, name="demo_as"),
    path("mail/", demo_views.mail, name="demo_mail"),
]
