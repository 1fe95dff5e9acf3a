"""Where people say when they can."""

from django.urls import path

from certification.practice.times import calendar_views, cover_views, views

urlpatterns = [
    path("practice/hours/", views.practice_hours, name="practice_hours"),
    path("practice/hours/week/", views.practice_hours_week, name="practice_hours_week"),
    path("practice/hours/day/", views.practice_hours_day, name="practice_hours_day"),
    path("practice/hours/wishes/", views.practice_hours_wishes, name="practice_hours_wishes"),
    path("practice/hours/week/<int:pk>/drop/", views.practice_hours_week_drop, name="practice_hours_week_drop"),
    path("practice/hours/day/<int:pk>/drop/", views.practice_hours_day_drop, name="practice_hours_day_drop"),
    path("practice/calendar/", calendar_views.practice_calendar, name="practice_calendar"),
    path("practice/calendar/remind/", calendar_views.practice_calendar_remind, name="practice_calendar_remind"),
    path("practice/calendar/renew/", calendar_views.practice_calendar_renew, name="practice_calendar_renew"),
    path("practice/calendar/close/", calendar_views.practice_calendar_close, name="practice_calendar_close"),
    path("practice/<int:pk>/calendar.ics", calendar_views.practice_ics, name="practice_ics"),
    path("calendar/<str:token>/practice.ics", calendar_views.practice_feed, name="practice_feed"),
    path("practice/cover/", cover_views.practice_cover, name="practice_cover"),
    path("practice/cover/<int:pk>/", cover_views.practice_cover, name="practice_cover_of"),
    path("practice/close/<int:pk>/", cover_views.practice_close, name="practice_close"),
    path("practice/close/<int:pk>/<int:relation>/undo/", cover_views.practice_close_undo, name="practice_close_undo"),
    path("practice/cover/<int:pk>/ask/", cover_views.practice_ask, name="practice_ask"),
]
