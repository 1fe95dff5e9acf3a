"""Where people say when they can."""

from django.urls import path

from certification.practice.times import views

urlpatterns = [
    path("practice/hours/", views.practice_hours, name="practice_hours"),
    path("practice/hours/week/", views.practice_hours_week, name="practice_hours_week"),
    path("practice/hours/day/", views.practice_hours_day, name="practice_hours_day"),
    path("practice/hours/wishes/", views.practice_hours_wishes, name="practice_hours_wishes"),
    path("practice/hours/week/<int:pk>/drop/", views.practice_hours_week_drop, name="practice_hours_week_drop"),
    path("practice/hours/day/<int:pk>/drop/", views.practice_hours_day_drop, name="practice_hours_day_drop"),
]
