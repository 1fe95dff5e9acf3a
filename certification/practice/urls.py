"""Where practising happens."""

from django.urls import path

from certification.practice.times.urls import urlpatterns as times
from certification.practice.views import booking, caring, pages, room, wire

urlpatterns = [
    *times,
    path("practice/", pages.practice, name="practice"),
    path("practice/book/<str:at>/", booking.practice_book, name="practice_book"),
    path("practice/now/", booking.practice_now_open, name="practice_now_open"),
    path("practice/now/at/<int:pk>/", booking.practice_invite_now, name="practice_invite_now"),
    path("practice/now/<int:pk>/", booking.practice_accept_now, name="practice_accept_now"),
    path("practice/now/<int:pk>/withdraw/", pages.practice_withdraw, name="practice_withdraw"),
    path("practice/<int:pk>/", room.practice_room, name="practice_room"),
    path("practice/<int:pk>/confirm/", pages.practice_confirm, name="practice_confirm"),
    path("practice/<int:pk>/hand-back/", pages.practice_hand_back, name="practice_hand_back"),
    path("practice/<int:pk>/cancel/", pages.practice_cancel, name="practice_cancel"),
    path("practice/<int:pk>/move/", booking.practice_move, name="practice_move"),
    path("practice/<int:pk>/know/", booking.practice_know, name="practice_know"),
    path("practice/<int:pk>/absent/", booking.practice_absent, name="practice_absent"),
    path("practice/<int:pk>/enter/", room.practice_enter, name="practice_enter"),
    path("practice/<int:pk>/ready/", room.practice_ready, name="practice_ready"),
    path("practice/<int:pk>/messages/", wire.practice_messages, name="practice_messages"),
    path("practice/<int:pk>/stream/", wire.practice_stream, name="practice_stream"),
    path("practice/<int:pk>/names/", wire.practice_names, name="practice_names"),
    path("practice/<int:pk>/signal/", wire.practice_signal, name="practice_signal"),
    path("practice/<int:pk>/whisper/", wire.practice_whisper, name="practice_whisper"),
    path("practice/<int:pk>/moment/", wire.practice_moment, name="practice_moment"),
    path("practice/<int:pk>/alert/", room.practice_alert, name="practice_alert"),
    path("practice/<int:pk>/alert/taken/", room.practice_alert_taken, name="practice_alert_taken"),
    path("practice/<int:pk>/note/", wire.practice_note, name="practice_note"),
    path("practice/<int:pk>/step/", wire.practice_step, name="practice_step"),
    path("practice/<int:pk>/help/", room.practice_help, name="practice_help"),
    path("practice/<int:pk>/resume/", room.practice_resume, name="practice_resume"),
    path("practice/<int:pk>/end/", room.practice_end, name="practice_end"),
    path("practice/<int:pk>/stop/", room.practice_stop, name="practice_stop"),
    path("practice/<int:pk>/transcript/", room.practice_transcript, name="practice_transcript"),
    path("practice/<int:pk>/how/", caring.practice_check_in, name="practice_check_in"),
    path("practice/<int:pk>/debrief/", caring.practice_debrief, name="practice_debrief"),
    path("your-way/<int:pk>/pause/", caring.pause_way, name="pause_way"),
    path("your-way/<int:pk>/go-on/", caring.resume_way, name="resume_way"),
    path("practice/talk/", caring.practice_talk, name="practice_talk"),
    path("practice/talks/<int:pk>/", caring.practice_talk_row, name="practice_talk_row"),
    path("practice/talks/<int:pk>/take/", caring.practice_talk_take, name="practice_talk_take"),
    path("practice/talks/<int:pk>/held/", caring.practice_talk_held, name="practice_talk_held"),
    path("practice/talks/<int:pk>/withdraw/", caring.practice_talk_withdraw, name="practice_talk_withdraw"),
]
