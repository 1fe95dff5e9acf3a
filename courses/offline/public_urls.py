"""Addresses without a language: the browser's own."""

from django.urls import URLPattern, URLResolver, path

from courses.offline import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("sw.js", views.worker, name="worker"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
]
