from django.urls import path

from certification.elsewhere import views

urlpatterns = [
    path("people/<int:organisation>/elsewhere/", views.elsewhere, name="elsewhere"),
    path("elsewhere/<int:pk>/remove/", views.elsewhere_remove, name="elsewhere_remove"),
]
