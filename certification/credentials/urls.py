from django.urls import path

from certification.credentials import public_checks, public_views, views

urlpatterns = [
    path("certificates/", views.certificates, name="certificates"),
    path("certificates/held/", views.certificates_held, name="certificates_held"),
    path("certificates/<uuid:public_id>/", views.certificate, name="certificate"),
    path("certificates/<uuid:public_id>/print/", views.certificate_print, name="certificate_print"),
    path("certificates/<uuid:public_id>/pdf/", views.certificate_pdf, name="certificate_pdf"),
    path("certificates/<uuid:public_id>/name/", views.certificate_name, name="certificate_name"),
    path("certificates/<uuid:public_id>/care/", views.certificate_care, name="certificate_care"),
    path("certificates/<uuid:public_id>/suspend/", views.certificate_suspend, name="certificate_suspend"),
    path("certificates/<uuid:public_id>/reviewed/", views.certificate_reviewed, name="certificate_reviewed"),
    path("certificates/<uuid:public_id>/kept-paused/", views.certificate_keep_paused, name="certificate_keep_paused"),
    path("certificates/<uuid:public_id>/resume/", views.certificate_resume, name="certificate_resume"),
    path("certificates/<uuid:public_id>/revocation/", views.certificate_revocation, name="certificate_revocation"),
    path("certificates/<uuid:public_id>/revocation/confirm/", views.certificate_revocation_confirm, name="certificate_revocation_confirm"),
    path("certificates/<uuid:public_id>/revocation/drop/", views.certificate_revocation_drop, name="certificate_revocation_drop"),
    path("verify/", public_views.verify_find, name="verify_find"),
    path("verify/file/", public_checks.verify_file, name="verify_file"),
    path("verify/<str:public_id>/name/", public_checks.verify_name, name="verify_name"),
    path("verify/<str:public_id>/", public_views.verify, name="verify"),
    path("certificates/<uuid:public_id>/renew/", views.certificate_renew, name="certificate_renew"),
]
