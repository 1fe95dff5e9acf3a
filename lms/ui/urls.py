from django.urls import path

from lms.kernel.permissions import requires
from lms.ui import views

urlpatterns = [path("styleguide/", requires("ui.styleguide")(views.styleguide), name="styleguide")]
