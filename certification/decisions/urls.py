from django.urls import URLPattern, URLResolver, path

from certification.decisions import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("enrolments/<int:pk>/dossier/", views.dossier, name="dossier"),
    path("enrolments/<int:pk>/propose/", views.propose, name="propose"),
    path("signoffs/<int:pk>/", views.signoff, name="signoff"),
    path("signoffs/<int:pk>/countersign/", views.countersign, name="countersign"),
    path("signoffs/<int:pk>/withdraw/", views.signoff_withdraw, name="signoff_withdraw"),
]
