"""Pages about the bank under `admin/training/`; they stand before Wagtail's own."""

from django.urls import path

from courses.quizzes import admin_views, angoff_views, regrade_views

urlpatterns = [
    path("health/", admin_views.question_health, name="question_health"),
    path("questions/<uuid:key>/mark-anew/", regrade_views.question_regrade, name="question_regrade"),
    path("questions/<uuid:key>/figures/", admin_views.question_figures, name="question_figures"),
    path("quizzes/<uuid:key>/pass-mark/", angoff_views.quiz_pass_mark, name="quiz_pass_mark"),
    path("doubts/<int:pk>/", admin_views.doubt_answer, name="doubt_answer"),
]
