from django.urls import URLPattern, URLResolver, path

from courses.outline import views

urlpatterns: list[URLPattern | URLResolver] = [path("search/", views.search, name="search_lessons")]
