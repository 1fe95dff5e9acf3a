from django.urls import path

from lms.privacy import views

urlpatterns = [
    path("me/file/", views.own_file, name="own_file"),
    path("me/file/copy/", views.own_copy, name="own_copy"),
    path("me/leave/", views.leave, name="leave"),
    path("goodbye/", views.left, name="left"),
]
