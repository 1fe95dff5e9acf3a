from django.urls import path

from cms.approval import views

urlpatterns = [
    path("approvals/", views.approvals, name="approvals"),
    path("approvals/<int:pk>/", views.approval, name="approval"),
    path("approvals/<int:pk>/draft/", views.approval_preview, name="approval_preview"),
]
