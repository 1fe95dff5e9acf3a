from django.urls import URLPattern, URLResolver, path

from courses.progress import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("lessons/<uuid:key>/complete/", views.complete, name="complete_lesson"),
    path("lessons/<uuid:key>/reflections/<uuid:block>/", views.reflect, name="reflect"),
    path("reflections/", views.reflections, name="reflections"),
    path("reflections/<int:pk>/", views.reflection, name="reflection"),
    path("reflections/<int:pk>/answer/", views.reflection_answer, name="reflection_answer"),
]
