from django.urls import URLPattern, URLResolver, path

from courses.offline import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("lessons/<uuid:key>/kept/", views.lesson_kept, name="lesson_kept"),
    path("saved/", views.saved, name="saved"),
]
