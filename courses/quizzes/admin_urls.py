"""Pages about the bank under `admin/training/`; they stand before Wagtail's own."""

from django.urls import path

from courses.quizzes import admin_views

urlpatterns = [
    path("health/", admin_views.question_health, name="question_health"),
    path("doubts/<int:pk>/", admin_views.doubt_answer, name="doubt_answer"),
]
