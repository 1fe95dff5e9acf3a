from django.urls import path

from certification.letters import views

urlpatterns = [
    path("hours-letters/", views.hours_letters, name="hours_letters"),
    path("hours-letters/<uuid:letter>/", views.hours_letter, name="hours_letter"),
    path("hours-letters/<uuid:letter>/print/", views.hours_letter_print, name="hours_letter_print"),
    path("hours-letters/<uuid:letter>/pdf/", views.hours_letter_pdf, name="hours_letter_pdf"),
    path("hours-letters/<uuid:letter>/sign/", views.hours_letter_sign, name="hours_letter_sign"),
    path("hours-letters/<uuid:letter>/drop/", views.hours_letter_drop, name="hours_letter_drop"),
    path("letters/<str:letter>/", views.letter_check, name="letter_check"),
]
