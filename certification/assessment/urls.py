"""After a practice chat."""

from django.urls import URLPattern, URLResolver, path

from certification.assessment import calibration_views, feedback_views, figure_views, moderation_views, rating_views, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("practice/<int:pk>/after/", views.practice_after, name="practice_after"),
    path("practice/<int:pk>/self-rating/", views.self_rating, name="self_rating"),
    path("practice/<int:pk>/partner-form/", views.partner_form, name="partner_form"),
    path("practice/<int:pk>/go-on/", views.go_on_without, name="go_on_without"),
    path("practice/<int:pk>/rating/", rating_views.rating, name="rating"),
    path("practice/<int:pk>/rating/claim/", rating_views.rating_claim, name="rating_claim"),
    path("practice/<int:pk>/rating/call-off/", rating_views.second_look_call_off, name="second_look_call_off"),
    path("practice/<int:pk>/rating/hand-back/", rating_views.rating_hand_back, name="rating_hand_back"),
    path("practice/<int:pk>/rating/second/", rating_views.second_rating, name="second_rating"),
    path("practice/<int:pk>/moderation/", moderation_views.moderation, name="moderation"),
    path("practice/<int:pk>/feedback/", feedback_views.feedback, name="feedback"),
    path("practice/<int:pk>/feedback/give/", rating_views.feedback_release, name="feedback_release"),
    path("practice/<int:pk>/feedback/read/", feedback_views.feedback_read, name="feedback_read"),
    path("practice/<int:pk>/feedback/ask/", feedback_views.feedback_ask, name="feedback_ask"),
    path("practice/<int:pk>/recheck/", feedback_views.recheck_ask, name="recheck_ask"),
    path("rechecks/<int:pk>/decide/", feedback_views.recheck_decide, name="recheck_decide"),
    path("calibration/", calibration_views.calibration, name="calibration"),
    path("calibration/<int:pk>/", calibration_views.calibration_of, name="calibration_of"),
    path("calibration/<int:pk>/begin/", calibration_views.calibration_begin, name="calibration_begin"),
    path("figures/raters/", figure_views.rater_figures, name="rater_figures"),
    path("raters/<int:pk>/remove/", figure_views.rater_remove, name="rater_remove"),
    path("your-levels/", figure_views.own_levels, name="own_levels"),
    path("enrolments/<int:pk>/levels/", figure_views.levels_of, name="levels_of"),
    path("feedback-questions/<int:pk>/answer/", feedback_views.feedback_answer, name="feedback_answer"),
    path("assessments/<int:pk>/annul/", feedback_views.assessment_annul, name="assessment_annul"),
]
