"""Where one takes a quiz."""

from django.urls import path

from courses.quizzes import angoff_views, doubt_views, recall_views, tryout_views, views

urlpatterns = [
    path("angoff/<int:panel>/", angoff_views.angoff_judge, name="angoff_judge"),
    path("recall/", recall_views.recall, name="recall"),
    path("recall/<int:turn>/", recall_views.recall_begin, name="recall_begin"),
    path("recall/<int:turn>/<int:position>/", recall_views.recall_card, name="recall_card"),
    path("quiz/<uuid:key>/", views.quiz, name="quiz"),
    path("quiz/<uuid:key>/talk/<int:person>/", views.quiz_talk, name="quiz_talk"),
    path("quiz/try/<uuid:key>/", tryout_views.quiz_tryout, name="quiz_tryout"),
    path("quiz/extra-time/<int:person>/", views.quiz_extra_time, name="quiz_extra_time"),
    path("quiz/attempt/<int:attempt>/<int:position>/", views.quiz_question, name="quiz_question"),
    path("quiz/attempt/<int:attempt>/<int:position>/unclear/", doubt_views.quiz_unclear, name="quiz_unclear"),
    path("quiz/attempt/<int:attempt>/review/", views.quiz_review, name="quiz_review"),
    path("quiz/attempt/<int:attempt>/result/", views.quiz_result, name="quiz_result"),
]
