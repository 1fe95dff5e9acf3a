from django.urls import URLPattern, URLResolver, path

from courses.dialogues import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("alone/", views.dialogues, name="dialogues"),
    path("alone/<uuid:key>/", views.dialogue, name="dialogue"),
    path("alone/walks/<int:pk>/", views.dialogue_answer, name="dialogue_answer"),
]
