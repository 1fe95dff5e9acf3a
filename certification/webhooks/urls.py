from django.urls import path

from certification.webhooks import views

urlpatterns = [
    path("people/<int:organisation>/listeners/", views.listeners, name="listeners"),
    path("listeners/<int:pk>/stop/", views.listener_stop, name="listener_stop"),
    path("listeners/<int:pk>/test/", views.listener_test, name="listener_test"),
    path("deliveries/<int:pk>/replay/", views.delivery_replay, name="delivery_replay"),
]
