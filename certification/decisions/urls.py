from django.urls import URLPattern, URLResolver, path

from certification.decisions import case_views, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("enrolments/<int:pk>/dossier/", views.dossier, name="dossier"),
    path("enrolments/<int:pk>/propose/", views.propose, name="propose"),
    path("signoffs/<int:pk>/", views.signoff, name="signoff"),
    path("signoffs/<int:pk>/countersign/", views.countersign, name="countersign"),
    path("signoffs/<int:pk>/withdraw/", views.signoff_withdraw, name="signoff_withdraw"),
    path("signoffs/<int:pk>/dossier/", views.signoff_dossier, name="signoff_dossier"),
    path("signoffs/<int:pk>/vary/", views.vary, name="vary"),
    path("signoffs/<int:pk>/appeal/", case_views.appeal_lodge, name="appeal_lodge"),
    path("signoffs/<int:pk>/reviewer/", case_views.appeal_reviewer, name="appeal_reviewer"),
    path("appeals/<int:pk>/", case_views.appeal, name="appeal"),
    path("concerns/new/", case_views.concern_raise, name="concern_raise"),
    path("concerns/<int:pk>/", case_views.concern, name="concern"),
]
