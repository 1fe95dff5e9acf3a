"""Where one takes a quiz."""

from django.urls import path

from courses.quizzes import doubt_views, views

urlpatterns = [
    path("quiz/<uuid:key>/", views.quiz, name="quiz"),
    path("quiz/<uuid:key>/talk/<int:person>/", views.quiz_talk, name="quiz_talk"),
    path("quiz/extra-time/<int:person>/", views.quiz_extra_time, name="quiz_extra_time"),
    path("quiz/attempt/<int:attempt>/<int:position>/", views.quiz_question, name="quiz_question"),
    path("quiz/attempt/<int:attempt>/<int:position>/unclear/", doubt_views.quiz_unclear, name="quiz_unclear"),
    path("quiz/attempt/<int:attempt>/review/", views.quiz_review, name="quiz_review"),
    path("quiz/attempt/<int:attempt>/result/", views.quiz_result, name="quiz_result"),
]
